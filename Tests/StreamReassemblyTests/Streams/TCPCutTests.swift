import NetworkTypes
import PacketDecoding
import StreamReassembly
import TestSupport
import Testing

/// Segments of which the snap length left a part, or nothing.
@Suite struct TCPCutTests {
    @Test func `bytes that the snap length cut are passed over and are no gap`() {
        var peer = StreamPeer()
        #expect(peer.send(">one\n>tw", at: 100, missing: 20) == .messages(1))
        #expect(peer.send(">three\n", at: 128) == .messages(1))
        #expect(peer.send(">four", at: 135, missing: 5) == .held)
        #expect(peer.streams.lost[.tcpCut] == 1)
        #expect(peer.send("", at: 145, missing: 500) == .other)
        #expect(peer.streams.gapCount == 0)
    }

    @Test func `segments that were cut and come in another order wait for each other as whole ones do`() {
        var peer = StreamPeer()
        #expect(peer.send(">one\n", at: 100) == .messages(1))
        #expect(peer.send(">three\n", at: 131, missing: 9) == .held)
        #expect(peer.send(">four\n", at: 147) == .held)
        #expect(peer.send(">two\n", at: 105, missing: 21) == .messages(3))
        #expect(peer.texts == [">one\n", ">two\n", ">three\n", ">four\n"])
        #expect(peer.streams.gapCount == 0)
        #expect(peer.streams.heldByteCount == 0)
    }

    @Test func `a segment of which nothing was captured and that comes too early fills its place`() {
        var peer = StreamPeer()
        #expect(peer.send(">one\n", at: 100) == .messages(1))
        #expect(peer.send("", at: 110, missing: 20) == .held)
        #expect(peer.send(">three\n", at: 130) == .held)
        #expect(peer.held == 2)
        #expect(peer.streams.waiting.frames == 2)
        #expect(peer.send(">two\n", at: 105) == .messages(2))
        #expect(peer.texts == [">one\n", ">two\n", ">three\n"])
        #expect(peer.streams.gapCount == 0)
        #expect(peer.streams.waiting.frames == 0)
        #expect(peer.streams.heldByteCount == 0)
        // In its turn it would have been other traffic at once.
        #expect(peer.streams.framesFoundOther == 1)
        #expect(peer.held == 1)
    }

    @Test func `a message that such a segment breaks off is lost as cut and not in a gap`() {
        var peer = StreamPeer()
        #expect(peer.send(">one\n", at: 100) == .messages(1))
        #expect(peer.send("", at: 109, missing: 21) == .held)
        #expect(peer.send(">tw", at: 105) == .held)
        #expect(peer.send("o", at: 108) == .held)
        #expect(peer.streams.lost[.tcpCut] == 2)
        #expect(peer.streams.lost[.tcpGap] == 0)
        #expect(peer.streams.gapCount == 0)
        #expect(peer.send(">three\n", at: 130) == .messages(1))
    }

    @Test func `a copy of such a segment brings nothing new`() {
        var peer = StreamPeer()
        _ = peer.send(">one\n", at: 100)
        _ = peer.send("", at: 110, missing: 20)
        let held = peer.streams.heldByteCount
        for _ in 0..<100 { #expect(peer.send("", at: 110, missing: 20) == .held) }
        #expect(peer.streams.heldByteCount == held)
        #expect(peer.streams.waiting.frames == 1)
    }

    /// Of the bytes from 110 to 130, which are cut off in one segment, those that another one brings.
    @Test(
        arguments: [
            (">two\n", 110), (">two\n", 112), (">two\n", 125), (">two\n>more\n>much\n>n\n", 110), ("", 110),
        ] as [(String, UInt32)]
    )
    func `bytes that another segment brings are taken, in whatever order both come`(text: String, place: UInt32) {
        for isCutFirst in [true, false] {
            var peer = StreamPeer()
            _ = peer.send(">one\n", at: 100)
            for turn in [isCutFirst, !isCutFirst] {
                _ = turn ? peer.send("", at: 110, missing: 20) : peer.send(text, at: place)
            }
            _ = peer.send(">three\n", at: 130)
            _ = peer.send("~~~~~", at: 105)
            #expect(peer.texts.joined() == ">one\n" + text + ">three\n")
            #expect(peer.streams.gapCount == 0)
            #expect(peer.streams.heldByteCount == 0)
            #expect(peer.streams.waiting.frames == 0)
        }
    }

    @Test func `what is cut off goes on behind bytes that were held in its middle`() {
        var peer = StreamPeer()
        _ = peer.send(">one\n", at: 100)
        _ = peer.send(">two\n", at: 120)
        _ = peer.send(">four\n", at: 140)
        #expect(peer.send("", at: 110, missing: 30) == .held)
        #expect(peer.send("~~~~~", at: 105) == .messages(2))
        #expect(peer.texts == [">one\n", ">two\n", ">four\n"])
        #expect(peer.streams.gapCount == 0)
    }

    @Test func `a whole copy of a segment that was cut is read whole`() {
        var peer = StreamPeer()
        _ = peer.send(">one\n", at: 100)
        #expect(peer.send(">t", at: 105 + 5, missing: 3) == .held)
        #expect(peer.send("~~~~~>two\n", at: 105) == .messages(1))
        #expect(peer.texts == [">one\n", ">two\n"])
        #expect(peer.streams.lost.total == 0)
    }

    @Test func `segments of which nothing was captured reach the limit by their number`() {
        let name = "tcp_bytes_ahead"
        var limits = ReassemblyLimits()
        limits.bytesAhead = 960
        var peer = StreamPeer(limits: limits)
        _ = peer.send(">one\n", at: 100)
        for index in UInt32(0)..<10 { #expect(peer.send("", at: 110 + 30 * index, missing: 20) == .held) }
        #expect(peer.streams.heldByteCount == 960)
        #expect(peer.streams.limitUse.first { $0.name == name }?.reached == 0)
        #expect(peer.send("", at: 410, missing: 20) == .held)
        #expect(peer.streams.limitUse.first { $0.name == name }?.reached == 1)
        // The first gap is given up, and behind it the first of those segments has its turn.
        #expect(peer.streams.gapCount == 1)
        #expect(peer.streams.framesFoundOther == 1)
        #expect(peer.streams.waiting.frames == 10)
        #expect(peer.held == 10)
        #expect(peer.send(">two\n", at: 130) == .messages(1))
    }
}
