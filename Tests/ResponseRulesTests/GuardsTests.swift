import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// A response for which exactly one rule holds.
struct FaultyResponse: Sendable, CustomTestStringConvertible {
    let rule: String
    let severity: Severity
    let code: Int
    var phrase = "Phrase"
    var headers: [String] = []
    var missing: Set<String> = []
    /// Whether what makes it wrong is something that is not there.
    var isAbsence = true
    var testDescription: String { rule }

    static let all = [
        FaultyResponse(rule: "status-code-out-of-range", severity: .error, code: 799, isAbsence: false),
        FaultyResponse(rule: "unknown-status-code", severity: .notice, code: 499, isAbsence: false),
        FaultyResponse(
            rule: "reason-phrase-contradiction",
            severity: .warning,
            code: 486,
            phrase: "OK",
            isAbsence: false
        ),
        FaultyResponse(rule: "missing-mandatory-header", severity: .error, code: 487, missing: ["To"]),
        FaultyResponse(rule: "malformed-retry-after", severity: .warning, code: 486, headers: ["Retry-After: x"]),
        FaultyResponse(rule: "unauthorized-without-challenge", severity: .error, code: 401),
        FaultyResponse(rule: "proxy-auth-without-challenge", severity: .error, code: 407),
        FaultyResponse(rule: "method-not-allowed-without-allow", severity: .error, code: 405),
        FaultyResponse(rule: "bad-extension-without-unsupported", severity: .error, code: 420),
        FaultyResponse(rule: "unavailable-without-retry-after", severity: .warning, code: 503),
    ]
}

extension SIPTrace {
    /// Answers with `response`.
    mutating func respond(_ response: FaultyResponse, headers: [String] = []) {
        self.response(
            response.code,
            response.phrase,
            headers: headers + response.headers,
            leavingOut: response.missing
        )
    }
}

/// What holds for every rule: repeats, copies, relays, cuts and calls seen from their middle.
@Suite struct GuardsTests {
    @Test func `there is a sample of each rule`() {
        #expect(Set(FaultyResponse.all.map(\.rule)) == Set(RuleCatalogue.judges.map(\.declaration.identifier)))
    }

    @Test(arguments: FaultyResponse.all, transports)
    func `a response sent again and mirrored is one finding`(response: FaultyResponse, transport: Transport) throws {
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE")
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
        var trace = SIPTrace(transport: transport)
        for _ in 0..<2 {
            trace.request("OPTIONS")
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
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE")
        trace.respond(response)
        let group = try #require(try Analysed(trace.suffix(1)).group(response.rule, response.severity))
        #expect(group.count == 1)
        #expect(group.whole == 0)
        #expect(group.midCall == 1)
    }

    @Test(arguments: FaultyResponse.all)
    func `a message cut within its header section lacks nothing`(response: FaultyResponse) throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.respond(response)
        var frames = trace.frames
        frames[1].wireByteCount = frames[1].bytes.count
        frames[1].bytes.removeLast("Content-Length: 0\r\n\r\n".utf8.count)
        let findings = try Analysed(frames).findings
        #expect(findings.isEmpty || !response.isAbsence && findings == [response.rule: 1])
    }

    @Test(arguments: FaultyResponse.all)
    func `an answer over IPv6 is judged like any other`(response: FaultyResponse) throws {
        for transport in transports {
            var trace = SIPTrace(from: .callerV6, to: .calleeV6, transport: transport)
            trace.request("INVITE")
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
