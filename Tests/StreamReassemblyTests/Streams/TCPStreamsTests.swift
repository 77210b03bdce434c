import NetworkTypes
import PacketDecoding
import StreamReassembly
import TestSupport
import Testing

@Suite struct TCPStreamsTests {
    @Test func `a segment that is a message is taken where it is`() {
        var peer = StreamPeer()
        #expect(peer.send("", at: 99, flags: .syn) == .empty)
        #expect(peer.send(">one\n", at: 100) == .messages(1))
        #expect(peer.send(">two\n>three\n", at: 105) == .messages(2))
        #expect(peer.send("", at: 117) == .empty)
        #expect(peer.texts == [">one\n", ">two\n", ">three\n"])
        #expect(peer.streams.heldByteCount == 0)
    }

    @Test func `a message over three segments belongs to the first and is completed by the last`() {
        var peer = StreamPeer()
        #expect(peer.send(">a", at: 100) == .held)
        #expect(peer.send("b", at: 102) == .held)
        #expect(peer.send("c\n>d", at: 103) == .messages(1))
        #expect(peer.send("e\n", at: 107) == .messages(1))
        #expect(
            peer.consumer.messages == [
                .init(text: ">abc\n", frame: 1, isInStep: false), .init(text: ">de\n", frame: 3),
            ]
        )
        #expect(peer.held == 2)
    }

    @Test func `the second message of two segments begins in the second`() {
        var peer = StreamPeer()
        _ = peer.send(">a", at: 100)
        #expect(peer.send("b\n>c\n", at: 102) == .messages(2))
        #expect(peer.consumer.messages.map(\.frame) == [1, 2])
    }

    @Test func `data in a SYN counts from the byte after it`() {
        var peer = StreamPeer()
        #expect(peer.send(">one\n", at: 99, flags: .syn) == .messages(1))
        #expect(peer.send(">two\n", at: 105) == .messages(1))
    }

    @Test func `a stream is picked up in its middle and found again at the next message`() {
        var peer = StreamPeer()
        #expect(peer.send("body of something\n", at: 5_000) == .other)
        #expect(peer.send(">one\n", at: 5_018) == .messages(1))
    }

    @Test func `sequence numbers wrap inside a message`() {
        var peer = StreamPeer()
        _ = peer.send("", at: 0xFFFF_FFFC, flags: .syn)
        #expect(peer.send(">abc", at: 0xFFFF_FFFD) == .held)
        #expect(peer.send("de\n", at: 1) == .messages(1))
        #expect(peer.send(">f\n", at: 4) == .messages(1))
        #expect(peer.texts == [">abcde\n", ">f\n"])
    }

    @Test func `keep-alives are told from messages`() {
        var peer = StreamPeer()
        #expect(peer.send("~", at: 1) == .keepalive)
        #expect(peer.send("~~", at: 2) == .keepalive)
        #expect(peer.send("~>a\n", at: 4) == .messages(1))
        #expect(peer.send("~>b", at: 8) == .held)
    }

    @Test func `a stream that is not SIP holds nothing and gives its frames back`() {
        var peer = StreamPeer()
        #expect(peer.send("", at: 0, flags: .syn) == .empty)
        #expect(peer.send("!", at: 4) == .held)
        #expect(peer.send("x", at: 1) == .other)
        #expect(peer.send("!HTTP", at: 1, from: .callerV6, to: .calleeV6) == .other)
        #expect(peer.send(">no\n", at: 6, from: .callerV6, to: .calleeV6) == .other)
        #expect(peer.streams.framesFoundOther == 0)
        var second = StreamPeer()
        _ = second.send("", at: 0, flags: .syn)
        #expect(second.send(">x", at: 2) == .held)
        #expect(second.send("!", at: 1) == .other)
        #expect(second.streams.framesFoundOther == 1)
        #expect(second.held == 0)
        #expect(second.streams.heldByteCount == 0)
    }

    @Test func `a FIN ends the direction and what is left of a message is lost`() {
        var peer = StreamPeer()
        _ = peer.send(">one\n", at: 100)
        #expect(peer.send(">tw", at: 105, flags: [.fin, .acknowledgement]) == .held)
        #expect(peer.streams.lost[.tcpEnd] == 1)
        #expect(peer.held == 0)
        #expect(peer.streams.heldByteCount == 0)
    }

    @Test func `a FIN ahead of a gap waits for the bytes before it`() {
        var peer = StreamPeer()
        _ = peer.send(">one\n", at: 100)
        #expect(peer.send("", at: 110, flags: [.fin, .acknowledgement]) == .empty)
        #expect(peer.send(">two\n", at: 105) == .messages(1))
        #expect(peer.send(">Cut", at: 99, flags: .syn) == .held)
    }

    @Test func `a message cut off by the end is shown for the last time`() {
        var peer = StreamPeer()
        #expect(peer.send(">Cut", at: 100, flags: [.fin, .acknowledgement]) == .messages(1))
        #expect(peer.texts == [">Cut"])
        #expect(peer.streams.lost.total == 0)
    }

    @Test func `a reset ends both directions and one with a wrong number none`() {
        var peer = StreamPeer()
        _ = peer.send(">a", at: 100)
        _ = peer.answer(">b", at: 500, acknowledging: 102)
        #expect(peer.send("", at: 0x8000_0000, flags: .reset) == .empty)
        #expect(peer.send("", at: 50, flags: .reset) == .empty)
        #expect(peer.streams.lost.total == 0)
        #expect(peer.send("", at: 102, flags: .reset) == .empty)
        #expect(peer.streams.lost[.tcpReset] == 2)
        #expect(peer.streams.heldByteCount == 0)
    }

    @Test func `a reset that answers a SYN refuses the connection, however often it is tried`() {
        var peer = StreamPeer()
        for number in [99, 99, 70_000] as [UInt32] {
            #expect(peer.send("", at: number, flags: .syn) == .empty)
            #expect(peer.answer("", at: 0, acknowledging: number + 1, flags: [.reset, .acknowledgement]) == .refused)
            // A mirror's copy.
            #expect(peer.answer("", at: 0, acknowledging: number + 1, flags: [.reset, .acknowledgement]) == .empty)
        }
        #expect(peer.streams.issueCounts.allSatisfy { $0.count == 0 })
    }

    @Test func `a reset with another number, or behind bytes, refuses nothing`() {
        var peer = StreamPeer()
        _ = peer.send("", at: 99, flags: .syn)
        #expect(peer.answer("", at: 0, acknowledging: 99, flags: [.reset, .acknowledgement]) == .empty)
        #expect(peer.answer("", at: 0, acknowledging: 100, flags: .reset) == .empty)
        _ = peer.send(">one\n", at: 100)
        #expect(peer.answer("", at: 0, acknowledging: 100, flags: [.reset, .acknowledgement]) == .empty)
        #expect(peer.send(">two\n", at: 105) == .messages(1))
    }

    @Test func `a connection that was accepted is not refused by its reset`() {
        var peer = StreamPeer()
        _ = peer.send("", at: 99, flags: .syn)
        _ = peer.answer("", at: 500, acknowledging: 100, flags: [.syn, .acknowledgement])
        #expect(peer.answer("", at: 501, acknowledging: 100, flags: [.reset, .acknowledgement]) == .empty)
        #expect(peer.streams.issueCounts.allSatisfy { $0.count == 0 })
    }

    @Test func `a new connection on the same ports starts anew`() {
        var peer = StreamPeer()
        _ = peer.send("", at: 99, flags: .syn)
        _ = peer.send(">one\n>tw", at: 100)
        #expect(peer.send("", at: 40_000_000, flags: .syn) == .empty)
        #expect(peer.send(">three\n", at: 40_000_001) == .messages(1))
        #expect(peer.texts == [">one\n", ">three\n"])
    }

    @Test func `a forged SYN does not move a stream`() {
        var peer = StreamPeer()
        _ = peer.send(">one\n>tw", at: 100)
        #expect(peer.send("", at: 1_000, flags: .syn) == .empty)
        #expect(peer.send("o\n", at: 108) == .messages(1))
        #expect(peer.texts == [">one\n", ">two\n"])
    }

    @Test func `a segment far away starts the stream there`() {
        var peer = StreamPeer()
        _ = peer.send(">one\n>tw", at: 100)
        #expect(peer.send(">three\n", at: 900_000_000) == .messages(1))
        #expect(peer.consumer.messages.last?.isInStep == false)
        #expect(peer.streams.gapCount == 1)
    }

    @Test func `what the other side confirmed is where a stream without its SYN begins`() {
        var peer = StreamPeer()
        #expect(peer.answer("", at: 500, acknowledging: 100, flags: [.syn, .acknowledgement]) == .empty)
        #expect(peer.send("o\n", at: 102) == .held)
        #expect(peer.send(">w", at: 100) == .messages(1))
        #expect(peer.texts == [">wo\n"])
    }
}
