import NetworkTypes
import PacketDecoding
import StreamReassembly
import TestSupport
import WireBytes

/// Sends segments into the streams and keeps the account that a pipeline would.
struct StreamPeer {
    var streams: TCPStreams
    var consumer = LineConsumer()
    var time: Int64 = 0
    private(set) var frame: UInt64 = 0
    /// Frames by what became of them when they were taken.
    private(set) var counts: [String: UInt64] = [:]

    init(limits: ReassemblyLimits = ReassemblyLimits()) { streams = TCPStreams(limits: limits) }

    /// The texts of the messages so far.
    var texts: [String] { consumer.messages.map(\.text) }

    /// Frames that count as held now.
    var held: Int64 {
        Int64(counts["held", default: 0]) - Int64(streams.lost.total) - Int64(streams.framesFoundOther)
    }

    mutating func send(
        _ text: String,
        at sequence: UInt32,
        from source: Endpoint = .caller,
        to destination: Endpoint = .callee,
        flags: TCPFlags = .acknowledgement,
        acknowledgement: UInt32 = 0,
        missing: Int = 0
    ) -> SegmentOutcome {
        let segment = Segment(
            source: source,
            destination: destination,
            sequence: sequence,
            acknowledgement: acknowledgement,
            flags: flags,
            payload: ByteRange(0, text.utf8.count),
            missingByteCount: missing
        )
        return send(segment, Array(text.utf8))
    }

    /// Sends a segment the other way.
    mutating func answer(_ text: String, at sequence: UInt32, acknowledging: UInt32, flags: TCPFlags = .acknowledgement)
        -> SegmentOutcome
    {
        send(text, at: sequence, from: .callee, to: .caller, flags: flags, acknowledgement: acknowledging)
    }

    mutating func send(_ segment: Segment, _ bytes: [UInt8]) -> SegmentOutcome {
        frame += 1
        let outcome = bytes.withRawSpan { span in
            streams.take(segment, span, at: CaptureTime(nanoseconds: time), frame: frame) { pending, notes in
                consumer.consume(pending, &notes)
            }
        }
        switch outcome {
        case .messages: counts["sip", default: 0] += 1
        case .held: counts["held", default: 0] += 1
        case .keepalive: counts["keepalive", default: 0] += 1
        case .empty, .refused: counts["empty", default: 0] += 1
        case .other: counts["other", default: 0] += 1
        }
        return outcome
    }

    /// Lets capture time pass, as frames of other connections would.
    mutating func pass(seconds: Double) {
        let end = time + Int64(seconds * 1e9)
        while time < end {
            time = min(end, time + 1_000_000_000)
            streams.advance(to: CaptureTime(nanoseconds: time)) { pending, notes in consumer.consume(pending, &notes) }
        }
    }
}
