internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Failures: final responses to the INVITEs of a chain that are no 2xx, and the one that it comes to.
extension CallTracker {
    /// Of several INVITEs the failure of the latest counts, of several branches of one the best.
    mutating func takeFailure(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation
    ) {
        let (slot, told, code) = (observation.call, observation.told, message.start.statusCode)
        let isIneffective = ineffectiveCodes.contains(code)
        responses[told].progress
            .takeFinal(code, isIneffective: isIneffective, at: sighting.time, since: calls[slot].chain.began)
        noteChallenge(code, slot)
        let transaction = observation.transaction
        if transactions[transaction].cSeq == calls[slot].chain.cSeq,
            CallTracker.place(of: code) <= CallTracker.place(of: calls[slot].finalCode)
        {
            calls[slot].finalCode = code
            responses[told].progress.cause = Reason.cause(in: message.headers, bytes)
            keepReason(message, bytes, slot)
        }
        // A caller that gives up does so on all branches that are open: it was a proxy that gave up one of them.
        if calls[slot].wasCancelled, code != 487, !transactions[transaction].wasCancelled,
            observation.completesTransaction
        {
            calls[slot].wasCancelled = false
            responses[told].progress.takeBackCancel()
        }
        takeEnd(slot, at: sighting.time)
    }

    /// The place of a failure among those of branches, the best first, of which a client that forks hands on the best
    /// (RFC 3261 §16.7 step 6): a 6xx, else the lowest class, and in that what says how to go on.
    ///
    /// A 487 says only that the branch was given up, and comes last; 0 stands for none yet.
    private static func place(of code: UInt16) -> UInt16 {
        switch code {
        case 600...: 0
        case 300..<400: 1
        case 401, 407, 415, 420, 484: 2
        case 0: 6
        case 487: 5
        case ..<500: 3
        default: 4
        }
    }
}
