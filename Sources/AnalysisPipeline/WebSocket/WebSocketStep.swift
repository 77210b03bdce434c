internal import WireBytes

/// What stands at an offset of a stream of WebSocket frames.
enum WebSocketStep {
    /// A control frame between messages, which ends at `end`.
    case control(WebSocketFrame.Opcode, end: Int)
    /// A message in one frame or several, which ends at `end`; `isWhole` unless the stream ends within it.
    case message(first: WebSocketFrame, end: Int, isWhole: Bool)
    /// A frame that continues a message whose beginning was not seen.
    case orphan(end: Int)
    /// The beginning of a message or frame: `scanned` bytes hold frames that need not be looked at again, and `awaited`
    /// bytes are needed to go on. Between them `controls` pings and pongs were met for the first time.
    case incomplete(scanned: Int, awaited: Int, controls: UInt64)
    /// A message beyond the limit.
    case tooLong
    /// No frame.
    case invalid

    /// Looks at what stands at `offset` of `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: the bytes of one direction that nobody has taken yet.
    ///   - offset: where to look: the start of a frame.
    ///   - scanned: how many bytes from there are frames of a message that an earlier call found to be incomplete.
    ///   - isCutOff: whether nothing follows.
    ///   - longest: how long a message may be, headers of frames included.
    /// - Returns: what stands there, and where it ends.
    static func step(_ bytes: RawSpan, at offset: Int, scanned: Int, isCutOff: Bool, longest: Int) -> WebSocketStep {
        var at = offset &+ scanned
        var controls: UInt64 = 0
        while true {
            let isFirst = at == offset
            let frame: WebSocketFrame
            switch WebSocketFrame.read(bytes, at: at, longest: longest) {
            case .invalid: return .invalid
            case .incomplete(let headerByteCount):
                if isCutOff, !isFirst { return cutMessage(bytes, at: offset, longest: longest) }
                return .incomplete(scanned: at &- offset, awaited: at &- offset &+ headerByteCount, controls: controls)
            case .frame(let read): frame = read
            }
            guard frame.end &- offset <= longest else { return .tooLong }
            guard frame.opcode.isControl || isFirst || frame.opcode == .continuation else { return .invalid }
            guard frame.end <= bytes.byteCount else {
                if isCutOff { return cutMessage(bytes, at: offset, longest: longest) }
                return .incomplete(scanned: at &- offset, awaited: frame.end &- offset, controls: controls)
            }
            if isFirst, frame.opcode == .continuation { return .orphan(end: frame.end) }
            if isFirst, frame.opcode.isControl { return .control(frame.opcode, end: frame.end) }
            if frame.opcode == .ping || frame.opcode == .pong { controls &+= 1 }
            at = frame.end
            guard frame.isFinal, !frame.opcode.isControl else { continue }
            guard case .frame(let first) = WebSocketFrame.read(bytes, at: offset, longest: longest) else {
                return .invalid
            }
            return .message(first: first, end: at, isWhole: true)
        }
    }

    /// The message whose end is missing, where a message begins at `offset`.
    private static func cutMessage(_ bytes: RawSpan, at offset: Int, longest: Int) -> WebSocketStep {
        guard case .frame(let first) = WebSocketFrame.read(bytes, at: offset, longest: longest),
            first.opcode == .text || first.opcode == .binary
        else { return .invalid }
        return .message(first: first, end: bytes.byteCount, isWhole: false)
    }

    /// Puts the payload of the message from `offset` to `end` of `bytes` into `message`.
    static func gather(_ bytes: RawSpan, from offset: Int, to end: Int, longest: Int, into message: inout [UInt8]) {
        message.removeAll(keepingCapacity: true)
        var at = offset
        while at < end, case .frame(let frame) = WebSocketFrame.read(bytes, at: at, longest: longest) {
            if !frame.opcode.isControl { message.append(payloadOf: frame, in: bytes) }
            at = frame.end
        }
    }
}
