import PacketDecoding
import SIPMessages
import TestSupport
import WireBytes

/// One direction of a TCP connection: eight bytes that say how it is cut into segments, then its bytes.
///
/// However a stream of nothing but messages, or of nothing but frames of WebSocket, was cut, and whether segments
/// changed places or came twice, it holds the same messages. Where other bytes stand between them this need not be:
/// then the start of a segment is where one is looked for.
enum StreamTarget {
    static func run(_ input: [UInt8]) {
        guard input.count > 8 else { return }
        let (cuts, stream) = (Array(input.prefix(8)), Array(input.dropFirst(8)))
        let whole = messages(in: [Piece(offset: 0, bytes: stream)], end: stream.count)
        let parts = messages(in: disturbed(pieces(of: stream, cuts), cuts), end: stream.count)
        guard whole != parts, isAllMessages(stream) || isAllFrames(stream) else { return }
        fatalError("\(whole) messages in one segment, \(parts) in several")
    }

    /// A part of the stream that a segment carries.
    private struct Piece {
        let offset: Int
        let bytes: [UInt8]
    }

    /// Whether `stream` is messages and keep-alives from its first byte to its last, or to one that is not whole.
    private static func isAllMessages(_ stream: [UInt8]) -> Bool {
        let framer = StreamFramer(decoder: SIPDecoder())
        var message = SIPMessage()
        var offset = 0
        while offset < stream.count {
            let step = stream.withRawSpan { framer.step($0, at: offset, isCutOff: false, into: &message) }
            switch step {
            case .message(let end), .keepAlive(let end): offset = end
            case .skipped: return false
            case .incomplete: return true
            }
        }
        return true
    }

    /// Whether `stream` is an upgrade to WebSocket and then frames to its last byte, or to one that is not whole.
    private static func isAllFrames(_ stream: [UInt8]) -> Bool {
        guard stream.starts(with: FrameBuilder.upgrade()) else { return false }
        var rest = stream.dropFirst(FrameBuilder.upgrade().count)
        var isInMessage = false
        while rest.count >= 10 {
            let (first, second) = (rest[rest.startIndex], rest[rest.startIndex + 1])
            let (opcode, short) = (first & 0x0F, Int(second & 0x7F))
            // Frames with longer lengths, and what the upgrade did not ask for, are left to others.
            guard first & 0x70 == 0, short <= 125 || short == 126 && opcode < 8 else { return false }
            let length = short < 126 ? short : Int(rest[rest.startIndex + 2]) << 8 | Int(rest[rest.startIndex + 3])
            guard short < 126 || length > 125 else { return false }
            switch opcode {
            case 0: isInMessage = isInMessage && first & 0x80 == 0
            case 1, 2:
                guard !isInMessage else { return false }
                isInMessage = first & 0x80 == 0
            case 8...10: guard first & 0x80 != 0 else { return false }
            default: return false
            }
            rest = rest.dropFirst(2 + (short == 126 ? 2 : 0) + (second & 0x80 != 0 ? 4 : 0) + length)
        }
        // What is left may be the beginning of something else, unless nothing is.
        return rest.isEmpty
    }

    private static func pieces(of stream: [UInt8], _ cuts: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var offset = 0
        while offset < stream.count {
            let count = min(Int(cuts[pieces.count % cuts.count]) + 1, stream.count - offset)
            pieces.append(Piece(offset: offset, bytes: Array(stream[offset..<offset + count])))
            offset += count
        }
        return pieces
    }

    /// `pieces` with neighbours changed and pieces sent again where the low bits of `cuts` say so.
    private static func disturbed(_ pieces: [Piece], _ cuts: [UInt8]) -> [Piece] {
        var order: [Piece] = []
        for (index, piece) in pieces.enumerated() {
            let choice = cuts[index % cuts.count] & 0x07
            if choice == 1, let last = order.popLast() {
                order += [piece, last]
            } else {
                order.append(piece)
            }
            if choice == 2 { order.append(piece) }
        }
        return order
    }

    private static func messages(in pieces: [Piece], end: Int) -> UInt64 {
        var analysis = FuzzedAnalysis()
        analysis.take(FrameBuilder.segment([], sequence: 0, flags: .syn), after: 1_000)
        for piece in pieces {
            let sequence = UInt32(truncatingIfNeeded: 1 + piece.offset)
            analysis.take(FrameBuilder.segment(piece.bytes, sequence: sequence), after: 1_000)
        }
        let last = UInt32(truncatingIfNeeded: 1 + end)
        analysis.take(FrameBuilder.segment([], sequence: last, flags: [.fin, .acknowledgement]), after: 1_000)
        return analysis.end()
    }
}
