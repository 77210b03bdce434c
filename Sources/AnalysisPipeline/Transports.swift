internal import CallTracking
internal import NetworkTypes
internal import PacketDecoding
internal import SIPMessages
internal import StreamReassembly
internal import Tallying
internal import WireBytes

/// What becomes of datagrams and segments.
///
/// Each function counts the frame in one group and says whether it was SIP. They are static, with the parts they change as arguments, because a part lends its bytes to a closure that changes
/// another one.
enum Transports {
    /// The port of SIP over TLS (RFC 3261 §19.1.2).
    private static let securePort: UInt16 = 5061

    /// Takes a UDP datagram of which `bytes` hold the payload.
    static func take(
        _ datagram: Datagram,
        _ bytes: RawSpan,
        _ frame: Frame,
        _ flows: inout SIPFlows,
        _ analysis: inout MessageAnalysis
    ) -> Bool {
        let payload = bytes.part(datagram.payload)
        guard payload.byteCount > 0 else {
            analysis.tally.frames.empty &+= 1
            return false
        }
        let flow = datagram.flow
        let sighting = Sighting(
            flow: flow,
            time: frame.time,
            frame: FrameReference(source: frame.source, number: frame.number),
            identification: datagram.identification,
            isInSync: true
        )
        // Line ends before the start line are let pass (RFC 3261 §7.5).
        var start = 0
        while payload.octet(at: start) == 0x0D || payload.octet(at: start) == 0x0A { start &+= 1 }
        if analysis.takeDatagram(payload, from: start, isCut: datagram.isCut, sighting) {
            analysis.tally.frames.sip &+= 1
            flows.insert(flow)
            return true
        }
        if flows.contains(flow), KeepAlives.isKeepAlive(payload, ByteRange(0, payload.byteCount)) {
            analysis.tally.frames.keepAlive &+= 1
        } else {
            analysis.tally.frames.other &+= 1
        }
        return false
    }

    /// Takes a TCP segment.
    static func take(
        _ segment: Segment,
        _ bytes: RawSpan,
        _ frame: Frame,
        _ streams: inout TCPStreams,
        _ analysis: inout MessageAnalysis
    ) -> Bool {
        if segment.source.port == securePort || segment.destination.port == securePort,
            KeepAlives.isTLS(bytes, segment.payload)
        {
            analysis.tally.encryptedFrames &+= 1
        }
        let outcome = streams.take(segment, bytes, at: frame.time, frame: frame.number) { pending, notes in
            let place = FrameReference(source: frame.source, number: frame.number)
            return consume(pending, &notes, place, frame.time, &analysis)
        }
        switch outcome {
        case .messages: analysis.tally.frames.sip &+= 1
        case .held: analysis.tally.frames.held &+= 1
        case .keepalive: analysis.tally.frames.keepAlive &+= 1
        case .empty: analysis.tally.frames.empty &+= 1
        case .other: analysis.tally.frames.other &+= 1
        }
        // Where a segment came in fragments, they share its fate: what waits for the rest of its message is still SIP.
        switch outcome {
        case .messages, .held: return true
        case .keepalive, .empty, .other: return false
        }
    }

    /// Lets `time` pass for streams: a gap that is given up shows what stands behind it.
    ///
    /// What is found then is said to be of the frame that brought it, in `source`, the one read last.
    static func advance(
        _ streams: inout TCPStreams,
        to time: CaptureTime,
        source: Int,
        _ analysis: inout MessageAnalysis
    ) {
        streams.advance(to: time) { pending, notes in
            let frame = FrameReference(source: source, number: notes.lastFrame)
            return consume(pending, &notes, frame, notes.lastTime, &analysis)
        }
    }

    /// Takes every message and keep-alive from the start of a stream's pending bytes; the result is how many bytes.
    private static func consume(
        _ pending: RawSpan,
        _ notes: inout StreamNotes,
        _ frame: FrameReference,
        _ time: CaptureTime,
        _ analysis: inout MessageAnalysis
    ) -> Int {
        var at = 0
        while at < pending.byteCount {
            let sighting = Sighting(
                flow: notes.flow,
                time: time,
                frame: frame,
                identification: 0,
                isInSync: notes.isSynchronized
            )
            let scanned = at == 0 ? notes.scanOffset : 0
            switch analysis.takeStreamStep(pending, at: at, scanned: scanned, isCutOff: notes.isCutOff, sighting) {
            case .message(let end):
                notes.verdict = .sip
                notes.messageCount &+= 1
                notes.isSynchronized = true
                at = end
            case .keepAlive(let end):
                let hasPortOfSIP = notes.flow.source.port == 5060 || notes.flow.destination.port == 5060
                if notes.verdict == .sip || hasPortOfSIP { notes.keepaliveCount &+= 1 }
                at = end
            case .skipped(let end):
                // A stream seen from its first byte that does not begin with SIP is another protocol.
                if notes.isSynchronized, notes.verdict == .undecided {
                    notes.verdict = .notSIP
                    return pending.byteCount
                }
                notes.isSynchronized = false
                at = end
            case .incomplete(let scanned, let awaited):
                notes.scanOffset = scanned
                notes.awaitedByteCount = awaited
                return at
            }
        }
        notes.scanOffset = 0
        return at
    }
}
