internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Responses without a request of their own name: perhaps the request stands in the same call under another one.
extension ResponseMatching {
    /// The requests of the call that such a response may be for.
    private struct Requests {
        /// One with the same Via values between the same ends.
        var same: Hop?
        /// One with the same Via values between other ends; rather one with the same client.
        var elsewhere: Hop?
        /// The latest one between the same ends with other Via values and all else the same, and how many there are.
        var likewise: Hop?
        var likewiseCount = 0
    }

    /// Whether it is known what the response is for, which then is judged.
    func explain(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) -> Bool {
        guard !message.issues.contains(.missingHeader), !message.cSeq.methodText.isEmpty else { return true }
        if case .ack = message.cSeq.method {
            reporter.report(Rule.cSeq.rawValue, .error, message, bytes, scene) {
                "\(bytes.text(of: message.start.statusText)) to an ACK, which nobody answers"
            }
            return true
        }
        let requests = requests(message, bytes, scene, hops)
        if let hop = requests.same {
            if hop.isBranchReused { return true }
            if judgeNames(message, bytes, scene, of: hop, hops, &reporter) { return true }
        }
        // A proxy that leaves its own Via on sends what it got, between other ends.
        let isLeftOn = requests.likewise?.viaStack == hops.viaStack(of: message, bytes).belowTop
        if !isLeftOn, let hop = requests.elsewhere {
            judgeEnds(message, bytes, scene, of: hop, &reporter)
            return true
        }
        guard let hop = requests.likewise else { return false }
        return judgeVias(message, bytes, scene, of: hop, isOnlyOne: requests.likewiseCount == 1, hops, &reporter)
    }

    private func requests(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable
    ) -> Requests {
        var found = Requests()
        let (flow, stack) = (scene.sighting.flow, hops.viaStack(of: message, bytes))
        let (number, method) = (message.cSeq.number ?? 0, message.cSeq.method)
        let fromTag = hops.tag(message.from.tag, bytes)
        hops.forEach(inCallOf: scene.hop) { hop in
            guard hop.hasRequest, hop.traits.contains(.isWhole), hop.flow.transport == flow.transport else { return }
            let isOfClient = hop.flow.source.address == flow.destination.address
            let isOfServer = hop.flow.destination.address == flow.source.address
            let isLikewise = hop.cSeq == number && hop.method == method
            if hop.viaStack == stack.whole {
                if isOfClient, isOfServer {
                    if found.same == nil || isLikewise { found.same = hop }
                } else if isLikewise, found.elsewhere == nil || isOfClient {
                    found.elsewhere = hop
                }
            } else if isOfClient, isOfServer, isLikewise, hop.fromTag == fromTag {
                if found.likewise == nil { found.likewise = hop }
                found.likewiseCount += 1
            }
        }
        return found
    }

    /// Whether the response with the Via values of `hop` is found to be for its request although it has another name.
    private func judgeNames(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        of hop: Hop,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) -> Bool {
        let isSameMethod = hop.method == message.cSeq.method
        let isSameNumber = hop.cSeq == message.cSeq.number ?? 0
        let isSameTag = hop.fromTag == hops.tag(message.from.tag, bytes)
        // INVITE and CANCEL share the branch, so it may be for the one that was not seen.
        if !isSameMethod, hop.sharesBranch, message.cSeq.method.sharesBranch { return false }
        // An answered request gets no response of another name: one under the same branch was missed.
        if hop.finalCode != 0, !isSameNumber || !hop.traits.contains(.magicCookie) { return false }
        // Without the cookie the Via is the same in all requests of a client.
        if !hop.traits.contains(.magicCookie), [isSameMethod, isSameNumber, isSameTag].count(where: { $0 }) < 2 {
            return false
        }
        if isSameMethod, isSameNumber {
            // The very same: its transaction is forgotten, and this is late.
            guard !isSameTag else { return false }
            return judgeIDs(message, bytes, scene, .otherFromTag, of: hop, &reporter)
        }
        report(.cSeq, .error, message, bytes, scene, of: hop, &reporter) {
            ResponseMatching.numbers(message, bytes, hop)
        }
        return true
    }
}

extension Hop {
    fileprivate var sharesBranch: Bool { method.sharesBranch }
}

extension Method? {
    /// Whether its requests may share the branch of another (RFC 3261 §9.1, §17.1.1.3).
    fileprivate var sharesBranch: Bool {
        switch self {
        case .invite, .cancel, .ack: true
        default: false
        }
    }
}
