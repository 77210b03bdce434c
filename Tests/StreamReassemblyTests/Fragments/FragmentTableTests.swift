import NetworkTypes
import PacketDecoding
import StreamReassembly
import TestSupport
import Testing
import WireBytes

@Suite struct FragmentTableTests {
    /// Forty bytes in four pieces: 16, 8, 8 and 8.
    private static let pieces = [(0, 16, true), (16, 8, true), (24, 8, true), (32, 8, false)]
    private static let whole = (0..<40).map { UInt8($0) }

    private static func orders(of items: [Int]) -> [[Int]] {
        guard items.count > 1 else { return [items] }
        return items.flatMap { first in
            orders(of: items.filter { $0 != first }).map { [first] + $0 }
        }
    }

    @Test(arguments: orders(of: [0, 1, 2, 3]), [false, true])
    func `pieces in every order give the same payload`(_ order: [Int], isV6: Bool) {
        var peer = FragmentPeer(isV6: isV6)
        for (count, index) in order.enumerated() {
            let (offset, length, hasMore) = FragmentTableTests.pieces[index]
            let bytes = Array(FragmentTableTests.whole[offset..<offset + length])
            let outcome = peer.send(bytes, at: offset, hasMore: hasMore)
            #expect(outcome == (count == 3 ? .complete(heldFrames: 3) : .held))
        }
        #expect(peer.delivered.map(\.bytes) == [FragmentTableTests.whole])
        #expect(peer.delivered.first?.packet.firstFrame == 1)
        #expect(peer.delivered.first?.packet.protocolNumber == 17)
        #expect(peer.table.lost.total == 0)
        #expect(peer.table.heldByteCount == 0)
    }

    @Test func `a fragment that several frames brought counts as all of them`() {
        var peer = FragmentPeer()
        let piece = [UInt8](repeating: 1, count: 8)
        #expect(peer.send(piece, at: 0, hasMore: true, frames: 3) == .held)
        #expect(peer.send([2], at: 8, hasMore: false, frames: 2) == .complete(heldFrames: 4))
        #expect(peer.send(piece, at: 0, hasMore: true, frames: 3) == .held)
        for second in 1...31 { peer.table.advance(to: CaptureTime(nanoseconds: Int64(second) * 1_000_000_000)) }
        #expect(peer.table.lost[.fragmentTimeout] == 3)
    }

    @Test(arguments: [false, true])
    func `a copy of a fragment changes nothing`(_ isV6: Bool) {
        var peer = FragmentPeer(isV6: isV6)
        #expect(peer.send([UInt8](repeating: 1, count: 8), at: 0, hasMore: true) == .held)
        #expect(peer.send([UInt8](repeating: 1, count: 8), at: 0, hasMore: true) == .held)
        #expect(peer.send([2, 2], at: 8, hasMore: false) == .complete(heldFrames: 2))
        #expect(peer.delivered.map(\.bytes) == [[1, 1, 1, 1, 1, 1, 1, 1, 2, 2]])
    }

    @Test func `an overlap with equal bytes is good with IPv4 and refused with IPv6`() {
        for isV6 in [false, true] {
            var peer = FragmentPeer(isV6: isV6)
            #expect(peer.send(Array(FragmentTableTests.whole[0..<24]), at: 0, hasMore: true) == .held)
            let outcome = peer.send(Array(FragmentTableTests.whole[16..<40]), at: 16, hasMore: false)
            #expect(outcome == (isV6 ? .refused(.fragmentOverlap) : .complete(heldFrames: 1)))
            #expect(peer.delivered.map(\.bytes) == (isV6 ? [] : [FragmentTableTests.whole]))
            #expect(peer.table.lost[.fragmentOverlap] == (isV6 ? 2 : 0))
        }
    }

    @Test func `an overlap over several pieces fills the gaps between them`() {
        var peer = FragmentPeer()
        for offset in [8, 24] {
            _ = peer.send(Array(FragmentTableTests.whole[offset..<offset + 8]), at: offset, hasMore: true)
        }
        #expect(peer.send(FragmentTableTests.whole, at: 0, hasMore: true) == .held)
        #expect(peer.send([99], at: 40, hasMore: false) == .complete(heldFrames: 3))
        #expect(peer.delivered.map(\.bytes) == [FragmentTableTests.whole + [99]])
    }

    @Test func `an overlap with other bytes refuses the packet and its other fragments`() {
        var peer = FragmentPeer()
        #expect(peer.send([UInt8](repeating: 1, count: 16), at: 0, hasMore: true) == .held)
        #expect(peer.send([UInt8](repeating: 2, count: 16), at: 8, hasMore: true) == .refused(.fragmentOverlap))
        #expect(peer.send([UInt8](repeating: 1, count: 8), at: 24, hasMore: false) == .refused(.fragmentOverlap))
        #expect(peer.table.lost[.fragmentOverlap] == 3)
        #expect(peer.delivered.isEmpty)
    }

    @Test func `two ends that differ refuse the packet`() {
        var peer = FragmentPeer()
        #expect(peer.send([1, 2, 3], at: 16, hasMore: false) == .held)
        #expect(peer.send([1, 2, 3, 4], at: 16, hasMore: false) == .refused(.fragmentOverlap))
        peer.identification += 1
        #expect(peer.send([1, 2, 3], at: 16, hasMore: false) == .held)
        #expect(peer.send([UInt8](repeating: 0, count: 8), at: 24, hasMore: true) == .refused(.fragmentOverlap))
        peer.identification += 1
        #expect(peer.send([UInt8](repeating: 0, count: 8), at: 24, hasMore: true) == .held)
        #expect(peer.send([1, 2, 3], at: 16, hasMore: false) == .refused(.fragmentOverlap))
    }

    @Test func `more than 65,535 bytes are refused and exactly as many are not`() {
        var peer = FragmentPeer()
        let body = [UInt8](repeating: 9, count: 65_528)
        #expect(peer.send(body, at: 0, hasMore: true) == .held)
        #expect(peer.send([1, 2, 3, 4, 5, 6, 7], at: 65_528, hasMore: false) == .complete(heldFrames: 1))
        #expect(peer.delivered.first?.bytes.count == 65_535)
        #expect(peer.send([1, 2, 3, 4, 5, 6, 7, 8], at: 65_528, hasMore: false) == .refused(.fragmentSize))
        #expect(peer.table.lost[.fragmentSize] == 1)
    }

    @Test func `a fragment that the snap length cut refuses the packet`() {
        var peer = FragmentPeer()
        #expect(peer.send([1, 2, 3], at: 0, hasMore: true, missing: 5) == .refused(.fragmentCut))
        #expect(peer.table.lost[.fragmentCut] == 1)
    }

    @Test func `packets are told apart by number, addresses and with IPv4 by protocol`() {
        var peer = FragmentPeer()
        #expect(peer.send([UInt8](repeating: 1, count: 8), at: 0, hasMore: true) == .held)
        peer.protocolNumber = 6
        #expect(peer.send([2], at: 8, hasMore: false) == .held)
        peer.protocolNumber = 17
        peer.identification += 1
        #expect(peer.send([2], at: 8, hasMore: false) == .held)
        peer.identification -= 1
        #expect(peer.send([2], at: 8, hasMore: false) == .complete(heldFrames: 1))
        #expect(peer.table.packetCount == 2)
    }

    @Test func `what does not complete in time is lost`() {
        var peer = FragmentPeer()
        _ = peer.send([UInt8](repeating: 1, count: 8), at: 0, hasMore: true)
        _ = peer.send([UInt8](repeating: 1, count: 8), at: 8, hasMore: true)
        for second in 1...30 { peer.table.advance(to: CaptureTime(nanoseconds: Int64(second) * 1_000_000_000)) }
        #expect(peer.table.lost.total == 0)
        peer.table.advance(to: CaptureTime(nanoseconds: 30_000_000_002))
        #expect(peer.table.lost[.fragmentTimeout] == 2)
        #expect(peer.table.packetCount == 0)
        #expect(peer.table.heldByteCount == 0)
    }

    @Test func `a number that comes round after a pause starts a new packet`() {
        var peer = FragmentPeer()
        _ = peer.send([UInt8](repeating: 1, count: 8), at: 0, hasMore: true)
        peer.time += 60_000_000_000
        #expect(peer.send([2], at: 8, hasMore: false) == .held)
        #expect(peer.table.lost[.fragmentTimeout] == 1)
    }

    @Test func `fragments after a pause find each other`() {
        var peer = FragmentPeer()
        _ = peer.send([UInt8](repeating: 1, count: 8), at: 0, hasMore: true)
        peer.identification += 1
        peer.time += 60_000_000_000
        _ = peer.send([UInt8](repeating: 1, count: 8), at: 0, hasMore: true)
        #expect(peer.send([2], at: 8, hasMore: false) == .complete(heldFrames: 1))
        #expect(peer.table.lost[.fragmentTimeout] == 1)
    }

    @Test func `fragments under a stray timestamp are given up in their time`() {
        var peer = FragmentPeer()
        peer.table.advance(to: CaptureTime(nanoseconds: 0))
        peer.time = 4_000_000_000_000_000_000
        _ = peer.send([UInt8](repeating: 1, count: 8), at: 0, hasMore: true)
        for second in 0...32 { peer.table.advance(to: CaptureTime(nanoseconds: Int64(second) * 1_000_000_000)) }
        #expect(peer.table.lost[.fragmentTimeout] == 1)
    }

    @Test func `a stray timestamp does not expire everything`() {
        var peer = FragmentPeer()
        _ = peer.send([UInt8](repeating: 1, count: 8), at: 0, hasMore: true)
        peer.table.advance(to: CaptureTime(nanoseconds: .max))
        peer.table.advance(to: CaptureTime(nanoseconds: 2))
        peer.table.advance(to: CaptureTime(nanoseconds: .min))
        #expect(peer.send([2], at: 8, hasMore: false) == .complete(heldFrames: 1))
    }

    @Test func `a flood of first fragments gives up the oldest and stays within its limits`() {
        var limits = ReassemblyLimits()
        limits.fragmentedPackets = 100
        limits.fragmentBytes = 10_000
        var peer = FragmentPeer(limits: limits)
        for _ in 0..<5_000 {
            peer.identification &+= 1
            _ = peer.send([UInt8](repeating: 1, count: 8), at: 0, hasMore: true)
            #expect(peer.table.packetCount <= 100)
            #expect(peer.table.heldByteCount <= 10_000)
        }
        #expect(peer.table.lost[.fragmentLimit] == 5_000 - UInt64(peer.table.packetCount))
        #expect(peer.table.limitUse.map(\.reached).reduce(0, +) == peer.table.lost.total)
        #expect(peer.send([2], at: 8, hasMore: false) == .complete(heldFrames: 1))
    }

    @Test func `a fragment at a high offset costs no more than its own bytes`() {
        var peer = FragmentPeer()
        _ = peer.send([UInt8](repeating: 1, count: 8), at: 65_000, hasMore: true)
        #expect(peer.table.heldByteCount < 256)
    }

    @Test func `pieces beyond the limit refuse the packet`() {
        var peer = FragmentPeer()
        for index in 0..<256 {
            #expect(peer.send([UInt8](repeating: 1, count: 8), at: 16 * index, hasMore: true) == .held)
        }
        #expect(peer.send([UInt8](repeating: 1, count: 8), at: 5_000, hasMore: true) == .refused(.fragmentLimit))
        #expect(peer.table.lost[.fragmentLimit] == 257)
    }

    @Test func `random fragments keep the account and never trap`() {
        var random = SeededRandom(seed: 7)
        var limits = ReassemblyLimits()
        limits.fragmentedPackets = 20
        limits.fragmentBytes = 20_000
        var peer = FragmentPeer(limits: limits)
        for _ in 0..<20_000 {
            peer.identification = UInt32.random(in: 0..<40, using: &random)
            peer.time += Int64.random(in: -1_000_000...100_000_000, using: &random)
            let count = Int.random(in: 1...8, using: &random) * 8
            let bytes = [UInt8](repeating: UInt8.random(in: 0...9, using: &random) / 9, count: count)
            let offset =
                Int.random(in: 0..<12, using: &random) * (Int.random(in: 0..<99, using: &random) == 0 ? 8_000 : 8)
            _ = peer.send(bytes, at: offset, hasMore: offset == 0 || Int.random(in: 0..<4, using: &random) > 0)
            #expect(peer.table.lost.total <= peer.counted)
            #expect(peer.table.heldByteCount <= 20_000)
        }
        for second in 0..<40 {
            peer.table.advance(to: CaptureTime(nanoseconds: peer.time + Int64(second) * 1_000_000_000))
        }
        #expect(peer.table.lost.total + peer.completedFrames == peer.counted)
        #expect(peer.table.heldByteCount == 0)
    }
}
