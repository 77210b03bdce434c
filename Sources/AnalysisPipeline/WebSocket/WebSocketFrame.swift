internal import WireBytes

/// The header of a WebSocket frame (RFC 6455 §5.2).
///
///     0                        1                2                    2, 4 or 10
///     | FIN, reserved, opcode  | MASK, length   | 16 or 64 bits more | masking key | payload …
struct WebSocketFrame {
    /// What stands at an offset.
    enum Reading {
        /// A frame; its payload may not be there yet.
        case frame(WebSocketFrame)
        /// The start of a header that has so many bytes at least.
        case incomplete(headerByteCount: Int)
        /// Something that no WebSocket sends.
        case invalid
    }

    /// What a frame is (§11.8).
    enum Opcode: UInt8 {
        /// More of the message before.
        case continuation = 0
        /// A message, or its beginning.
        case text = 1
        case binary = 2
        /// The end of the connection.
        case close = 8
        /// Questions whether the other side is there, and their answers.
        case ping = 9
        case pong = 10

        /// Whether it may stand between the frames of a message.
        var isControl: Bool { rawValue >= 8 }
    }

    /// Whether it is the last frame of its message.
    let isFinal: Bool
    /// Whether its message is compressed (RFC 7692 §6).
    let isCompressed: Bool
    /// What it is.
    let opcode: Opcode
    /// The masking key, or `nil` where the payload is not masked; most significant octet first.
    let mask: UInt32?
    /// Where the payload stands; it may reach past the bytes at hand.
    let payload: ByteRange

    /// The offset one past the frame.
    var end: Int { payload.upper }

    /// Reads the header at `offset`; a payload is `longest` bytes at most, or reads as that and one more.
    ///
    /// Strict, so that other bytes are not taken for a frame: no opcode that is not registered, no reserved bit but the
    /// one that marks compression, control frames short and whole, and no length written longer than it need be.
    static func read(_ bytes: RawSpan, at offset: Int, longest: Int) -> Reading {
        guard bytes.byteCount &- offset >= 2 else { return .incomplete(headerByteCount: 2) }
        let (first, second) = (bytes.octet(at: offset), bytes.octet(at: offset &+ 1))
        let isFinal = first & 0x80 != 0
        let short = Int(second & 0x7F)
        guard let opcode = Opcode(rawValue: first & 0x0F), first & 0x30 == 0 else { return .invalid }
        let isCompressed = first & 0x40 != 0
        if isCompressed, opcode != .text, opcode != .binary { return .invalid }
        if opcode.isControl, !isFinal || short > 125 { return .invalid }
        let lengthByteCount = short < 126 ? 0 : short == 126 ? 2 : 8
        let isMasked = second & 0x80 != 0
        let headerByteCount = 2 &+ lengthByteCount &+ (isMasked ? 4 : 0)
        guard bytes.byteCount &- offset >= headerByteCount else { return .incomplete(headerByteCount: headerByteCount) }
        var length = UInt64(short)
        if short == 126 {
            length = UInt64(bytes.uint16(at: offset &+ 2) ?? 0)
            guard length > 125 else { return .invalid }
        } else if short == 127 {
            length = bytes.uint64(at: offset &+ 2) ?? 0
            guard length > 0xFFFF, length >> 63 == 0 else { return .invalid }
        }
        let start = offset &+ headerByteCount
        let count = length > UInt64(longest) ? longest &+ 1 : Int(length)
        let frame = WebSocketFrame(
            isFinal: isFinal,
            isCompressed: isCompressed,
            opcode: opcode,
            mask: isMasked ? bytes.uint32(at: start &- 4) : nil,
            payload: ByteRange(start, start &+ count)
        )
        return .frame(frame)
    }
}

extension [UInt8] {
    /// Adds the payload of `frame`, as far as `bytes` hold it, without its mask.
    mutating func append(payloadOf frame: WebSocketFrame, in bytes: RawSpan) {
        let start = count
        append(frame.payload, of: bytes)
        guard let mask = frame.mask else { return }
        for index in start..<count {
            self[index] ^= UInt8(truncatingIfNeeded: mask &>> UInt32(24 &- 8 &* ((index &- start) & 3)))
        }
    }
}
