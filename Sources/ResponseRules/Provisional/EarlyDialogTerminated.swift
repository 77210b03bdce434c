internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 199 that is made wrong, sent to somebody who did not ask for it, or of a dialog that nobody knows (RFC 6228).
struct EarlyDialogTerminated: Examiner {
    private static let declaration = RuleDeclaration(
        "early-dialog-terminated-misuse",
        .provisional,
        .error,
        .must,
        .transaction,
        tier: .next,
        title: "199 outside its rules",
        sources: ["RFC 6228 §4", "RFC 6228 §5", "RFC 6228 §6"],
        explanation: """
            A 199 tells a client that listed 199 in Supported that one early dialog is over: it has the To tag of that \
            dialog and a Reason with the code that ended it, names 199 in no list of its own, and a proxy does not \
            send it reliably. Session descriptions in it, a Contact or Record-Route of a proxy and tags of dialogs \
            that were never opened are milder faults.
            """,
        silence: "Where the INVITE was not seen, and for the first To tag of a transaction that is not known.",
        advice: "Look at the element that made it; a proxy makes one when a branch of its fork failed.",
        example: ["A>P INVITE without Supported: 199", "P>A 199 To tag=t1 without Reason"]
    )

    /// The most 199s, and the most transactions with an unknown dialog, that are remembered.
    private static let limit = 512

    /// A 199 by its call, CSeq number and To tag.
    private struct Key: Hashable {
        let call: UInt64
        let cSeq: UInt32
        let tag: UInt32
    }

    let declarations = [declaration]
    let interest = Interest(responses: [199])
    /// On which hop each was seen first: on that above a proxy relays it.
    private var origins: [Key: HopID] = [:]
    private var unknown: [HopID: UInt32] = [:]
    private var forgotten: UInt64 = 0

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("early_dialogs_terminated", EarlyDialogTerminated.limit, forgotten)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard hop.hasRequest, hop.traits.contains(.isWhole), message.hasWholeHeaderSection else { return }
        let tag = hops.tag(message.to.tag, bytes)
        let isRelayed = isRelayed(Key(call: hop.callKey, cSeq: hop.cSeq, tag: tag), hop.id)
        var faults = Self.faults(message, bytes, hop)
        if hop.branchCount > 0, !isRelayed { faults += Self.faultsOfProxy(message, bytes, hop) }
        if message.hasMedia(bytes) { faults.append((.warning, "with an m= line in its body")) }
        if tag != 0, isUnknown(tag, hop) { faults.append((.notice, "of a dialog that was never opened")) }
        guard let severity = faults.map(\.severity).max() else { return }
        reporter.report(0, severity, message, bytes, scene, related: [hop.frame]) {
            "199 " + faults.map(\.words).joined(separator: ", ")
        }
    }

    private static func faults(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ hop: Hop
    ) -> [(severity: Severity, words: String)] {
        var words: [String] = []
        if !hop.traits.contains(.supports199) { words.append("to an INVITE that does not list it in Supported") }
        if message.headers.has(.to), message.to.tag.isEmpty { words.append("without a To tag") }
        if !(300..<700).contains(Reason.statusCode(in: message.headers, bytes)) {
            words.append("without a Reason of protocol SIP with a cause of 300 to 699")
        }
        for name in [HeaderName.supported, .require, .proxyRequire] where message.headers.lists("199", in: name, bytes)
        {
            words.append("with 199 in \(name.canonical)")
        }
        return words.map { (.error, $0) }
    }

    /// What a proxy may not do in a 199 that it made itself.
    private static func faultsOfProxy(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ hop: Hop
    ) -> [(severity: Severity, words: String)] {
        var faults: [(severity: Severity, words: String)] = []
        if message.headers.has(.rSeq) || message.headers.lists("100rel", in: .require, bytes) {
            faults.append((.error, "sent reliably by a proxy"))
        }
        if hop.traits.contains(.requires100rel) {
            faults.append((.error, "of a proxy to an INVITE that requires 100rel"))
        }
        for name in [HeaderName.contact, .recordRoute] where message.headers.has(name) {
            faults.append((.notice, "of a proxy with \(name.canonical)"))
        }
        return faults
    }

    /// Whether it was seen on another hop first.
    private mutating func isRelayed(_ key: Key, _ hop: HopID) -> Bool {
        if let origin = origins[key] { return origin != hop }
        if origins.count >= EarlyDialogTerminated.limit {
            forgotten &+= UInt64(origins.count)
            origins.removeAll(keepingCapacity: true)
        }
        origins[key] = hop
        return false
    }

    /// Whether it is the second To tag of the transaction of which no dialog is known: the response that opened the
    /// first may have been lost.
    private mutating func isUnknown(_ tag: UInt32, _ hop: Hop) -> Bool {
        // Of a fork with more early dialogs not all are known.
        guard hop.firstEarlyTag != tag, hop.secondEarlyTag == 0 else { return false }
        if let known = unknown[hop.id] { return known != tag }
        if unknown.count >= EarlyDialogTerminated.limit {
            forgotten &+= UInt64(unknown.count)
            unknown.removeAll(keepingCapacity: true)
        }
        unknown[hop.id] = tag
        return false
    }
}

extension SIPMessage {
    /// Whether a line of the body begins with m=.
    fileprivate borrowing func hasMedia(_ bytes: RawSpan) -> Bool {
        bytes.hasPrefix("m=", in: body) || bytes.contains("\nm=", in: body)
    }
}
