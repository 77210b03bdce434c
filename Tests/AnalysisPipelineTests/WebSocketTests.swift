import CallTracking
import NetworkTypes
import PacketDecoding
import RuleEvaluation
import SIPMessages
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// SIP over WebSocket: what frames carry, and what is none.
@Suite struct WebSocketTests {
    private static let text = FrameBuilder.bytes(
        "OPTIONS sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/WS a.invalid;branch=z9hG4bK1\r\n"
            + "From: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n"
    )
    /// The message without the empty line at its end.
    private static let head = Array(text.dropLast(2))
    private static let browser = Endpoint(address: .caller, port: 40_000)
    private static let server = Endpoint(address: .callee, port: 8080)

    /// The segments of the browser's direction, from the SYN on where `hasStart`.
    private static func frames(_ pieces: [[UInt8]], hasStart: Bool = true) -> [SampleFrame] {
        var frames: [SampleFrame] = []
        if hasStart { frames.append(frame([], sequence: 0, flags: .syn)) }
        var next: UInt32 = 1
        for piece in pieces {
            frames.append(frame(piece, sequence: next))
            next += UInt32(piece.count)
        }
        return frames
    }

    private static func frame(_ bytes: [UInt8], sequence: UInt32, flags: TCPFlags = .acknowledgement) -> SampleFrame {
        let segment = FrameBuilder.segment(bytes, from: browser, to: server, sequence: sequence, flags: flags)
        return SampleFrame(at: Int64(sequence) * 1_000, segment)
    }

    private static func tally(_ bytes: [UInt8], hasStart: Bool = true) throws -> Tally {
        try Analysed(frames([bytes], hasStart: hasStart)).tally
    }

    @Test func `messages count under ws and need no Content-Length`() throws {
        var trace = SIPTrace(from: WebSocketTests.browser, to: WebSocketTests.server, transport: .ws)
        trace.request("OPTIONS")
        trace.response(200, "OK", headers: ["Content-Type: application/sdp"], body: "v=0\r\n")
        trace.rewrite("Content-Length: 5\r\n", "")
        let analysed = try Analysed(trace.webSocketFrames())
        #expect(analysed.tally.messages.transports[Transport.ws.place] == 2)
        #expect(analysed.tally.frames.sip == 2)
        #expect(analysed.tally.messages.malformed == 0)
        #expect(analysed.findings == [:])
    }

    @Test(arguments: [nil, 0, 0xFFFF_FFFF, 0x0102_0304] as [UInt32?], [1, 2] as [UInt8])
    func `a message is read under any mask, as text and as binary`(mask: UInt32?, opcode: UInt8) throws {
        let frame = FrameBuilder.webSocket(WebSocketTests.text, opcode: opcode, mask: mask)
        let whole = try WebSocketTests.tally(FrameBuilder.upgrade() + frame)
        #expect(whole.messages.requests.all == ["OPTIONS": 1])
        #expect(whole.messages.malformed == 0)
        let middle = try WebSocketTests.tally(frame, hasStart: false)
        #expect(middle.messages.requests.all == ["OPTIONS": 1])
    }

    @Test(arguments: [100, 125, 126, 127, 0xFFFF, 0x1_0000, 0x2_0000])
    func `a length is read in each of its three forms`(byteCount: Int) throws {
        let padding = [UInt8](repeating: 0x20, count: max(0, byteCount - WebSocketTests.text.count - 4))
        let line = byteCount == 100 ? [] : FrameBuilder.bytes("S:") + padding + [13, 10]
        let message = WebSocketTests.head + line + [13, 10]
        let frame = FrameBuilder.webSocket(Array(message), mask: 5)
        let pieces = stride(from: 0, to: frame.count, by: 1_000).map { Array(frame[$0..<min($0 + 1_000, frame.count)]) }
        let tally = try Analysed(WebSocketTests.frames([FrameBuilder.upgrade()] + pieces)).tally
        #expect(tally.messages.total == 1)
        #expect(tally.frames.sip == 1)
    }

    @Test func `a message at the limit is read, one beyond it is counted and the next one found`() throws {
        for (excess, messages) in [(0, UInt64(2)), (1, 1)] {
            let limit = StreamFramer.longestMessage + excess - 14
            let padding = [UInt8](repeating: 0x20, count: limit - WebSocketTests.text.count - 4)
            let long = WebSocketTests.head + FrameBuilder.bytes("S:") + padding + [13, 10, 13, 10]
            let frame = FrameBuilder.webSocket(Array(long), mask: 5)
            let pieces = stride(from: 0, to: frame.count, by: 60_000).map {
                Array(frame[$0..<min($0 + 60_000, frame.count)])
            }
            let next = FrameBuilder.webSocket(WebSocketTests.text, mask: 9)
            let analysed = try Analysed(WebSocketTests.frames([FrameBuilder.upgrade()] + pieces + [next]))
            #expect(analysed.tally.messages.total == messages)
            #expect(
                analysed.limits.first { $0.name == "websocket_message_bytes" }
                    == LimitReached(
                        name: "websocket_message_bytes",
                        value: UInt64(StreamFramer.longestMessage),
                        reached: UInt64(excess)
                    )
            )
        }
    }

    @Test func `pings, pongs and line ends are keep-alives, a close is none`() throws {
        let pieces = [
            FrameBuilder.upgrade(),
            FrameBuilder.webSocket(FrameBuilder.bytes("x"), opcode: 9, mask: 1),
            FrameBuilder.webSocket([], opcode: 10, mask: 1),
            FrameBuilder.webSocket([13, 10, 13, 10], mask: 1),
            FrameBuilder.webSocket(WebSocketTests.text, mask: 1),
            FrameBuilder.webSocket([3, 0xE8], opcode: 8, mask: 1),
        ]
        let counts = try Analysed(WebSocketTests.frames(pieces)).tally.frames
        #expect(counts.keepAlive == 3)
        #expect(counts.sip == 1)
        #expect(counts.other == 2)
    }

    @Test func `a message names the frame that brought its beginning`() throws {
        var trace = SIPTrace(from: WebSocketTests.browser, to: WebSocketTests.server, transport: .ws)
        trace.request("OPTIONS")
        trace.response(503, "Service Unavailable")
        for length in [Int.max, 90] {
            let form = SIPTrace.WebSocketForm(length: length)
            let frames = trace.webSocketFrames(form, pieceLength: 150)
            let group = try Analysed(frames).group("unavailable-without-retry-after", .warning)
            let example = try #require(group?.examples.first)
            #expect(example.firstFrame.number < example.frame.number)
        }
    }

    @Test func `a frame that waited behind a gap and holds no message is other traffic`() throws {
        let orphan = FrameBuilder.webSocket(FrameBuilder.bytes("x"), opcode: 0, mask: 1)
        let message = FrameBuilder.webSocket(WebSocketTests.text, mask: 1)
        var frames = WebSocketTests.frames([FrameBuilder.upgrade(), message, orphan])
        frames.swapAt(2, 3)
        let counts = try Analysed(frames).tally.frames
        #expect(counts.sip == 1)
        #expect(counts.other == 2)
        #expect(counts.held == 0)
    }

    @Test func `a compressed message is counted and not read`() throws {
        let compressed = FrameBuilder.webSocket([0xAB, 0xCD, 13, 10], mask: 1, isCompressed: true)
        let plain = FrameBuilder.webSocket(WebSocketTests.text, mask: 1)
        let tally = try WebSocketTests.tally(FrameBuilder.upgrade() + compressed + compressed + plain)
        #expect(tally.unreadable == ["websocket_compressed": 2])
        #expect(tally.messages.total == 1)
    }

    @Test(
        arguments: [
            ("sip", 1), ("SIP", 1), ("msrp, sip", 1), (nil, 1), ("msrp", 0), ("sips", 0),
        ] as [(String?, UInt64)]
    )
    func `an upgrade counts where it names SIP or nothing`(protocols: String?, messages: UInt64) throws {
        let frame = FrameBuilder.webSocket(WebSocketTests.text, mask: 7)
        for greeting in [FrameBuilder.upgrade(protocols: protocols), FrameBuilder.upgradeAnswer(protocols: protocols)] {
            let tally = try WebSocketTests.tally(greeting + frame)
            #expect(tally.messages.total == messages)
        }
    }

    @Test func `what comes behind an upgrade that names nothing and is no SIP is other traffic`() throws {
        let chat = FrameBuilder.webSocket(FrameBuilder.bytes("{\"hello\": 1}"), mask: 7)
        let later = FrameBuilder.webSocket(WebSocketTests.text, mask: 7)
        let tally = try Analysed(
            WebSocketTests.frames([FrameBuilder.upgrade(protocols: nil), chat, later])
        ).tally
        #expect(tally.messages.total == 0)
        #expect(tally.frames.other == 3)
    }

    @Test(
        arguments: [
            [0x83, 0x05], [0x8B, 0x00], [0xA1, 0x05], [0x91, 0x05], [0xC9, 0x00], [0x09, 0x00], [0x89, 0x7E, 0, 126],
            [0x81, 0x7E, 0, 1], [0x81, 0x7F, 0, 0, 0, 0, 0, 0, 0, 1], [0x81, 0xFF, 0x80, 0, 0, 0, 0, 1, 0, 0],
        ] as [[UInt8]]
    )
    func `behind what is no frame the next segment that begins with one is read`(header: [UInt8]) throws {
        let bad = header + WebSocketTests.text
        let good = FrameBuilder.webSocket(WebSocketTests.text, mask: 7)
        let tally = try Analysed(WebSocketTests.frames([FrameBuilder.upgrade(), bad, good])).tally
        #expect(tally.messages.total == 1)
        #expect(tally.frames.other == 2)
    }

    @Test func `behind a gap the next message is found, and one with a hole counts where its start line is there`()
        throws
    {
        let long = FrameBuilder.webSocket(WebSocketTests.text, mask: 7)
        let pieces =
            [FrameBuilder.upgrade()] + (0..<6).flatMap { _ in [Array(long.prefix(150)), Array(long.dropFirst(150))] }
        for (missing, messages) in [(4, UInt64(5)), (5, 6)] {
            var frames = WebSocketTests.frames(pieces)
            frames.remove(at: missing)
            let tally = try Analysed(frames, pause: .seconds(30)).tally
            #expect(tally.messages.total == messages)
        }
    }

    @Test func `a connection picked up in its middle is read in segments of any length`() throws {
        let message = FrameBuilder.webSocketMessage(WebSocketTests.text, length: 90, mask: 7, hasPings: true)
        for length in [1, 2, 3, 10, 64] {
            let bytes = message + message
            let pieces = stride(from: 0, to: bytes.count, by: length).map {
                Array(bytes[$0..<min($0 + length, bytes.count)])
            }
            let tally = try Analysed(WebSocketTests.frames(pieces, hasStart: false)).tally
            #expect(tally.messages.requests.all == ["OPTIONS": 2], "pieces of \(length)")
        }
    }

    @Test func `a SIP request that begins as one of HTTP is read however it is cut`() throws {
        let method = FrameBuilder.bytes("GET") + WebSocketTests.text.dropFirst(7)
        let syn = WebSocketTests.frame([], sequence: 0, flags: .syn)
        for split in 1..<method.count {
            let pieces = [Array(method.prefix(split)), Array(method.dropFirst(split))]
            let tally = try Analysed([syn] + WebSocketTests.frames(pieces, hasStart: false)).tally
            #expect(tally.messages.requests.all == ["GET": 1], "split at \(split)")
        }
    }

    @Test func `an upgrade is read however it is cut`() throws {
        let upgrade = FrameBuilder.upgrade()
        let message = FrameBuilder.webSocket(WebSocketTests.text, mask: 7)
        for split in 1..<upgrade.count {
            let pieces = [Array(upgrade.prefix(split)), Array(upgrade.dropFirst(split)) + message]
            #expect(try Analysed(WebSocketTests.frames(pieces)).tally.messages.total == 1, "split at \(split)")
        }
    }

    @Test func `other traffic that begins as a frame does is not taken for one`() throws {
        let dns = [0x81, 0x02] + FrameBuilder.bytes("no SIP at all, just some words\r\n")
        for hasStart in [true, false] {
            let tally = try WebSocketTests.tally(dns, hasStart: hasStart)
            #expect(tally.messages.total == 0)
            #expect(tally.frames.other == 1)
        }
    }

    @Test func `a message cut at every byte is accounted for`() throws {
        let bytes = FrameBuilder.upgrade() + FrameBuilder.webSocketMessage(WebSocketTests.text, length: 100, mask: 3)
        for count in 1..<bytes.count {
            let end = WebSocketTests.frame([], sequence: 1 + UInt32(count), flags: [.fin, .acknowledgement])
            let frames = WebSocketTests.frames([Array(bytes.prefix(count))]) + [end]
            let tally = try Analysed(frames).tally
            let hasLine = count >= FrameBuilder.upgrade().count + 6 + 33
            #expect(tally.messages.total == (hasLine ? 1 : 0), "\(count) bytes")
            #expect(tally.messages.issues[Int(DecodeIssue.cut.rawValue)] == tally.messages.total)
        }
    }

    @Test func `a message of a thousand frames with pings between them is one`() throws {
        let message = WebSocketTests.head + FrameBuilder.bytes("S: " + String(repeating: "x", count: 900))
        let bytes = FrameBuilder.webSocketMessage(message + [13, 10, 13, 10], length: 1, mask: 3, hasPings: true)
        let pieces = stride(from: 0, to: bytes.count, by: 7).map { Array(bytes[$0..<min($0 + 7, bytes.count)]) }
        let tally = try Analysed(WebSocketTests.frames([FrameBuilder.upgrade()] + pieces)).tally
        #expect(tally.messages.total == 1)
        #expect(tally.messages.malformed == 0)
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>) func `damaged frames are accounted for`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var trace = SIPTrace(from: WebSocketTests.browser, to: WebSocketTests.server, transport: .ws)
        for number in 0..<40 {
            trace.newCall("call-\(number)@example.com")
            trace.request("OPTIONS")
            trace.response(200, "OK")
        }
        let form = SIPTrace.WebSocketForm(length: 120, hasPings: true, hasUpgrade: !seed.isMultiple(of: 3))
        let frames = trace.webSocketFrames(form, pieceLength: 200).map { frame in
            var frame = frame
            if Int.random(in: 0..<4, using: &random) == 0 { frame.bytes = random.damaged(frame.bytes) }
            return frame
        }
        let tally = try Analysed(frames, pause: .seconds(40)).tally
        #expect(tally.messages.total <= 80)
    }
}
