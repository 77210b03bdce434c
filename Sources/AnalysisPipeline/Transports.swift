internal import CallTracking
internal import NetworkTypes
internal import PacketDecoding
internal import SIPMessages
internal import StreamReassembly
internal import Tallying
internal import WireBytes

/// What becomes of datagrams and segments.
///
/// Each function counts the frame in one group and says whether it was SIP. They are static, with the parts they change
/// as arguments, because a part lends its bytes to a closure that changes another one.
enum Transports {
    /// Takes a UDP datagram of which `bytes` hold the payload; `first` is the frame of its first fragment, if it has
    /// any.
    static func take(
        _ datagram: Datagram,
        _ bytes: RawSpan,
        _ frame: Frame,
        first: FrameReference?,
        _ flows: inout SIPFlows,
        _ contents: inout StreamContents,
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
            firstFrame: first,
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
            contents.secured.takeDatagram(payload, flow)
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
        _ flows: inout SIPFlows,
        _ contents: inout StreamContents,
        _ analysis: inout MessageAnalysis
    ) -> Bool {
        let place = FrameReference(source: frame.source, number: frame.number)
        let outcome = streams.take(segment, bytes, at: frame.time, frame: place.packed) { pending, notes in
            consume(pending, &notes, &contents, &analysis)
        }
        switch outcome {
        case .messages: flows.insert(segment.flow)
        case .held, .other: if !segment.payload.isEmpty { contents.secured.countFrame(segment.flow) }
        case .refused: countRefusal(segment.flow, flows, &analysis)
        case .keepalive, .empty: break
        }
        let isClosing = segment.flags.contains(.fin) || segment.flags.contains(.reset)
        if isClosing, flows.contains(segment.flow) { analysis.noteClosed(segment.flow) }
        return count(outcome, &analysis)
    }

    /// Counts the refusal of a connection for SIP, which is to TCP what an error of ICMP is to UDP.
    private static func countRefusal(_ flow: Flow, _ flows: SIPFlows, _ analysis: inout MessageAnalysis) {
        guard SecuredConnections.hasPort(flow) || flows.contains(flow) else { return }
        let peer = UnreachablePeer(endpoint: flow.source, transport: .tcp, reason: "connection_refused")
        analysis.add(peer)
    }

    /// Counts a frame by what became of its bytes; says whether that was SIP, if only a part of it.
    static func count(_ outcome: SegmentOutcome, _ analysis: inout MessageAnalysis) -> Bool {
        switch outcome {
        case .messages: analysis.tally.frames.sip &+= 1
        case .held: analysis.tally.frames.held &+= 1
        case .keepalive: analysis.tally.frames.keepAlive &+= 1
        case .empty, .refused: analysis.tally.frames.empty &+= 1
        case .other: analysis.tally.frames.other &+= 1
        }
        // Where a packet came in fragments, they share its fate: what waits for the rest of its message is still SIP.
        switch outcome {
        case .messages, .held: return true
        case .keepalive, .empty, .refused, .other: return false
        }
    }

    /// Lets `time` pass for streams: a gap that is given up shows what stands behind it.
    static func advance(
        _ streams: inout TCPStreams,
        to time: CaptureTime,
        _ contents: inout StreamContents,
        _ analysis: inout MessageAnalysis
    ) {
        streams.advance(to: time) { pending, notes in consume(pending, &notes, &contents, &analysis) }
    }

    /// Takes every message and keep-alive from the start of a stream's pending bytes; the result is how many bytes.
    ///
    /// A message is of the frame that completed it. The first one begins in the frame that brought the first byte, any
    /// other in the one that brought the last, or it would have been taken earlier.
    private static func consume(
        _ pending: RawSpan,
        _ notes: inout StreamNotes,
        _ contents: inout StreamContents,
        _ analysis: inout MessageAnalysis
    ) -> Int {
        let frame = FrameReference(packed: notes.completingFrame)
        if notes.verdict == .undecided || notes.mark != StreamContents.Content.plain.rawValue {
            switch contents.recognise(pending, &notes) {
            case .plain: break
            case .left: return 0
            case .skipped:
                notes.skipCount &+= 1
                return pending.byteCount
            case .webSocket(let start):
                if start > 0 { notes.skipCount &+= 1 }
                let sighting = Sighting(
                    flow: notes.flow,
                    time: notes.completingTime,
                    frame: frame,
                    identification: 0,
                    isInSync: true
                )
                return contents.takeWebSocket(pending, from: start, &notes, sighting, &analysis)
            }
        }
        var at = 0
        while at < pending.byteCount {
            let sighting = Sighting(
                flow: notes.flow,
                time: notes.completingTime,
                frame: frame,
                firstFrame: FrameReference(packed: at == 0 ? notes.firstFrame : notes.lastFrame),
                identification: 0,
                isInSync: notes.isSynchronized || notes.beginsCutSegment && at == 0
            )
            let stage = StreamFramer.Look.Stage(rawValue: notes.scanStage) ?? .word
            let look = at == 0 ? StreamFramer.Look(stage: stage, scanned: notes.scanOffset) : StreamFramer.Look()
            switch analysis.takeStreamStep(pending, at: at, after: look, isCutOff: notes.isCutOff, sighting) {
            case .message(let end):
                notes.verdict = .sip
                notes.messageCount &+= 1
                notes.isSynchronized = analysis.isFramed
                at = end
            case .keepAlive(let end):
                let hasPortOfSIP = notes.flow.source.port == 5060 || notes.flow.destination.port == 5060
                if notes.verdict == .sip || hasPortOfSIP { notes.keepaliveCount &+= 1 }
                at = end
            case .skipped(let end):
                // A stream seen from its first byte that does not begin with SIP is another protocol.
                if notes.isSynchronized, notes.verdict == .undecided {
                    notes.verdict = .notSIP
                    // The rest is not taken, so that the frames which brought it do not stay held.
                    return at
                }
                notes.isSynchronized = false
                notes.skipCount &+= 1
                at = end
            case .incomplete(let look, let awaited):
                (notes.scanOffset, notes.scanStage) = (look.scanned, look.stage.rawValue)
                notes.awaitedByteCount = awaited
                return at
            }
        }
        (notes.scanOffset, notes.scanStage) = (0, 0)
        return at
    }
}
