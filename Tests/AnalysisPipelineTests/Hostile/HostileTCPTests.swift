import CallTracking
import NetworkTypes
import PacketDecoding
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// Hostile inputs 28 to 39: TCP.
@Suite struct HostileTCPTests {
    private let one = Hostile.options("one")
    private let two = Hostile.options("two")
    private let three = Hostile.options("three")

    @Test(arguments: [0, 1, 4, 15])
    func `28: a data offset below five words or past the data cannot be read`(words: Int) throws {
        let segment = FrameBuilder.tcp(words == 15 ? [1, 2, 3] : one, headerWords: words)
        let frame = FrameBuilder.ethernet(FrameBuilder.ipv4(segment, protocolNumber: 6))
        let analysed = try Analysed([SampleFrame(at: 1, frame)])
        #expect(analysed.tally.frames.undecodable == ["tcp_header": 1])
        #expect(analysed.messageCount == 0)
    }

    @Test func `29: a message in a SYN counts, and the stream goes on behind it`() throws {
        var stream = HostileStream()
        stream.send(one, at: -1, flags: .syn)
        stream.send(two, at: one.count)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.messageCount == 2)
        #expect(analysed.tally.frames.sip == 2)
    }

    @Test func `30: of bytes sent twice and different the first count, and that is told`() throws {
        var stream = HostileStream()
        stream.open()
        stream.send(Array(one.prefix(60)), at: 0)
        stream.send([UInt8](repeating: 0x41, count: 60), at: 0)
        stream.send(Array(one.dropFirst(60)), at: 60)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.tally.messages.requests.all == ["OPTIONS": 1])
        #expect(analysed.issues.isEmpty)
        #expect(analysed.tally.captureIssues == ["tcp_repeated": 1, "tcp_overlaps_differing": 1])
    }

    @Test func `30: bytes sent twice and equal are counted once, and that is told`() throws {
        var stream = HostileStream()
        stream.open()
        stream.send(Array(one.prefix(60)), at: 0)
        stream.send(Array(one.prefix(60)), at: 0)
        stream.send(Array(one.dropFirst(30)), at: 30)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.messageCount == 1)
        #expect(analysed.tally.captureIssues == ["tcp_repeated": 1])
    }

    @Test(arguments: 1...40)
    func `31: sequence numbers wrap inside the header section`(place: Int) throws {
        var stream = HostileStream(first: 0 &- UInt32(place))
        stream.open()
        stream.send(one + two, by: 13)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.messageCount == 2)
        #expect(analysed.tally.captureIssues.isEmpty)
    }

    @Test func `32: a message of one byte a segment is one, and its frames were held`() throws {
        var stream = HostileStream()
        stream.open()
        stream.send(one, by: 1)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.messageCount == 1)
        #expect(analysed.tally.frames.sip == 1)
        #expect(analysed.tally.frames.held == UInt64(one.count - 1))
    }

    @Test func `33: a gap that nobody fills is given up and what stands behind it counts`() throws {
        var stream = HostileStream()
        stream.open()
        stream.send(one, at: 0)
        stream.send(three, at: one.count + two.count)
        let analysed = try Analysed(stream.frames, pause: .seconds(5))
        #expect(analysed.messageCount == 2)
        #expect(analysed.tally.captureIssues == ["tcp_gaps": 1])
        #expect(analysed.tally.frames.held == 1)
    }

    @Test(arguments: [10, 40, 100, 200])
    func `34: a stream picked up inside a message goes on with the next`(place: Int) throws {
        let long = Hostile.options("long", body: "v=0\r\nSIP/2.0 200 OK\r\n\r\nOPTIONS sip:a SIP/2.0\r\n")
        var stream = HostileStream()
        stream.send(Array(long.dropFirst(place)), by: 30)
        stream.send(two, at: long.count - place)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.tally.messages.requests.all == ["OPTIONS": 1])
        #expect(analysed.tally.messages.responses.all.isEmpty)
        #expect(analysed.tally.frames.sip == 1)
    }

    @Test(arguments: [0x8000_0000, 70_000, -1, -50])
    func `35: a reset with a wrong number changes nothing and is told`(place: Int) throws {
        var stream = HostileStream()
        stream.open()
        stream.send(Array(one.prefix(50)), at: 0)
        stream.send([], at: 50 + place, flags: .reset)
        stream.send(Array(one.dropFirst(50)), at: 50)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.messageCount == 1)
        #expect(analysed.issues.isEmpty)
        #expect(analysed.tally.captureIssues == ["tcp_resets_ignored": 1])
    }

    @Test func `35: a reset with the right number ends the message as it stands`() throws {
        var stream = HostileStream()
        stream.open()
        stream.send(Array(one.prefix(50)), at: 0)
        stream.send([], at: 50, flags: .reset)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.messageCount == 1)
        #expect(analysed.issues.contains("cut"))
        #expect(analysed.tally.messages.malformed == 0)
    }

    @Test func `36: a hundred thousand half-open streams push each other out and not the one with SIP`() throws {
        var stream = HostileStream()
        stream.open()
        stream.send(one + two.prefix(20), at: 0)
        var frames = stream.frames
        for number in 0..<100_000 as Range<UInt32> {
            let source = Endpoint(
                address: IPAddress(v4: 0xC612_0000 + number / 50_000),
                port: UInt16(number % 50_000 + 1)
            )
            let bytes = FrameBuilder.segment([], from: source, to: .callee, sequence: number, flags: .syn)
            frames.append(SampleFrame(at: stream.now, bytes))
        }
        var rest = HostileStream()
        rest.now = stream.now
        rest.send(Array(two.dropFirst(20)), at: one.count + 20)
        let analysed = try Analysed(frames + rest.frames)
        #expect(analysed.messageCount == 2)
        #expect(analysed.tally.frames.empty == 100_001)
        #expect(analysed.reached("tcp_connections") == 100_001 - 65_536)
    }

    @Test func `37: two messages and half of a third in a segment are two, and then three`() throws {
        var stream = HostileStream()
        stream.open()
        stream.send(one + two + three.prefix(70), at: 0)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.messageCount == 2)
        stream.send(Array(three.dropFirst(70)), at: one.count + two.count + 70)
        let whole = try Analysed(stream.frames)
        #expect(whole.messageCount == 3)
        #expect(whole.tally.frames.sip == 2)
    }

    @Test(arguments: [[13, 10], [13, 10, 13, 10], [10], [0, 0]] as [[UInt8]])
    func `38: keep-alives without end hold nothing and lose nothing`(keepAlive: [UInt8]) throws {
        var stream = HostileStream()
        stream.open()
        for number in 0..<5_000 { stream.send(keepAlive, at: number * keepAlive.count) }
        stream.send(one, at: 5_000 * keepAlive.count)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.tally.frames.keepAlive == 5_000)
        #expect(analysed.messageCount == 1)
        #expect(analysed.tally.frames.held == 0)
    }

    @Test(arguments: ["4294967296", "200000", "18446744073709551615", "99999999999999999999"])
    func `39: a length of gigabytes without a body hides no message behind it`(length: String) throws {
        let huge = Hostile.message(
            "OPTIONS sip:bob@example.com SIP/2.0",
            changing: [("CSeq", ["CSeq: 1 OPTIONS"]), ("Content-Length", ["Content-Length: \(length)"])]
        )
        var stream = HostileStream()
        stream.open()
        stream.send(huge + two, by: 100)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.messageCount == 2)
        #expect(analysed.issues == [length.utf8.count < 20 ? "body-incomplete" : "content-length"])
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `bytes of another protocol, picked up midway, are other traffic and nothing is lost`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var stream = HostileStream()
        stream.source.port = 443
        for place in 0..<200 {
            stream.send((0..<100).map { _ in UInt8.random(in: 0...255, using: &random) }, at: place * 100)
        }
        stream.send([], at: 20_000, flags: [.fin, .acknowledgement])
        let counts = try Analysed(stream.frames).tally.frames
        #expect(counts.other == 200)
        #expect(counts.lost.isEmpty)
    }

    @Test func `what is left of a message when its stream ends is lost`() throws {
        var stream = HostileStream()
        stream.open()
        stream.send(one + two.prefix(10), at: 0)
        stream.send(Array(two[10..<15]), at: one.count + 10)
        stream.send([], at: one.count + 15, flags: [.fin, .acknowledgement])
        let counts = try Analysed(stream.frames).tally.frames
        #expect(counts.lost == ["tcp_end": 1])
        #expect(counts.sip == 1)
    }

    @Test func `a message quoted in a body does not count where the framing was lost`() throws {
        let quote = "SIP/2.0 503 Service Unavailable\r\nContact: <sip:a@example.com>\r\n\r\n"
        let wrong = Hostile.options(
            "wrong",
            length: 2,
            body: "v=0\r\n" + quote + "more\r\n" + "SIP/2.0 404 Not Found\r\n"
        )
        var stream = HostileStream()
        stream.open()
        stream.send(wrong + two, by: 64)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.tally.messages.requests.all == ["OPTIONS": 2])
        #expect(analysed.tally.messages.responses.all.isEmpty)
    }

    @Test func `status lines in a body that is too long to be waited for are no messages`() throws {
        let long = Hostile.options("long", body: String(repeating: "SIP/2.0 200 OK\r\n", count: 15_000))
        var stream = HostileStream()
        stream.open()
        stream.send(long + two, by: 1_400)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.tally.messages.requests.all == ["OPTIONS": 2])
        #expect(analysed.tally.messages.responses.all.isEmpty)
    }

    @Test func `a message over several segments names its first frame and the one that completed it`() throws {
        let text = Hostile.message("SIP/2.0 999 Wrong", changing: [("Call-ID", ["Call-ID: late"])])
        var stream = HostileStream()
        stream.open()
        stream.send(one + text.prefix(10), at: 0)
        stream.send(Array(text[40...]), at: one.count + 40)
        stream.send(Array(text[10..<40]), at: one.count + 10)
        let analysed = try Analysed(stream.frames)
        let example = analysed.tally.findings.groups.values.flatMap(\.examples).first { $0.callID == "late" }
        #expect(example?.firstFrame.number == 2)
        #expect(example?.frame.number == 4)
        #expect(example?.time == stream.frames[3].time)
    }
}
