package import NetworkTypes

/// SCTP (RFC 9260).
extension FrameBuilder {
    /// What a DATA or I-DATA chunk says beside its bytes.
    package struct UserData: Sendable {
        /// Its number.
        package var number: UInt32
        /// Whether the message begins and ends with it.
        package var isFirst: Bool
        package var isLast: Bool
        /// Whether its stream's order does not matter.
        package var isUnordered = false
        /// Its stream and the message's number in that.
        package var stream = 0
        package var message: UInt32 = 0
        /// The number of the piece in its message, with which the chunk is an I-DATA chunk.
        package var piece: UInt32?

        /// A chunk of a message in one piece, unless something else is said.
        package init(number: UInt32, isFirst: Bool = true, isLast: Bool = true, piece: UInt32? = nil) {
            self.number = number
            self.isFirst = isFirst
            self.isLast = isLast
            self.piece = piece
        }
    }

    /// A chunk with its padding; `length` overrides the right one.
    package static func chunk(_ value: [UInt8], type: UInt8, flags: UInt8 = 0, length: Int? = nil) -> [UInt8] {
        let padding = [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
        return [type, flags] + two(length ?? 4 + value.count) + value + padding
    }

    /// A chunk that carries `payload`.
    package static func data(_ payload: [UInt8], _ data: UserData) -> [UInt8] {
        let flags: UInt8 = (data.isUnordered ? 4 : 0) | (data.isFirst ? 2 : 0) | (data.isLast ? 1 : 0)
        let head = four(data.number) + two(data.stream)
        guard let piece = data.piece else {
            return chunk(head + two(Int(data.message & 0xFFFF)) + four(0) + payload, type: 0, flags: flags)
        }
        let order = data.isFirst ? four(0) : four(piece)
        return chunk(head + two(0) + four(data.message) + order + payload, type: 64, flags: flags)
    }

    /// A packet of `chunks`.
    package static func sctp(
        _ chunks: [[UInt8]],
        from source: UInt16 = 5060,
        to destination: UInt16 = 5060,
        tag: UInt32 = 7
    ) -> [UInt8] {
        two(Int(source)) + two(Int(destination)) + four(tag) + four(0) + chunks.flatMap { $0 }
    }

    /// A whole Ethernet frame with an SCTP packet, IPv4 or IPv6 by the addresses.
    package static func association(
        _ chunks: [[UInt8]],
        from source: Endpoint = .caller,
        to destination: Endpoint = .callee,
        tag: UInt32 = 7
    ) -> [UInt8] {
        let bytes = sctp(chunks, from: source.port, to: destination.port, tag: tag)
        return ethernet(ip(bytes, from: source.address, to: destination.address, protocolNumber: 132))
    }
}

extension SIPTrace {
    /// The frames of an association that carries each message in chunks of up to `pieceLength` bytes, `bundled` of them
    /// in a packet; I-DATA chunks where `isInterleaved`.
    package func sctpFrames(
        pieceLength: Int = .max,
        bundled: Int = 1,
        isInterleaved: Bool = false
    ) -> [SampleFrame] {
        var next: [Flow: UInt32] = [:]
        var messages: [Flow: UInt32] = [:]
        return steps.flatMap { step -> [SampleFrame] in
            let starts = Array(stride(from: 0, to: step.bytes.count, by: min(pieceLength, step.bytes.count)))
            let first = next[step.flow, default: .max - 2]
            next[step.flow] = first &+ UInt32(starts.count)
            messages[step.flow, default: 0] += 1
            let chunks = starts.enumerated().map { index, start in
                let end = min(step.bytes.count, start + min(pieceLength, step.bytes.count))
                var data = FrameBuilder.UserData(
                    number: first &+ UInt32(index),
                    isFirst: start == 0,
                    isLast: end == step.bytes.count,
                    piece: isInterleaved ? UInt32(index) : nil
                )
                data.message = messages[step.flow, default: 0]
                return FrameBuilder.data(Array(step.bytes[start..<end]), data)
            }
            return stride(from: 0, to: chunks.count, by: bundled).map { start in
                let packet = Array(chunks[start..<min(chunks.count, start + bundled)])
                let frame = FrameBuilder.association(packet, from: step.flow.source, to: step.flow.destination)
                return SampleFrame(at: step.time.nanoseconds, frame)
            }
        }
    }
}
