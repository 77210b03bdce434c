import CallTracking
import NetworkTypes
import RuleEvaluation
import SIPMessages
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// SIP over SCTP: which user messages count, and where their frames do.
@Suite struct SCTPTests {
    private static let text = FrameBuilder.bytes(
        "OPTIONS sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/SCTP a.example.com;branch=z9hG4bK1\r\n"
            + "From: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n"
    )
    private static let (here, there) = (
        Endpoint(address: .caller, port: 7000), Endpoint(address: .callee, port: 7001)
    )

    private static func frame(_ chunks: [UInt8]..., at second: Int64 = 1, tag: UInt32 = 7) -> SampleFrame {
        SampleFrame(at: second * 1_000_000_000, FrameBuilder.association(chunks, from: here, to: there, tag: tag))
    }

    /// `text` in pieces of 50 bytes, the first with the number `first`; I-DATA of a stream and message where these are
    /// given.
    private static func pieces(from first: UInt32, message: UInt32? = nil, isUnordered: Bool = false) -> [[UInt8]] {
        stride(from: 0, to: text.count, by: 50).map { start in
            let order = UInt32(start / 50)
            var data = FrameBuilder.UserData(
                number: first &+ order,
                isFirst: start == 0,
                isLast: start + 50 >= text.count,
                piece: message.map { _ in order }
            )
            data.message = message ?? 0
            data.isUnordered = isUnordered
            return FrameBuilder.data(Array(text[start..<min(start + 50, text.count)]), data)
        }
    }

    @Test func `a packet counts once for all its messages, under sctp`() throws {
        let both = SCTPTests.frame(
            FrameBuilder.data(SCTPTests.text, .init(number: 1)),
            FrameBuilder.data(SCTPTests.text, .init(number: 2))
        )
        let tally = try Analysed([both]).tally
        #expect(tally.messages.transports[Transport.sctp.place] == 2)
        #expect(tally.frames.sip == 1)
        #expect(tally.messages.malformed == 0)
    }

    @Test func `a chunk that is sent again, or captured twice, counts once`() throws {
        let whole = SCTPTests.frame(FrameBuilder.data(SCTPTests.text, .init(number: 9)))
        let next = SCTPTests.frame(FrameBuilder.data(SCTPTests.text, .init(number: 10)))
        let tally = try Analysed([whole, whole, next, whole]).tally
        #expect(tally.messages.total == 2)
        #expect(tally.frames.sip == 2)
        #expect(tally.frames.held == 2)
    }

    @Test func `the numbers of another association between the same ports are others`() throws {
        let data = FrameBuilder.data(SCTPTests.text, .init(number: 9))
        let tally = try Analysed([SCTPTests.frame(data), SCTPTests.frame(data, tag: 8)]).tally
        #expect(tally.messages.total == 2)
    }

    @Test(arguments: [nil, 3] as [UInt32?], [false, true])
    func `pieces make a message in any order`(message: UInt32?, isUnordered: Bool) throws {
        let pieces = SCTPTests.pieces(from: .max - 1, message: message, isUnordered: isUnordered)
        var random = SeededRandom(seed: 5)
        for _ in 0..<30 {
            let tally = try Analysed(pieces.shuffled(using: &random).map { SCTPTests.frame($0) }).tally
            #expect(tally.messages.total == 1)
            #expect(tally.messages.malformed == 0)
            #expect(tally.frames.held == UInt64(pieces.count - 1))
        }
    }

    @Test func `a message names the frame that brought its beginning, whatever came before that`() throws {
        var trace = SIPTrace(transport: .sctp)
        trace.request("OPTIONS")
        trace.response(503, "Service Unavailable")
        var frames = trace.sctpFrames(pieceLength: 100)
        let place = (trace.steps[0].bytes.count + 99) / 100
        for first in [place + 1, place + 2] {
            frames.swapAt(place, first - 1)
            let group = try Analysed(frames).group("unavailable-without-retry-after", .warning)
            let example = try #require(group?.examples.first)
            #expect(example.firstFrame.number == UInt64(first))
            #expect(example.frame.number == UInt64(frames.count))
        }
    }

    @Test func `two messages whose I-DATA pieces alternate are two`() throws {
        let (first, second) = (SCTPTests.pieces(from: 1, message: 1), SCTPTests.pieces(from: 100, message: 2))
        let frames = zip(first, second).flatMap { [SCTPTests.frame($0), SCTPTests.frame($1)] }
        #expect(try Analysed(frames).tally.messages.total == 2)
    }

    @Test func `control chunks are no payload, and other user messages are other traffic`() throws {
        let control = (1...14).map { SCTPTests.frame(FrameBuilder.chunk([0, 0, 0, 0], type: $0)) }
        let diameter = SCTPTests.frame(FrameBuilder.data([1, 0, 0, 20, 0x80, 0, 1, 1], .init(number: 1)))
        let tally = try Analysed(control + [diameter, diameter]).tally
        #expect(tally.frames.empty == 14)
        #expect(tally.frames.other == 2)
    }

    @Test func `pieces of what is no SIP are other traffic, whichever came first`() throws {
        let middle = FrameBuilder.data([1, 2], .init(number: 2, isFirst: false, isLast: false))
        let first = FrameBuilder.data([1, 0, 0, 99], .init(number: 1, isLast: false))
        let last = FrameBuilder.data([1], .init(number: 3, isFirst: false))
        for order in [[first, middle, last], [middle, first, last], [last, middle, first]] {
            let counts = try Analysed(order.map { SCTPTests.frame($0) }).tally.frames
            #expect(counts.other == 3)
            #expect(counts.held == 0)
        }
    }

    @Test func `line ends are keep-alives once SIP was seen, and on its port`() throws {
        let alive = FrameBuilder.data([13, 10, 13, 10], .init(number: 2))
        let message = FrameBuilder.data(SCTPTests.text, .init(number: 1))
        #expect(try Analysed([SCTPTests.frame(alive)]).tally.frames.other == 1)
        #expect(try Analysed([SCTPTests.frame(message), SCTPTests.frame(alive)]).tally.frames.keepAlive == 1)
        #expect(try Analysed([SampleFrame(at: 1, FrameBuilder.association([alive]))]).tally.frames.keepAlive == 1)
    }

    @Test func `a piece that never gets the others is lost after half a minute of the capture`() throws {
        let pieces = SCTPTests.pieces(from: 1)
        for (second, total) in [(Int64(30), UInt64(1)), (32, 0)] {
            let late = pieces.dropFirst().map { SCTPTests.frame($0, at: second) }
            let tick = SCTPTests.frame(FrameBuilder.chunk([], type: 10), at: second - 1)
            let analysed = try Analysed([SCTPTests.frame(pieces[0]), tick] + late, pause: .seconds(60))
            #expect(analysed.tally.messages.total == total)
            let lost: [String: UInt64] = total == 1 ? [:] : ["sctp_timeout": UInt64(pieces.count)]
            #expect(analysed.tally.frames.lost == lost)
        }
    }

    @Test func `a message cut by the snap length counts, a cut piece is lost`() throws {
        let whole = FrameBuilder.association([FrameBuilder.data(SCTPTests.text, .init(number: 1))])
        let piece = FrameBuilder.association([FrameBuilder.data(SCTPTests.text, .init(number: 2, isLast: false))])
        let frames = [whole, piece].map { SampleFrame(at: 1, Array($0.dropLast(20)), wireByteCount: $0.count) }
        let tally = try Analysed(frames).tally
        #expect(tally.messages.issues[Int(DecodeIssue.cut.rawValue)] == 1)
        #expect(tally.messages.total == 1)
        #expect(tally.frames.lost == ["sctp_piece_cut": 1])
    }

    @Test func `a packet cut at every byte is accounted for`() throws {
        let chunks = [FrameBuilder.data(SCTPTests.text, .init(number: 1)), FrameBuilder.chunk([1, 2], type: 3)]
        let whole = FrameBuilder.association(chunks + SCTPTests.pieces(from: 2))
        for count in 0..<whole.count {
            let tally = try Analysed([SampleFrame(at: 1, Array(whole.prefix(count)), wireByteCount: whole.count)]).tally
            #expect(tally.messages.total <= 2)
            if count >= whole.count - SCTPTests.text.count { #expect(tally.frames.sip == 1) }
        }
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>) func `damaged packets are accounted for`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var trace = SIPTrace(transport: .sctp)
        for number in 0..<40 {
            trace.newCall("call-\(number)@example.com")
            trace.request("OPTIONS")
            trace.response(200, "OK")
        }
        let frames = trace.sctpFrames(pieceLength: 80, bundled: 2, isInterleaved: seed.isMultiple(of: 2)).map { frame in
            var frame = frame
            if Int.random(in: 0..<4, using: &random) == 0 { frame.bytes = random.damaged(frame.bytes) }
            return frame
        }
        #expect(try Analysed(frames, pause: .seconds(40)).tally.messages.total <= 80)
    }
}
