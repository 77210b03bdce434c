internal import NetworkTypes

/// WebSocket (RFC 6455) as a client and a server speak it.
extension FrameBuilder {
    /// What a client sends to make a connection a WebSocket that speaks `protocols`.
    package static func upgrade(protocols: String? = "sip") -> [UInt8] {
        let named = protocols.map { "Sec-WebSocket-Protocol: \($0)\r\n" } ?? ""
        return bytes(
            "GET / HTTP/1.1\r\nHost: sip.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(named)Sec-WebSocket-Version: 13\r\n\r\n"
        )
    }

    /// What a server answers to it.
    package static func upgradeAnswer(protocols: String? = "sip") -> [UInt8] {
        let named = protocols.map { "Sec-WebSocket-Protocol: \($0)\r\n" } ?? ""
        return bytes(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n\(named)"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
        )
    }

    /// A frame: `opcode` 1 is text, 2 binary, 0 a continuation, 8 to 10 close, ping and pong.
    ///
    /// `mask` is what a client hides the payload with; `isCompressed` sets the bit of permessage-deflate (RFC 7692).
    package static func webSocket(
        _ payload: [UInt8],
        opcode: UInt8 = 1,
        isFinal: Bool = true,
        mask: UInt32? = nil,
        isCompressed: Bool = false
    ) -> [UInt8] {
        let maskBit: UInt8 = mask == nil ? 0 : 0x80
        var frame = [(isFinal ? 0x80 : 0) | (isCompressed ? 0x40 : 0) | opcode]
        switch payload.count {
        case ..<126: frame.append(maskBit | UInt8(payload.count))
        case ...0xFFFF: frame += [maskBit | 126] + two(payload.count)
        default: frame += [maskBit | 127] + eight(UInt64(payload.count))
        }
        guard let mask else { return frame + payload }
        let key = four(mask)
        return frame + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }

    /// A message in frames of up to `length` bytes, with a ping behind each but the last where `hasPings`.
    package static func webSocketMessage(
        _ payload: [UInt8],
        length: Int = .max,
        mask: UInt32? = nil,
        hasPings: Bool = false
    ) -> [UInt8] {
        let starts = Array(stride(from: 0, to: payload.count, by: min(length, payload.count)))
        return starts.flatMap { start -> [UInt8] in
            let end = min(payload.count, start + min(length, payload.count))
            let isFinal = end == payload.count
            let piece = Array(payload[start..<end])
            let frame = webSocket(piece, opcode: start == 0 ? 1 : 0, isFinal: isFinal, mask: mask)
            return frame + (hasPings && !isFinal ? webSocket(bytes("hi"), opcode: 9, mask: mask) : [])
        }
    }
}

extension SIPTrace {
    /// How a message becomes bytes of a WebSocket.
    package struct WebSocketForm: Sendable, CustomStringConvertible {
        /// The longest payload of a frame.
        package var length: Int
        /// Whether the caller masks what it sends.
        package var isMasked: Bool
        /// Whether pings stand between the frames of a message.
        package var hasPings: Bool
        /// Whether the upgrade was captured.
        package var hasUpgrade: Bool

        /// Whole masked messages behind an upgrade, unless something else is said.
        package init(length: Int = .max, isMasked: Bool = true, hasPings: Bool = false, hasUpgrade: Bool = true) {
            self.length = length
            self.isMasked = isMasked
            self.hasPings = hasPings
            self.hasUpgrade = hasUpgrade
        }

        package var description: String {
            "frames of \(length), masked \(isMasked), pings \(hasPings), upgrade \(hasUpgrade)"
        }
    }

    /// The frames of a TCP connection that carries the messages over WebSocket in segments of up to `pieceLength`
    /// bytes.
    package func webSocketFrames(_ form: WebSocketForm = WebSocketForm(), pieceLength: Int = .max) -> [SampleFrame] {
        var upgraded: Set<Flow> = []
        return segmentFrames(pieceLength: pieceLength) { step in
            let isCaller = step.flow.source == caller
            let mask: UInt32? = isCaller && form.isMasked ? 0xA1B2_0C7F &+ step.identification : nil
            let isFirst = form.hasUpgrade && upgraded.insert(step.flow).inserted
            let greeting = isCaller ? FrameBuilder.upgrade() : FrameBuilder.upgradeAnswer()
            let message = FrameBuilder.webSocketMessage(
                step.bytes,
                length: form.length,
                mask: mask,
                hasPings: form.hasPings
            )
            return (isFirst ? greeting : []) + message
        }
    }
}
