import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// What holds for every rule: repeats, copies, relays, cuts and calls seen from their middle.
@Suite struct GuardsTests {
    @Test func `times that lie as far apart as numbers go stop nobody`() throws {
        var trace = SIPTrace()
        for number in 0..<6 {
            trace.newCall("far-\(number)@example.com")
            trace.request("REGISTER")
            trace.response(403, "Forbidden")
            trace.request("INVITE")
            trace.response(503, "Service Unavailable", headers: ["Retry-After: 4294967295"])
            trace.wait(.seconds(3_000_000_000))
        }
        #expect(try Analysed(trace).tally.messages.total == 24)
    }

    @Test func `there is a sample of each rule`() {
        // The rule on 503 has a memory, and it judges each by itself like these.
        let rules = RuleCatalogue.judges.map(\.declaration.identifier) + ["unavailable-without-retry-after"]
        #expect(Set(FaultyResponse.all.map(\.rule)) == Set(rules))
    }

    @Test(arguments: FaultyResponse.all, transports)
    func `a response sent again and mirrored is one finding`(response: FaultyResponse, transport: Transport) throws {
        guard response.transports.contains(transport) else { return }
        var trace = SIPTrace(transport: transport)
        trace.ask(for: response)
        trace.respond(response)
        trace.mirror()
        for _ in 0..<3 {
            trace.wait(.milliseconds(500))
            trace.resend()
            trace.mirror()
        }
        let analysed = try Analysed(trace)
        #expect(analysed.findings == [response.rule: 1])
        #expect(analysed.tally.messages.repeatedResponses == 3)
    }

    @Test(arguments: FaultyResponse.all, transports)
    func `two transactions of a call are two findings in one call`(
        response: FaultyResponse,
        transport: Transport
    ) throws {
        guard response.transports.contains(transport) else { return }
        var trace = SIPTrace(transport: transport)
        for _ in 0..<2 {
            trace.ask(for: response)
            trace.respond(response)
        }
        let group = try #require(try Analysed(trace).group(response.rule, response.severity))
        #expect(group.count == 2)
        #expect(group.calls == 1)
        #expect(group.whole == 2)
    }

    @Test(arguments: FaultyResponse.all, transports)
    func `a call seen from its middle is judged by what is there`(
        response: FaultyResponse,
        transport: Transport
    ) throws {
        guard response.transports.contains(transport) else { return }
        var trace = SIPTrace(transport: transport)
        trace.ask(for: response)
        trace.respond(response)
        let late = try Analysed(trace.suffix(1))
        guard !response.needsRequest else {
            #expect(late.findings.isEmpty)
            return
        }
        let group = try #require(late.group(response.rule, response.severity))
        #expect(group.count == 1)
        #expect(group.whole == 0)
        #expect(group.midCall == 1)
    }

    @Test(arguments: FaultyResponse.all)
    func `a message cut within its header section lacks nothing`(response: FaultyResponse) throws {
        var trace = SIPTrace()
        trace.ask(for: response)
        trace.respond(response)
        var frames = trace.frames
        let last = frames.count - 1
        frames[last].wireByteCount = frames[last].bytes.count
        let length = frames[last].bytes.firstRange(of: Array("Content-Length:".utf8))
        frames[last].bytes = Array(frames[last].bytes[..<(length?.lowerBound ?? 0)])
        let findings = try Analysed(frames).findings
        #expect(findings.isEmpty || !response.isAbsence && findings == [response.rule: 1])
    }

    @Test(arguments: FaultyResponse.all)
    func `an answer over IPv6 is judged like any other`(response: FaultyResponse) throws {
        for transport in response.transports {
            var trace = SIPTrace(from: .callerV6, to: .calleeV6, transport: transport)
            trace.ask(for: response)
            trace.respond(response)
            #expect(try Analysed(trace).findings == [response.rule: 1])
        }
    }

    @Test(arguments: FaultyResponse.all)
    func `what stands in a body of a stream joined in its middle is no answer`(response: FaultyResponse) throws {
        let body = "joined in the middle of a transfer\r\nSIP/2.0 \(response.code) \(response.phrase)\r\n\r\n"
        let frames = [SampleFrame(at: 1, FrameBuilder.segment(FrameBuilder.bytes(body), sequence: 500))]
        #expect(try Analysed(frames).findings.isEmpty)
    }
}
