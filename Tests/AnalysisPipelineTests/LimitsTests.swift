import CallTracking
import NetworkTypes
import PacketDecoding
import SIPMessages
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// The bounds that the report lists: silent at the limit, counted beyond it.
@Suite struct LimitsTests {
    private func reached(_ name: String, _ stream: [UInt8]) throws -> UInt64 {
        var segments = HostileStream()
        segments.open()
        segments.send(stream, by: 1_400)
        return try Analysed(segments.frames).reached(name)
    }

    @Test(arguments: [0, 1]) func `header fields beyond the limit are told`(excess: Int) throws {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        let lines = String(decoding: trace.steps[0].bytes, as: UTF8.self).split(separator: "\r\n").count - 1
        let more = [String](repeating: "X: 1", count: SIPDecoder.mostFields - lines + excess)
        var long = SIPTrace()
        long.request("OPTIONS", headers: more)
        #expect(try Analysed(long).reached("header_fields") == UInt64(excess))
    }

    @Test(arguments: [0, 1]) func `a first line that does not end is told`(excess: Int) throws {
        let start = "OPTIONS sip:"
        let line = start + String(repeating: "r", count: StartLine.longestLine - start.utf8.count + excess)
        #expect(try reached("start_line_bytes", FrameBuilder.bytes(line)) == UInt64(excess))
    }

    @Test(arguments: [(60_000, 0), (70_000, 1)])
    func `a reason phrase beyond the limit of a line is told, and its message counts`(count: Int, told: UInt64) throws {
        var trace = SIPTrace(transport: .tcp)
        trace.request("OPTIONS")
        trace.response(200, String(repeating: "r", count: count))
        let analysed = try Analysed(trace.segmentFrames(pieceLength: 1_400))
        #expect(analysed.reached("start_line_bytes") == told)
        #expect(analysed.messageCount == 2)
    }

    @Test func `other bytes without a line end are no first line`() throws {
        #expect(try reached("start_line_bytes", [UInt8](repeating: 0x41, count: 100_000)) == 0)
    }

    @Test(arguments: [0, 1]) func `a message of a stream that is too long to be waited for is told`(excess: Int) throws
    {
        var trace = SIPTrace(transport: .tcp)
        trace.request("OPTIONS")
        let head = trace.steps[0].bytes
        trace.rewrite("Content-Length: 0", "Content-Length: \(StreamFramer.longestMessage - head.count - 5 + excess)")
        let message = trace.steps[0].bytes
        #expect(message.count == head.count + 5)
        #expect(try reached("stream_message_bytes", message) == UInt64(excess))
    }

    @Test func `a message of a stream that ends too early is not too long`() throws {
        var segments = HostileStream()
        segments.open()
        var trace = SIPTrace(transport: .tcp)
        trace.request("OPTIONS", body: "v=0\r\n")
        let bytes = Array(trace.steps[0].bytes.dropLast())
        segments.send(bytes, by: 1_400)
        segments.send([], at: bytes.count, flags: [.fin, .acknowledgement])
        let analysed = try Analysed(segments.frames)
        #expect(analysed.messageCount == 1)
        #expect(analysed.reached("stream_message_bytes") == 0)
    }

    @Test(arguments: [0, 1]) func `an upgrade that does not end is told`(excess: Int) throws {
        let start = "GET /"
        let line = start + String(repeating: "r", count: 16_383 - start.utf8.count + excess)
        #expect(try reached("websocket_upgrade_bytes", FrameBuilder.bytes(line)) == UInt64(excess))
    }

    @Test func `methods and codes that are counted as other are told`() throws {
        var trace = SIPTrace()
        for number in 0..<70 {
            trace.request("ODD\(number)")
            trace.response(1_000 + number, "Odd")
        }
        let analysed = try Analysed(trace)
        #expect(analysed.reached("methods") == analysed.tally.messages.requests.all["other"])
        #expect(analysed.reached("codes_out_of_range") == 6)
    }

    @Test func `every bound has a name of its own`() throws {
        let names = try Analysed([]).limits.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.allSatisfy { $0 == "_" || $0.isLowercase } })
    }
}
