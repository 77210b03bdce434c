internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Two final responses to one request that contradict each other.
struct ConflictingFinalResponses: Examiner {
    let declarations = [
        RuleDeclaration(
            "conflicting-final-responses",
            .completeness,
            .error,
            .must,
            .transaction,
            tier: .core,
            title: "two different final responses",
            sources: [
                "RFC 3261 §17.2.1", "RFC 3261 §17.2.2", "RFC 3261 §16.7", "RFC 3261 §13.3.1.4", "RFC 6026 §7.1",
            ],
            explanation: """
                A server answers a request finally once. Of two different final responses the client takes the first, \
                so each side, and each bill, may hold another outcome of the same call.
                """,
            silence: """
                For answers of several branches of an INVITE, and for a 2xx that a proxy passes on behind a failure when \
                a branch delivers it. A warning where the two have different To tags: a stateless element behind the \
                server may have forked the request.
                """,
            advice: """
                Look at the server for two threads that answer one request, or at a proxy for a timer that fires while \
                the answer is underway.
                """,
            example: ["A>P INVITE", "P>A 486", "P>A 404 [600 ms]"]
        )
    ]
    let interest = Interest(symptoms: [.afterFinal])

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        // One to another request under the same branch is no answer to this one.
        guard message.start.isResponse, message.start.isFinal, !scene.symptoms.contains(.otherCSeq) else { return }
        let hop = scene.hop
        let (code, tag) = (message.start.statusCode == 0 ? 700 : message.start.statusCode, scene.toTag)
        guard isConflict(hop, code, tag), !isPassedOn(hop, code, tag, hops) else { return }
        let isMadeByOne = isMadeByOne(hop, tag, hops)
        let isOfOne = isMadeByOne || tag != 0 && tag == hop.finalTag
        let severity: Severity = isOfOne ? .error : .warning
        let confidence: Confidence = isOfOne ? .certain : .likely
        let gap = SpanText.of(max(0, scene.sighting.time.nanoseconds(since: hop.finalTime)))
        reporter.report(0, severity, confidence: confidence, message, bytes, scene, related: [hop.finalFrame]) {
            let text = "\(bytes.text(of: message.start.statusText)) \(gap) after \(hop.finalCode)"
            return tag == hop.finalTag ? text : text + " with another To tag"
        }
    }

    private func isConflict(_ hop: Hop, _ code: UInt16, _ tag: UInt32) -> Bool {
        let (wasSuccess, isSuccess) = ((200..<300).contains(hop.finalCode), (200..<300).contains(code))
        // Branches that answer are dialogs of their own (RFC 3261 §13.2.2.4).
        if hop.method == .invite, wasSuccess, isSuccess, tag != hop.finalTag { return false }
        return code != hop.finalCode || !isSuccess && tag != hop.finalTag
    }

    /// Whether it is the 2xx of a branch that a proxy has to pass on whatever it answered (RFC 3261 §16.7 step 5).
    private func isPassedOn(_ hop: Hop, _ code: UInt16, _ tag: UInt32, _ hops: borrowing HopTable) -> Bool {
        guard hop.method == .invite, (200..<300).contains(code), hop.finalCode >= 300 else { return false }
        if hop.secondEarlyTag != 0 { return true }
        return branch(of: hop, hops) { (200..<300).contains($0.finalCode) && $0.finalTag == tag }
    }

    /// Whether the links show that one element made both: a proxy that forked it, or that had neither from a branch.
    private func isMadeByOne(_ hop: Hop, _ tag: UInt32, _ hops: borrowing HopTable) -> Bool {
        guard hop.branchCount > 0 else { return false }
        if hop.branchCount > 1 { return true }
        return !branch(of: hop, hops) { $0.finalCode != 0 && ($0.finalTag == tag || $0.finalTag == hop.finalTag) }
    }

    private func branch(of hop: Hop, _ hops: borrowing HopTable, where isWanted: (Hop) -> Bool) -> Bool {
        var isFound = false
        hops.forEachBranch(of: hop) { if isWanted($0) { isFound = true } }
        return isFound
    }
}
