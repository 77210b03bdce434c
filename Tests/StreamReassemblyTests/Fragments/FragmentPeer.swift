import NetworkTypes
import PacketDecoding
import StreamReassembly
import TestSupport
import WireBytes

/// Sends fragments, through frames and the decoder, into a table, and keeps the account that a pipeline would.
struct FragmentPeer {
    var table: FragmentTable
    var identification: UInt32 = 1
    var protocolNumber: UInt8 = 17
    var time: Int64 = 0
    private(set) var delivered: [(packet: ReassembledPacket, bytes: [UInt8])] = []
    /// Frames counted as held.
    private(set) var counted: UInt64 = 0
    /// Of those, the frames of packets that were completed.
    private(set) var completedFrames: UInt64 = 0
    private var frame: UInt64 = 0
    private let isV6: Bool

    init(isV6: Bool = false, limits: ReassemblyLimits = ReassemblyLimits()) {
        self.isV6 = isV6
        table = FragmentTable(limits: limits)
    }

    mutating func send(_ piece: [UInt8], at offset: Int, hasMore: Bool, missing: Int = 0, frames: Int = 1)
        -> FragmentOutcome
    {
        frame += UInt64(frames)
        time += 1
        let bytes = packet(of: piece + [UInt8](repeating: 0, count: missing), at: offset, hasMore: hasMore)
        let captured = Array(bytes.dropLast(missing))
        let outcome = captured.withRawSpan { span in
            guard case .fragment(let fragment) = PacketDecoder().decode(span, linkType: .raw) else {
                return FragmentOutcome.refused(.fragmentSize)
            }
            let time = CaptureTime(nanoseconds: time)
            return table.take(fragment, span, at: time, frame: frame, frames: frames) { packet, payload in
                delivered.append((packet, payload.copy(of: ByteRange(0, payload.byteCount))))
            }
        }
        if case .complete(let frames) = outcome { completedFrames += UInt64(frames) } else { counted += 1 }
        return outcome
    }

    private func packet(of piece: [UInt8], at offset: Int, hasMore: Bool) -> [UInt8] {
        guard isV6 else {
            return FrameBuilder.ipv4(
                piece,
                protocolNumber: protocolNumber,
                identification: Int(identification),
                fragmentOffset: offset,
                hasMore: hasMore,
                totalLength: piece.count > 65_515 ? 0 : nil
            )
        }
        let header = FrameBuilder.fragmentHeader(
            piece,
            next: protocolNumber,
            identification: identification,
            offset: offset,
            hasMore: hasMore
        )
        return FrameBuilder.ipv6(header, next: 44)
    }
}
