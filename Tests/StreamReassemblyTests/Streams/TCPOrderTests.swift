import NetworkTypes
import PacketDecoding
import StreamReassembly
import TestSupport
import Testing

@Suite struct TCPOrderTests {
    private static let pieces = [">one\n>t", "wo", "\n>thr", "ee\n"]
    private static let orders = (0..<256).map { [$0 & 3, $0 >> 2 & 3, $0 >> 4 & 3, $0 >> 6] }.filter {
        Set($0).count == 4
    }

    private static func sequence(of piece: Int) -> UInt32 {
        0xFFFF_FFFA &+ UInt32(pieces[..<piece].joined().utf8.count)
    }

    @Test(arguments: orders)
    func `segments in every order give the same messages`(_ order: [Int]) {
        var peer = StreamPeer()
        _ = peer.send("", at: TCPOrderTests.sequence(of: 0) &- 1, flags: .syn)
        for piece in order { _ = peer.send(TCPOrderTests.pieces[piece], at: TCPOrderTests.sequence(of: piece)) }
        #expect(peer.texts == [">one\n", ">two\n", ">three\n"])
        #expect(peer.streams.lost.total == 0)
        #expect(peer.streams.heldByteCount == 0)
        #expect(peer.streams.gapCount == 0)
    }

    @Test(arguments: orders)
    func `segments sent twice in every order give each message once`(_ order: [Int]) {
        var peer = StreamPeer()
        _ = peer.send("", at: TCPOrderTests.sequence(of: 0) &- 1, flags: .syn)
        for piece in order + order.reversed() {
            _ = peer.send(TCPOrderTests.pieces[piece], at: TCPOrderTests.sequence(of: piece))
        }
        #expect(peer.texts == [">one\n", ">two\n", ">three\n"])
        #expect(peer.streams.differingOverlapCount == 0)
    }

    @Test func `a repeated segment is held and its bytes are not shown again`() {
        var peer = StreamPeer()
        _ = peer.send(">one\n", at: 100)
        #expect(peer.send(">one\n", at: 100) == .held)
        #expect(peer.send("\n", at: 104) == .held)
        #expect(peer.send("ne\n>two\n", at: 102) == .messages(1))
        #expect(peer.texts == [">one\n", ">two\n"])
    }

    @Test func `the first copy of a byte counts and other bytes for its place are counted`() {
        var peer = StreamPeer()
        _ = peer.send("", at: 99, flags: .syn)
        _ = peer.send(">ab", at: 100)
        #expect(peer.send(">XY", at: 100) == .held)
        #expect(peer.streams.differingOverlapCount == 1)
        #expect(peer.send("bc", at: 102) == .held)
        #expect(peer.streams.differingOverlapCount == 1)
        #expect(peer.send("gh\n", at: 106) == .held)
        #expect(peer.send("fXh", at: 105) == .held)
        #expect(peer.streams.differingOverlapCount == 2)
        #expect(peer.send("de", at: 104) == .messages(1))
        #expect(peer.texts == [">abcdfgh\n"])
    }

    @Test func `a gap is given up after three seconds and the rest follows it`() {
        var peer = StreamPeer()
        _ = peer.send(">one\n>t", at: 100)
        #expect(peer.send("x>three\n", at: 110) == .held)
        peer.pass(seconds: 2.9)
        #expect(peer.texts == [">one\n"])
        peer.pass(seconds: 0.3)
        #expect(peer.consumer.messages.map(\.text) == [">one\n", ">three\n"])
        #expect(peer.consumer.messages.last?.isInStep == false)
        #expect(peer.streams.gapCount == 1)
        #expect(peer.send(">four\n", at: 118) == .messages(1))
        #expect(peer.streams.lost.total == 0)
    }

    @Test func `frames of a message broken by a gap are lost`() {
        var peer = StreamPeer()
        _ = peer.send(">o", at: 100)
        _ = peer.send("n", at: 102)
        #expect(peer.send(">two\n", at: 110) == .held)
        peer.pass(seconds: 4)
        #expect(peer.streams.lost[.tcpGap] == 2)
        #expect(peer.held == 1)
    }

    @Test func `a gap that the other side has acknowledged is given up at once`() {
        var peer = StreamPeer()
        _ = peer.send(">one\n", at: 100)
        _ = peer.send(">three\n", at: 110)
        _ = peer.answer("", at: 500, acknowledging: 105)
        peer.time += 150_000_000
        _ = peer.answer("", at: 500, acknowledging: 105)
        #expect(peer.texts == [">one\n"])
        _ = peer.answer("", at: 500, acknowledging: 117)
        #expect(peer.texts == [">one\n", ">three\n"])
    }

    @Test func `the bytes of a gap may come a little after their acknowledgement`() {
        var peer = StreamPeer()
        _ = peer.send(">one\n", at: 100)
        _ = peer.send(">three\n", at: 110)
        _ = peer.answer("", at: 500, acknowledging: 117)
        #expect(peer.send(">two\n", at: 105) == .messages(2))
        #expect(peer.streams.gapCount == 0)
    }

    @Test func `one byte a segment is looked at once`() {
        var peer = StreamPeer()
        let text = ">" + String(repeating: "x", count: 20_000) + "\n"
        for (index, byte) in text.utf8.enumerated() {
            let outcome = peer.send(String(UnicodeScalar(byte)), at: UInt32(index))
            #expect(outcome == (byte == 0x0A ? .messages(1) : .held))
        }
        #expect(peer.texts == [text])
        #expect(peer.consumer.inspected <= text.utf8.count)
        #expect(peer.held == 20_001)
    }

    @Test func `one byte a segment backwards is put in order within its limit`() {
        var peer = StreamPeer()
        _ = peer.send("", at: 99, flags: .syn)
        let bytes = Array((">" + String(repeating: "x", count: 500) + "\n").utf8)
        for index in bytes.indices.reversed() {
            _ = peer.send(String(UnicodeScalar(bytes[index])), at: 100 + UInt32(index))
        }
        #expect(peer.texts.map(\.utf8.count) == [502])
    }
}
