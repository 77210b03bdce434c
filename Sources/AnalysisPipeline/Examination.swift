internal import CallTracking
internal import MessageFiltering
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPMessages
internal import Tallying
internal import WireBytes

/// What becomes of a message that was read: it is tracked, counted and judged, where it is to be analysed.
struct Examination: ~Copyable {
    private(set) var tracker: CallTracker
    private(set) var evaluator: RuleEvaluator
    var tally: Tally
    /// What says which messages are analysed, where not all are.
    var selection: CallSelection?
    /// Called for each call that ends, where somebody wants to know.
    var onCallEnd: ((Call, CallOutcome) -> Void)?

    init(tracker: consuming CallTracker, evaluator: consuming RuleEvaluator, figures: KPIOptions) {
        self.tracker = tracker
        self.evaluator = evaluator
        tally = Tally(options: figures)
    }

    /// Takes a message, which stands in `bytes` and has `keys`.
    ///
    /// Never inlined: a message that is borrowed from where it can be changed is copied for each call here.
    @inline(never)
    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ keys: MessageKeys
    ) {
        guard selection?.admits(message, bytes, sighting) ?? true else { return }
        let observation = tracker.observe(message, bytes, sighting, keys)
        tally.add(message, bytes, sighting, observation)
        Examination.takeRegistrations(&tracker, &tally)
        // Found behind a gap and without what every message has: perhaps a line quoted in a body (guard GAP).
        let isBroken = message.issues.contains(.missingHeader) || message.issues.contains(.headerLine)
        evaluator.judge(
            message,
            bytes,
            sighting,
            observation,
            keys,
            isDoubtful: isBroken && !sighting.isInSync,
            &tracker
        )
        if evaluator.hasVerdicts { Examination.takeVerdicts(&evaluator, &tally) }
    }

    /// Takes what was counted so far of what the capture did not bring.
    mutating func note(_ counts: WireCounts) { evaluator.note(counts) }

    /// Lets `time` pass without a message.
    mutating func advance(to time: CaptureTime) {
        let time = selection?.advance(to: time) ?? time
        Examination.advance(&tracker, to: time, &evaluator, &tally, onCallEnd)
        evaluator.advance(&tracker)
        if evaluator.hasVerdicts { Examination.takeVerdicts(&evaluator, &tally) }
    }

    /// Takes notice that the connection between the ends of `flow` was closed.
    mutating func noteClosed(_ flow: Flow) { evaluator.noteClosed(flow, at: tracker.ruleTime) }

    /// Hands over and counts the calls that are open, as they stand; once, at the end.
    mutating func close() {
        evaluator.conclude(&tracker)
        if evaluator.hasVerdicts { Examination.takeVerdicts(&evaluator, &tally) }
        if let onCallEnd { tracker.forEachOpenCall { call, outcome in onCallEnd(copy call, outcome) } }
        tally.close(with: tracker)
    }

    // Static, because what the tracker hands over while it changes is counted in the tally.

    private static func takeVerdicts(_ evaluator: inout RuleEvaluator, _ tally: inout Tally) {
        evaluator.takeVerdicts { tally.add($0) }
    }

    @inline(__always)
    private static func takeRegistrations(_ tracker: inout CallTracker, _ tally: inout Tally) {
        tracker.takeRegistrations { tally.add($0) }
    }

    @inline(__always)
    private static func advance(
        _ tracker: inout CallTracker,
        to time: CaptureTime,
        _ evaluator: inout RuleEvaluator,
        _ tally: inout Tally,
        _ onCallEnd: ((Call, CallOutcome) -> Void)?
    ) {
        tracker.advance(to: time) { attempt, session in
            tally.add(attempt, session)
        } onRegistrationEnd: { registration in
            tally.add(registration)
        } onCallEnd: { call, outcome, isOver in
            tally.add(call, outcome, isOver: isOver)
            onCallEnd?(copy call, outcome)
        } onUnanswered: { method in
            tally.addUnanswered(method)
        } onTransactionEnd: { ended, sightlines in
            evaluator.takeEnd(ended) { sightlines.sees($0, at: ended.deadline) }
        }
    }
}
