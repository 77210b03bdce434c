import NetworkTypes
import PacketDecoding
import StreamReassembly
import TestSupport
import Testing

@Suite struct TCPLimitsTests {
    private func reached(_ name: String, _ peer: StreamPeer) -> UInt64? {
        peer.streams.limitUse.first { $0.name == name }?.reached
    }

    @Test func `a gap with too much behind it is given up`() {
        var peer = StreamPeer()
        _ = peer.send(">on", at: 100)
        let line = ">" + String(repeating: "x", count: 998) + "\n"
        for index in 0..<59 { #expect(peer.send(line, at: 200 + UInt32(index) * 1_000) == .held) }
        #expect(peer.texts.isEmpty)
        for index in 59..<70 { _ = peer.send(line, at: 200 + UInt32(index) * 1_000) }
        #expect(peer.texts.count == 70)
        #expect(peer.streams.lost[.tcpLimit] == 1)
        #expect(reached("tcp_bytes_ahead", peer) == 1)
        #expect(peer.streams.heldByteCount == 0)
    }

    @Test func `tiny segments behind a gap reach the limit by their number`() {
        var peer = StreamPeer()
        _ = peer.send("~", at: 100)
        for index in 0..<2_000 { _ = peer.send("x", at: 200 + 2 * UInt32(index)) }
        #expect(peer.streams.heldByteCount <= 64 << 10)
        #expect((reached("tcp_bytes_ahead", peer) ?? 0) > 0)
    }

    @Test func `a message without end is given up at the limit`() {
        var peer = StreamPeer()
        let block = String(repeating: "x", count: 1_000)
        _ = peer.send(">" + block, at: 0)
        for index in 1..<1_000 { _ = peer.send(block, at: UInt32(index) * 1_000 + 1) }
        #expect(peer.streams.lost[.tcpLimit] == 263)
        #expect(reached("tcp_bytes_pending", peer) == 1)
        #expect(peer.streams.heldByteCount == 0)
        #expect(peer.send(">next\n", at: 1_000_001) == .messages(1))
    }

    @Test func `half-open connections push out each other and none that carries SIP`() {
        var limits = ReassemblyLimits()
        limits.connections = 1_000
        var peer = StreamPeer(limits: limits)
        _ = peer.send(">one\n>t", at: 100)
        for number in UInt32(0)..<100_000 {
            let attacker = Endpoint(
                address: IPAddress(v4: 0xCB00_7100 &+ number),
                port: UInt16(truncatingIfNeeded: number)
            )
            #expect(peer.send("", at: number, from: attacker, to: .callee, flags: .syn) == .empty)
        }
        #expect(peer.streams.connectionCount == 1_000)
        #expect(reached("tcp_connections", peer) == 99_001)
        #expect(peer.send("wo\n", at: 107) == .messages(1))
        #expect(peer.streams.lost.total == 0)
    }

    @Test func `bytes of all connections are bounded and the oldest give theirs up`() {
        var limits = ReassemblyLimits()
        limits.streamBytes = 100_000
        var peer = StreamPeer(limits: limits)
        let part = ">" + String(repeating: "x", count: 999)
        for port in UInt16(1)...1_000 {
            let source = Endpoint(address: .caller, port: port)
            #expect(peer.send(part, at: 1, from: source, to: .callee) == .held)
            #expect(peer.streams.heldByteCount <= 100_000)
        }
        #expect(peer.streams.lost[.tcpLimit] >= 900)
        #expect(peer.held == 1_000 - Int64(peer.streams.lost.total))
        #expect(peer.send("\n", at: 1_001, from: Endpoint(address: .caller, port: 1_000), to: .callee) == .messages(1))
    }

    @Test func `silent connections are forgotten, those with SIP last`() {
        var peer = StreamPeer()
        _ = peer.send(">one\n", at: 100)
        _ = peer.send(">a", at: 100, from: .callerV6, to: .calleeV6)
        peer.pass(seconds: 301)
        #expect(peer.streams.connectionCount == 1)
        #expect(peer.streams.lost[.streamIdle] == 1)
        peer.pass(seconds: 3_400)
        #expect(peer.streams.connectionCount == 0)
    }

    @Test func `closed connections are forgotten soon`() {
        var peer = StreamPeer()
        _ = peer.send(">one\n", at: 100, flags: [.fin, .acknowledgement])
        _ = peer.answer(">two\n", at: 900, acknowledging: 106, flags: [.fin, .acknowledgement])
        #expect(peer.send(">one\n", at: 100) == .held)
        peer.pass(seconds: 31)
        #expect(peer.streams.connectionCount == 0)
        #expect(peer.texts.count == 2)
    }

    @Test func `endless keep-alives hold nothing`() {
        var peer = StreamPeer()
        for index in UInt32(0)..<50_000 { #expect(peer.send("~", at: index) == .keepalive) }
        #expect(peer.streams.heldByteCount == 0)
        #expect(peer.consumer.calls == 50_000)
    }

    @Test func `a stray timestamp forgets nothing`() {
        var peer = StreamPeer()
        _ = peer.send(">on", at: 100)
        peer.time = .max
        _ = peer.send("~", at: 1, from: .callerV6, to: .calleeV6)
        peer.time = 5
        #expect(peer.send("e\n", at: 103) == .messages(1))
    }

    @Test func `an acknowledgement alone opens nothing`() {
        var peer = StreamPeer()
        for port in UInt16(1)...1_000 {
            #expect(peer.send("", at: 5, from: Endpoint(address: .caller, port: port)) == .empty)
            #expect(peer.send("", at: 5, from: Endpoint(address: .caller, port: port), flags: .reset) == .empty)
        }
        #expect(peer.streams.connectionCount == 0)
    }
}
