internal import CallTracking
internal import NetworkTypes
internal import SIPMessages
internal import StreamReassembly
internal import WireBytes

/// SIP over WebSocket (RFC 7118): a message of WebSocket holds one of SIP, as a datagram does.
///
/// Frames are put together to messages before anything is read, masks taken off. What is compressed (RFC 7692) is
/// counted and not read. Where framing is lost, it is taken up again at a segment that begins with a frame in which a
/// start line stands.
extension StreamContents {
    /// How long a message may be, headers of frames included.
    static let longestMessage = StreamFramer.longestMessage
    /// Within how many bytes of a frame a start line has to end for the frame to be recognised without an upgrade.
    private static let longestStartLine = 2_048

    /// Whether `pending`, bytes of a stream whose framing is not known, begin with a WebSocket frame that holds the
    /// start of a SIP message; `nil` where more bytes are needed to say so.
    static func beginsWithFrame(_ pending: RawSpan, isCutOff: Bool) -> Bool? {
        // A text or binary message, its first frame or all of it.
        guard (1...2).contains(pending.octet(at: 0) & 0x7F) else { return false }
        let frame: WebSocketFrame
        switch WebSocketFrame.read(pending, at: 0, longest: longestMessage) {
        case .invalid: return false
        case .incomplete: return isCutOff ? false : nil
        case .frame(let read): frame = read
        }
        guard frame.payload.count <= longestMessage, !frame.payload.isEmpty else { return false }
        var head: [UInt8] = []
        head.append(payloadOf: frame, in: pending.part(ByteRange(0, frame.payload.lower &+ longestStartLine)))
        guard let start = head.firstIndex(where: { $0 != 0x0D && $0 != 0x0A }) else {
            return isCutOff || frame.end <= pending.byteCount ? false : nil
        }
        guard head[start].isTokenCharacter else { return false }
        guard head[start...].contains(0x0A) else {
            let mayWait = !isCutOff && frame.end > pending.byteCount && head.count < longestStartLine
            return mayWait ? nil : false
        }
        var issues = DecodeIssues()
        return head.withRawSpan { StartLine.read($0, at: start, issues: &issues) } != nil
    }

    /// Takes every message and control frame of `pending` from `offset` on; the result is up to where.
    mutating func takeWebSocket(
        _ pending: RawSpan,
        from offset: Int,
        _ notes: inout StreamNotes,
        _ sighting: Sighting,
        _ analysis: inout MessageAnalysis
    ) -> Int {
        var at = offset
        while at < pending.byteCount, notes.verdict != .notSIP {
            let step = WebSocketStep.step(
                pending,
                at: at,
                scanned: at == 0 ? notes.scanOffset : 0,
                isCutOff: notes.isCutOff,
                longest: StreamContents.longestMessage
            )
            switch step {
            case .control(let opcode, let end):
                if opcode == .close { notes.skipCount &+= 1 } else { countControls(1, &notes) }
                at = end
            case .message(let first, let end, let isWhole):
                var sighting = sighting
                sighting.firstFrame = FrameReference(packed: at == 0 ? notes.firstFrame : notes.lastFrame)
                takeMessage(pending, ByteRange(at, end), first, isCut: !isWhole, &notes, sighting, &analysis)
                at = end
            case .orphan(let end):
                notes.skipCount &+= 1
                at = end
            case .incomplete(let scanned, let awaited, let controls):
                countControls(controls, &notes)
                notes.scanOffset = scanned
                notes.awaitedByteCount = awaited
                return at
            case .tooLong, .invalid:
                if case .tooLong = step { longMessages &+= 1 }
                notes.skipCount &+= 1
                notes.isSynchronized = false
                if notes.verdict == .undecided { notes.verdict = .notSIP }
                return pending.byteCount
            }
        }
        notes.scanOffset = 0
        return at
    }

    private func countControls(_ count: UInt64, _ notes: inout StreamNotes) {
        if notes.verdict == .sip { notes.keepaliveCount &+= count }
    }

    /// Takes the message whose frames are `range` of `pending`, the first of them `first`.
    private mutating func takeMessage(
        _ pending: RawSpan,
        _ range: ByteRange,
        _ first: WebSocketFrame,
        isCut: Bool,
        _ notes: inout StreamNotes,
        _ sighting: Sighting,
        _ analysis: inout MessageAnalysis
    ) {
        guard !first.isCompressed else {
            if !isOutsideWindow { compressedMessages &+= 1 }
            notes.skipCount &+= 1
            return
        }
        if first.mask == nil, first.end >= range.upper {
            // Read where it is, as most are that a server sends.
            let payload = pending.part(first.payload)
            return StreamContents.takePayload(payload, isCut: isCut, &notes, sighting, &analysis)
        }
        WebSocketStep.gather(
            pending,
            from: range.lower,
            to: range.upper,
            longest: StreamContents.longestMessage,
            into: &message
        )
        message.withRawSpan { StreamContents.takePayload($0, isCut: isCut, &notes, sighting, &analysis) }
    }

    /// Takes what a message holds; a connection that named no protocol and begins with something else is not SIP's.
    private static func takePayload(
        _ payload: RawSpan,
        isCut: Bool,
        _ notes: inout StreamNotes,
        _ sighting: Sighting,
        _ analysis: inout MessageAnalysis
    ) {
        var start = 0
        while payload.octet(at: start) == 0x0D || payload.octet(at: start) == 0x0A { start &+= 1 }
        var sighting = sighting
        sighting.flow.transport = .ws
        sighting.isInSync = notes.isSynchronized
        if analysis.takeDatagram(payload, from: start, isCut: isCut, sighting) {
            notes.verdict = .sip
            notes.messageCount &+= 1
            notes.isSynchronized = true
        } else if notes.verdict == .undecided {
            notes.verdict = .notSIP
        } else if KeepAlives.isKeepAlive(payload, ByteRange(0, payload.byteCount)) {
            notes.keepaliveCount &+= 1
        } else {
            notes.skipCount &+= 1
        }
    }
}
