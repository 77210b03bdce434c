internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue

/// What proves that a proxy keeps state, and what follows from that for its suspect 100.
extension ForwardedTrying {
    /// What shows that the proxy keeps state that received the INVITE of `above`.
    ///
    /// Where nothing at all was seen to come from below, or the capture loses packets, only a fork proves it.
    private func proofs(of above: Hop, _ moment: Moment, _ branches: Branches, _ hops: borrowing HopTable)
        -> StatefulnessProof
    {
        var proofs: StatefulnessProof = above.branchCount > 1 ? .fork : []
        let one = cases[above.id]
        guard !moment.isLossy, one?.isLossy != true, branches.hasResponse else { return proofs }
        if isOwn(hops.trying(of: above)?.time, branches) { proofs.insert(.ownTrying) }
        if one?.isStrayCopy == true, !branches.wasCancelled { proofs.insert(.copies) }
        let skew = ForwardedTrying.skew
        if branches.acknowledged != .distantPast {
            let other = above.ackTime == .distantPast ? moment.time : above.ackTime
            if other.nanoseconds(since: branches.acknowledged) > skew { proofs.insert(.acknowledgement) }
        }
        if above.cancelAnswerTime != .distantPast {
            let other = branches.cancelled == .distantPast ? moment.time : branches.cancelled
            if other.nanoseconds(since: above.cancelAnswerTime) > ForwardedTrying.reorder {
                proofs.insert(.acknowledgement)
            }
        }
        let hasFinal = above.finalCode != 0 && moment.time.nanoseconds(since: above.finalTime) > skew
        if hasFinal, !branches.delivers { proofs.insert(.final) }
        return proofs
    }

    /// Whether a 100 that was sent up at `time` is the proxy's own: nothing could have come from below by then.
    private func isOwn(_ time: CaptureTime?, _ branches: Branches) -> Bool {
        guard let time, branches.hasResponse else { return false }
        return time < branches.sent || branches.answered.nanoseconds(since: time) > ForwardedTrying.skew
    }

    /// Whether the first 100 on the hop `above` is the proxy's own.
    func hasOwnTrying(_ above: Hop, _ hops: borrowing HopTable) -> Bool {
        isOwn(hops.trying(of: above)?.time, Branches(of: above, hops))
    }

    /// Notes what is proved of the proxy that received the INVITE of `above`, and reports its suspect 100 where all
    /// that it takes is there.
    ///
    /// Before the end only what cannot get any surer.
    mutating func settle(
        _ above: Hop,
        _ moment: Moment,
        isEnd: Bool = false,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let branches = Branches(of: above, hops)
        // What was lost while the suspect 100 waited counts at its end as well.
        if moment.isLossy { cases[above.id]?.isLossy = true }
        let proofs = proofs(of: above, moment, branches, hops)
        let host = above.flow.destination.address
        let known = proxies[host]
        if !proofs.isEmpty {
            let own = proofs.contains(.ownTrying) ? hops.trying(of: above)?.features : nil
            proxies.update(host, at: moment.now, from: KnownProxy()) { proxy in
                (proxy.statefulNow, proxy.proofs) = (moment.now, proofs)
                if let own { proxy.learn(own, at: moment.now) }
            }
        }
        guard var one = cases[above.id], !one.frames.isEmpty, !one.isReported else { return }
        if one.hasTag, comesFromBelow(above.tryingTag, above, hops) { one.marks.insert(.tag) }
        let isStrong = !one.marks.isDisjoint(with: .strong)
        let isMedium = !one.marks.isDisjoint(with: .medium)
        // The tag may yet come from below, and make it certain.
        let isAll = isEnd || !one.hasTag
        if !proofs.isEmpty, isStrong {
            report(above, one, .error, .certain, proofs, &reporter)
        } else if !proofs.isEmpty, isMedium, isAll {
            report(above, one, .warning, .likely, proofs, &reporter)
        } else if isEnd, isStrong, let known, isStateful(known, at: moment.now) {
            report(above, one, .warning, .likely, known.proofs, &reporter)
        } else {
            cases[above.id] = one
            return
        }
        one.isReported = true
        cases[above.id] = one
        proxies.update(host, at: moment.now, from: KnownProxy()) { $0.isReported = true }
    }

    /// Whether a 1xx or 2xx on a branch of `above` has the To tag `tag`.
    private func comesFromBelow(_ tag: UInt32, _ above: Hop, _ hops: borrowing HopTable) -> Bool {
        var comes = false
        hops.forEachBranch(of: above) { branch in
            let isAnswer = (200..<300).contains(branch.finalCode) && branch.finalTag == tag
            if isAnswer || [branch.tryingTag, branch.firstEarlyTag, branch.secondEarlyTag].contains(tag) {
                comes = true
            }
        }
        return comes
    }

    /// Whether `proxy` was proved to keep state not too long before `now`.
    func isStateful(_ proxy: KnownProxy, at now: Int64) -> Bool {
        proxy.statefulNow != .min && now &- proxy.statefulNow <= memory
    }

    private func report(
        _ above: Hop,
        _ one: ForwardingCase,
        _ severity: Severity,
        _ confidence: Confidence,
        _ proofs: StatefulnessProof,
        _ reporter: inout Reporter
    ) {
        reporter.report(
            0,
            severity,
            confidence: confidence,
            of: above,
            at: one.time,
            evidence: .whole,
            related: one.frames
        ) {
            let milliseconds = Double(one.delay / 10_000) / 100
            let what = ForwardedTrying.words(one)
            return "100 passed on \(milliseconds) ms after it came: \(what); the proxy keeps state: \(proofs.words)"
        }
    }

    /// What gives the 100 of `one` away.
    private static func words(_ one: ForwardingCase) -> String {
        if one.marks.contains(.ownVia) { return "it has the proxy's own Via on top" }
        if one.marks.contains(.tag) { return "it has the To tag of the far side" }
        if let feature = one.feature { return "it has the \(feature.name) of the 100 from below" }
        return "it is another than the one that the proxy had sent"
    }
}
