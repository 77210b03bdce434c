internal import CallTracking
internal import NetworkTypes

/// What was reported counts once for each transaction and call, as each finding says.
extension RuleEvaluator {
    /// Counts what was reported: once for each transaction and call, as each finding says.
    @inline(never)
    mutating func settle(_ observation: Observation?, _ sighting: Sighting?, _ tracker: inout CallTracker) {
        var forgotten: Set<UInt64> = []
        for pending in reporter.pending {
            var verdict = pending.verdict
            let rule = verdict.rule
            if case .transaction = pending.counting, follower.hops.holds(pending.hop) {
                guard follower.hops[slot: pending.hop.slot].marks.insert(rule) else { continue }
            }
            if verdict.exception != nil {
                // It counts as left out, once, and does not touch the call, in which the rule may hold for others.
                if !verdict.isRelayed { verdicts.append(verdict) }
                continue
            }
            let (call, key) = (pending.call, pending.callKey)
            // With its last transaction a call may have gone.
            let isNewInCall =
                tracker.knowsCall(call, key: key)
                ? tracker.markCall(call, key: key, rule)
                : call != .max && forgotten.insert(key &+ UInt64(rule)).inserted
            switch pending.counting {
            case .call where call != .max && !isNewInCall: continue
            case .call, .transaction: verdict.calls = isNewInCall && !verdict.isRelayed ? 1 : 0
            case .each(let calls): verdict.calls = calls
            }
            if !pending.hasEvidence, let observation, let sighting {
                verdict.evidence = tracker.evidence(of: observation, on: sighting.flow)
            }
            reporter.noteShown(verdict)
            verdicts.append(verdict)
        }
        reporter.pending.removeAll(keepingCapacity: true)
        for id in endedHops { follower.hops.end(id) }
        endedHops.removeAll(keepingCapacity: true)
    }
}
