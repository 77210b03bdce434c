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
    private var examination: Examination
    /// How often a message of a stream, and a first line in one, was too long to be waited for.
    private(set) var longMessages: UInt64 = 0
    private(set) var longStartLines: UInt64 = 0
    /// Whether the frame at hand was captured outside of the time that was asked for.
    var isOutsideWindow = false

    init(tracker: consuming CallTracker, rules: RuleSet, figures: KPIOptions) {
        decoder = SIPDecoder()
        framer = StreamFramer(decoder: decoder)
        examination = Examination(tracker: tracker, evaluator: RuleEvaluator(rules: rules), figures: figures)
    }

    /// What counts and what follows messages, what judges them, and what says which are analysed.
    var tally: Tally {
        _read { yield examination.tally }
        _modify { yield &examination.tally }
    }
    var tracker: CallTracker { _read { yield examination.tracker } }
    var evaluator: RuleEvaluator { _read { yield examination.evaluator } }
    var selection: CallSelection? {
        _read { yield examination.selection }
        _modify { yield &examination.selection }
    }

    /// Takes the payload of a datagram; the result says whether it was a SIP message.
    mutating func takeDatagram(_ bytes: RawSpan, from offset: Int, isCut: Bool, _ sighting: Sighting) -> Bool {
        guard decoder.readHeader(bytes, from: offset, into: &message) else { return false }
        // What the tracker needs is seldom in a cache: it is asked for as soon as the message says which.
        let call = examination.tracker.expect(callID: message.callID, bytes)
        decoder.readIdentity(bytes, of: &message)
        let keys = examination.tracker.expect(message, bytes, sighting.flow, call: call)
        decoder.readRest(bytes, carrier: .datagram, isCut: isCut, of: &message)
        examination.take(message, bytes, sighting, keys)
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
            let keys = examination.tracker.keys(of: message, bytes, sighting.flow)
            examination.take(message, bytes, sighting, keys)
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

    /// Takes what was counted so far of what the capture did not bring.
    mutating func note(_ counts: WireCounts) { examination.note(counts) }

    /// Takes notice that the connection between the ends of `flow` was closed.
    mutating func noteClosed(_ flow: Flow) { examination.noteClosed(flow) }

    /// Lets `time` pass without a message.
    mutating func advance(to time: CaptureTime) { examination.advance(to: time) }

    /// Hands each call that ends to `body` from now on.
    mutating func forEachEndedCall(_ body: ((Call, CallOutcome) -> Void)?) { examination.onCallEnd = body }

    /// Hands over and counts the calls that are open, as they stand; once, at the end.
    mutating func close() { examination.close() }
}
