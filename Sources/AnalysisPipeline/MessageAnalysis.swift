internal import CallTracking
internal import MessageFiltering
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPMessages
internal import Tallying
internal import WireBytes

/// The line behind the wire: a message's bytes in, counted and judged.
struct MessageAnalysis: ~Copyable {
    private let decoder: SIPDecoder
    private let framer: StreamFramer
    private var message = SIPMessage()
    var tracker: CallTracker
    var evaluator: RuleEvaluator
    var tally: Tally
    /// How often a message of a stream, and a first line in one, was too long to be waited for.
    private(set) var longMessages: UInt64 = 0
    private(set) var longStartLines: UInt64 = 0
    /// What says which messages are analysed, where not all are.
    var selection: CallSelection?
    /// Whether the frame at hand was captured outside of the time that was asked for.
    var isOutsideWindow = false
    /// Called for each call that ends, where somebody wants to know.
    var onCallEnd: ((Call, CallOutcome) -> Void)?

    init(tracker: consuming CallTracker, evaluator: RuleEvaluator, figures: KPIOptions) {
        tally = Tally(options: figures)
        decoder = SIPDecoder()
        framer = StreamFramer(decoder: decoder)
        self.tracker = tracker
        self.evaluator = evaluator
    }

    /// Takes the payload of a datagram; the result says whether it was a SIP message.
    mutating func takeDatagram(_ bytes: RawSpan, from offset: Int, isCut: Bool, _ sighting: Sighting) -> Bool {
        guard decoder.readHeader(bytes, from: offset, into: &message) else { return false }
        // What the tracker needs is seldom in a cache: it is asked for as soon as the message says which.
        let call = tracker.expect(callID: message.callID, bytes)
        decoder.readIdentity(bytes, of: &message)
        let keys = tracker.expect(message, bytes, sighting.flow, call: call)
        decoder.readRest(bytes, carrier: .datagram, isCut: isCut, of: &message)
        take(bytes, sighting, keys)
        return true
    }

    /// Looks at what stands at `offset` of a stream's bytes; a message there is taken.
    mutating func takeStreamStep(
        _ bytes: RawSpan,
        at offset: Int,
        after look: StreamFramer.Look,
        isCutOff: Bool,
        _ sighting: Sighting
    ) -> StreamFramer.Step {
        let step = framer.step(
            bytes,
            at: offset,
            after: look,
            isInSync: sighting.isInSync,
            isCutOff: isCutOff,
            into: &message
        )
        switch step {
        case .message:
            take(bytes, sighting, tracker.keys(of: message, bytes, sighting.flow))
            // Neither whole nor at its end: it is too long to be waited for.
            let isTooLong = message.issues.contains(.bodyIncomplete) || message.issues.contains(.unfinishedHeaders)
            if isTooLong, !isCutOff { longMessages &+= 1 }
            if message.start.line.count >= StartLine.longestLine { longStartLines &+= 1 }
        case .skipped:
            if look.stage == .line, bytes.byteCount &- offset > StartLine.longestLine { longStartLines &+= 1 }
        case .keepAlive, .incomplete: break
        }
        return step
    }

    /// Whether the message taken last ends where the next one begins: not where its body was too long to be waited for.
    var isFramed: Bool { !message.issues.contains(.bodyIncomplete) }

    /// Counts that SIP was not delivered to `peer`.
    mutating func add(_ peer: UnreachablePeer) {
        if !isOutsideWindow { tally.unreachable.add(peer) }
    }

    /// Lets `time` pass without a message.
    mutating func advance(to time: CaptureTime) {
        let time = selection?.advance(to: time) ?? time
        MessageAnalysis.advance(&tracker, to: time, &tally, onCallEnd)
    }

    /// Hands over and counts the calls that are open, as they stand; once, at the end.
    mutating func close() {
        if let onCallEnd { tracker.forEachOpenCall { call, outcome in onCallEnd(copy call, outcome) } }
        tally.close(with: tracker)
    }

    /// Tracks, counts and judges the message at hand, where it is to be analysed.
    private mutating func take(_ bytes: RawSpan, _ sighting: Sighting, _ keys: MessageKeys) {
        guard selection?.admits(message, bytes, sighting) ?? true else { return }
        let observation = tracker.observe(message, bytes, sighting, keys)
        tally.add(message, bytes, sighting, observation)
        MessageAnalysis.takeRegistrations(&tracker, &tally)
        if message.start.isResponse, observation.isFirst { judge(bytes, sighting, observation) }
    }

    private mutating func judge(_ bytes: RawSpan, _ sighting: Sighting, _ observation: Observation) {
        // Found behind a gap and without what every response has: perhaps a line quoted in a body (guard GAP).
        let isDoubtful = message.issues.contains(.missingHeader) || message.issues.contains(.headerLine)
        guard sighting.isInSync || !isDoubtful else { return }
        let rules = evaluator.rules
        for verdict in evaluator.judge(message, bytes, sighting, observation, &tracker) {
            let evidence = tracker.evidence(of: observation, on: sighting.flow)
            tally.add(verdict, message, bytes, sighting, evidence: evidence) {
                rules[verdict.rule].evidence(message, bytes)
            }
        }
    }

    // Static, because what the tracker hands over while it changes is counted in the tally.

    @inline(__always)
    private static func takeRegistrations(_ tracker: inout CallTracker, _ tally: inout Tally) {
        tracker.takeRegistrations { tally.add($0) }
    }

    @inline(__always)
    private static func advance(
        _ tracker: inout CallTracker,
        to time: CaptureTime,
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
        }
    }
}
