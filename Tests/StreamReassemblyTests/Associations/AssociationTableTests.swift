import NetworkTypes
import PacketDecoding
import StreamReassembly
import TestSupport
import Testing
import WireBytes

/// What associations may hold.
@Suite struct AssociationTableTests {
    /// A table that is given packets and takes every message for SIP.
    private struct Peer {
        var table: AssociationTable
        var messages: [[UInt8]] = []
        /// The frame that brought the beginning of each, of packets numbered from 1.
        var firstFrames: [UInt64] = []
        private var frame: UInt64 = 0

        init(_ limits: ReassemblyLimits = ReassemblyLimits()) { table = AssociationTable(limits: limits) }

        mutating func take(
            _ payload: [UInt8],
            _ data: FrameBuilder.UserData,
            port: UInt16 = 5060,
            at second: Int64 = 0
        ) -> SegmentOutcome {
            let chunks = FrameBuilder.sctp([FrameBuilder.data(payload, data)], from: port)
            let bytes = FrameBuilder.ipv4(chunks, protocolNumber: 132)
            let time = CaptureTime(nanoseconds: second * 1_000_000_000)
            frame += 1
            return bytes.withRawSpan { span in
                guard case .chunks(let packet) = PacketDecoder().decode(span, linkType: .raw) else { return .empty }
                return table.take(packet, span, at: time, frame: frame) { message, part, firstFrame in
                    guard part != .beginning else { return .sip }
                    messages.append(message.copy(of: ByteRange(0, message.byteCount)))
                    firstFrames.append(firstFrame)
                    return .sip
                }
            }
        }

        /// How often the limit called `name` was reached.
        func reached(_ name: String) -> UInt64? { table.limitUse.first { $0.name == name }?.reached }
    }

    @Test func `pieces of several messages come out in their order`() {
        var peer = Peer()
        #expect(peer.take([3], .init(number: 12, isFirst: false)) == .held)
        #expect(peer.take([1], .init(number: 10, isLast: false)) == .held)
        #expect(peer.take([9], .init(number: 13)) == .messages(1))
        #expect(peer.take([2], .init(number: 11, isFirst: false, isLast: false)) == .messages(1))
        #expect(peer.messages == [[9], [1, 2, 3]])
        #expect(peer.firstFrames == [3, 2])
        #expect(peer.table.heldByteCount == 0)
    }

    @Test func `a piece does not belong to a message that begins behind it or ended before it`() {
        var peer = Peer()
        _ = peer.take([1], .init(number: 10, isLast: false))
        _ = peer.take([2], .init(number: 11, isLast: false))
        #expect(peer.take([3], .init(number: 12, isFirst: false)) == .messages(1))
        #expect(peer.messages == [[2, 3]])
    }

    @Test func `at the limit of pieces a message is put together, beyond it all are given up`() {
        for (count, isWhole) in [(256, true), (257, true), (258, false)] {
            var peer = Peer()
            for index in 0..<count {
                let data = FrameBuilder.UserData(
                    number: UInt32(index),
                    isFirst: index == 0,
                    isLast: index == count - 1
                )
                _ = peer.take([UInt8(truncatingIfNeeded: index)], data)
            }
            #expect(peer.messages.map(\.count) == (isWhole ? [count] : []))
            #expect(peer.reached("sctp_bytes_pending") == (isWhole ? 0 : 1))
            #expect(peer.table.lost[.sctpLimit] == (isWhole ? 0 : 257))
        }
    }

    @Test func `beyond the bytes of a direction, and of all, the pieces are given up`() {
        var limits = ReassemblyLimits()
        (limits.pieceBytesOfDirection, limits.pieceBytes) = (1_000, 3_000)
        var peer = Peer(limits)
        let piece = [UInt8](repeating: 1, count: 700)
        _ = peer.take(piece, .init(number: 1, isLast: false))
        _ = peer.take(piece, .init(number: 2, isFirst: false, isLast: false))
        #expect(peer.reached("sctp_bytes_pending") == 1)
        #expect(peer.table.lost[.sctpLimit] == 2)
        for port in UInt16(1)...4 { _ = peer.take(piece, .init(number: 1, isLast: false), port: port) }
        #expect(peer.reached("sctp_bytes") == 1)
        #expect(peer.table.lost[.sctpLimit] == 3)
        #expect(peer.table.heldByteCount <= 3_000)
        #expect(peer.take([2], .init(number: 2, isFirst: false), port: 4) == .messages(1))
    }

    @Test func `beyond their number the association idle for longest goes, one that waits last`() {
        var limits = ReassemblyLimits()
        limits.associations = 3
        var peer = Peer(limits)
        _ = peer.take([1], .init(number: 1, isLast: false), port: 1)
        for port in UInt16(2)...9 { _ = peer.take([5], .init(number: 1), port: port) }
        #expect(peer.reached("sctp_associations") == 6)
        #expect(peer.take([2], .init(number: 2, isFirst: false), port: 1) == .messages(1))
        #expect(peer.take([5], .init(number: 1), port: 9) == .held)
        #expect(peer.take([5], .init(number: 1), port: 3) == .messages(1))
    }

    @Test func `a number far behind came before, one further away begins anew`() {
        var peer = Peer()
        _ = peer.take([1], .init(number: 10_000))
        #expect(peer.take([1], .init(number: 5_905)) == .messages(1))
        #expect(peer.take([1], .init(number: 5_904)) == .held)
        #expect(peer.take([1], .init(number: 10_000)) == .held)
        #expect(peer.take([1], .init(number: 2_000_000)) == .messages(1))
        #expect(peer.take([1], .init(number: 10_000)) == .messages(1))
        #expect(peer.table.issueCounts.map(\.count) == [2, 0])
    }

    @Test(
        arguments: [1, 2, 63, 64, 65, 127, 128, 129, 4_094, 4_095, 4_096, 5_000] as [UInt32],
        [0, 7, .max - 70] as [UInt32]
    )
    func `the numbers that are stepped over may come late, and once`(step: UInt32, start: UInt32) {
        var peer = Peer()
        for number in [start, start &+ 1] { _ = peer.take([1], .init(number: number)) }
        let newest = start &+ 1 &+ step
        #expect(peer.take([1], .init(number: newest)) == .messages(1))
        #expect(peer.take([1], .init(number: start)) == .held)
        for back in [1, 2, 62, 63, 64, 65, 100] as [UInt32] where back < step {
            #expect(peer.take([1], .init(number: newest &- back)) == .messages(1))
            #expect(peer.take([1], .init(number: newest &- back)) == .held)
        }
        #expect(peer.take([1], .init(number: newest)) == .held)
    }

    @Test func `an old piece is not completed on a direction that stays busy`() {
        var peer = Peer()
        _ = peer.take([1], .init(number: 1, isLast: false))
        for second in Int64(1)...29 { _ = peer.take([0], .init(number: UInt32(100 + second)), at: second) }
        #expect(peer.table.heldByteCount > 0)
        for second in Int64(30)...31 { _ = peer.take([0], .init(number: UInt32(100 + second)), at: second) }
        #expect(peer.table.lost[.sctpTimeout] == 1)
        #expect(peer.reached("sctp_seconds") == 1)
        #expect(peer.table.heldByteCount == 0)
        #expect(peer.take([2], .init(number: 2, isFirst: false), at: 32) == .held)
        #expect(peer.messages.count == 31)
        #expect(peer.table.lost[.sctpTimeout] == 1)
    }
}
