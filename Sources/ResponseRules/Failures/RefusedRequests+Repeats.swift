internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages

/// What is judged when a refused request comes again.
extension RefusedRequests {
    mutating func takeRequest(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        let key = key(hop)
        guard var known = refused[key], let kind = known.kind else { return }
        guard kind != .clientError || known.content == hop.content, !hops.isPassedOn(hop) else { return }
        known.pending = hop.id
        reporter.awaitAnswers(to: hop)
        switch kind {
        case .serverError: judgeServerError(known, message, bytes, scene, &reporter)
        case .clientError: judgeIdentical(&known, message, bytes, scene, &reporter)
        case .forbidden: judgeForbidden(&known, message, bytes, scene, &reporter)
        }
        refused.set(key, known, at: scene.now)
    }

    private func judgeServerError(
        _ known: RefusedRequest,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ reporter: inout Reporter
    ) {
        let (now, gap) = (scene.now, scene.now - known.refusedAt)
        let isTooSoon = known.retryAt.map { now < $0 } ?? (gap <= shortestPause)
        guard isTooSoon else { return }
        reporter.report(
            Place.serverError,
            .warning,
            message,
            bytes,
            scene,
            counting: .call,
            related: [known.answer]
        ) {
            let asked = known.retryAt.map { ", which asked for \(($0 - known.refusedAt) / 1_000_000_000) s" }
            return "the same request \(gap.spanText) after a \(known.code)\(asked ?? " without Retry-After")"
        }
    }

    private func judgeIdentical(
        _ known: inout RefusedRequest,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ reporter: inout Reporter
    ) {
        guard isWithin(identicalRun.window, known, scene.now) else { return }
        let least = identicalRun.least
        guard known.noteRepeat(at: scene.now, least: least, within: identicalRun.window) else {
            return known.keep(scene.hop, least: least)
        }
        let isAutomatic = known.longestGap(of: least) < identicalRun.automatic
        let (count, code, gaps) = (known.count, known.code, known.gapText(least))
        report(Place.identical, isAutomatic ? .warning : .notice, &known, message, bytes, scene, &reporter) {
            "repeated \(count) times with nothing changed, the latest \(gaps) after a \(code)"
        }
    }

    private func judgeForbidden(
        _ known: inout RefusedRequest,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ reporter: inout Reporter
    ) {
        guard isWithin(forbiddenRun.window, known, scene.now) else { return }
        if known.wasChallenged {
            known.wasChallenged = false
            return
        }
        let isChanged = known.content != scene.hop.content
        if isChanged, scene.hop.method == .register, !known.isFreeRetrySpent {
            known.isFreeRetrySpent = true
            return
        }
        let least = forbiddenRun.least
        guard known.noteRepeat(at: scene.now, least: least, within: forbiddenRun.window) else {
            return known.keep(scene.hop, least: least)
        }
        let (count, gaps) = (known.count, known.gapText(least))
        report(Place.forbidden, .warning, &known, message, bytes, scene, &reporter) {
            let credentials = isChanged ? "changed" : "as before"
            return "repeated \(count) times, the latest \(gaps) after a 403; credentials \(credentials)"
        }
    }

    /// Whether a repeat at `now` is one at all: soon after the refusal, and not when that said that it may be made.
    private func isWithin(_ window: Int64, _ known: RefusedRequest, _ now: Int64) -> Bool {
        now - known.refusedAt <= window && now < known.retryAt ?? .max
    }

    /// Reports the repeat at hand, and those before it that made up the number, once for each call.
    private func report(
        _ place: Int,
        _ severity: Severity,
        _ known: inout RefusedRequest,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ reporter: inout Reporter,
        detail: () -> String
    ) {
        var calls: Set = [scene.hop.callKey]
        for hop in known.takeEarlier() where calls.insert(hop.callKey).inserted {
            reporter.report(
                place,
                severity,
                of: hop,
                against: hop.flow.source,
                counting: .call,
                evidence: .whole,
                detail: detail
            )
        }
        reporter.report(
            place,
            severity,
            message,
            bytes,
            scene,
            counting: .call,
            related: [known.answer],
            detail: detail
        )
    }
}
