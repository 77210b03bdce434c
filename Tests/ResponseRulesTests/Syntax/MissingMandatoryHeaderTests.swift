import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct MissingMandatoryHeaderTests {
    private static let rule = "missing-mandatory-header"

    @Test(arguments: ["Via", "From", "To", "Call-ID", "CSeq"], transports)
    func `a response without it is reported by name`(name: String, transport: Transport) throws {
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE")
        trace.response(200, "OK", leavingOut: [name])
        let analysed = try Analysed(trace)
        #expect(analysed.findings == [MissingMandatoryHeaderTests.rule: 1])
        #expect(analysed.detail(MissingMandatoryHeaderTests.rule, .error) == "without \(name)")
    }

    @Test(arguments: ["Call-ID: call-1@example.com", "CSeq: 1 INVITE"], transports)
    func `an empty field is as good as none`(line: String, transport: Transport) throws {
        let name = String(line.prefix { $0 != ":" })
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE")
        trace.response(200, "OK")
        trace.rewrite(line, "\(name):  ")
        let analysed = try Analysed(trace)
        #expect(analysed.findings == [MissingMandatoryHeaderTests.rule: 1])
        #expect(analysed.detail(MissingMandatoryHeaderTests.rule, .error) == "without \(name) (empty)")
    }

    @Test(arguments: samples, transports)
    func `other ways to write a field are as good`(sample: RuleSample, transport: Transport) throws {
        try sample.check(MissingMandatoryHeaderTests.rule, over: transport)
    }

    private static let samples: [RuleSample] = [
        .silent(200, "OK"),
        .silent(200, "OK", rewriting: [("Via:", "v:"), ("From:", "f:"), ("To:", "t:"), ("Call-ID:", "i:")]),
        .silent(200, "OK", rewriting: [("Via:", "VIA :"), ("From:", "fROM\t:"), ("CSeq: 1", "CSEQ:1")]),
        .silent(200, "OK", rewriting: [("From: <", "From:\r\n <"), ("CSeq: 1 ", "CSeq: 1\r\n\t")]),
        .silent(200, "OK", rewriting: [("To: <sip:bob@example.com>;tag=callee", "To: nothing that can be read")]),
    ]

    @Test(arguments: ["To", "CSeq"])
    func `a message cut before the empty line lacks nothing`(name: String) throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK", leavingOut: [name], body: "v=0\r\n")
        var frames = trace.frames
        let whole = frames[1].bytes.count
        frames[1].wireByteCount = whole
        frames[1].bytes.removeLast(5 + 2)
        #expect(try Analysed(frames).findings.isEmpty, "cut before the empty line")
        frames[1].bytes = Array(trace.frames[1].bytes.dropLast(5))
        #expect(try Analysed(frames).findings == [MissingMandatoryHeaderTests.rule: 1], "cut behind it")
    }

    @Test func `a body on a stream needs a length, on a datagram it does not`() throws {
        for transport in transports {
            var trace = SIPTrace(transport: transport)
            trace.request("INVITE")
            trace.response(200, "OK", headers: ["Content-Type: application/sdp"])
            trace.rewrite("Content-Length: 0\r\n", "")
            let findings = try Analysed(trace).findings
            #expect(findings == (transport == .tcp ? [MissingMandatoryHeaderTests.rule: 1] : [:]))
        }
    }

    @Test func `without a body nobody needs a length`() throws {
        var trace = SIPTrace(transport: .tcp)
        trace.request("BYE")
        trace.response(200, "OK")
        trace.rewrite("Content-Length: 0\r\n", "")
        #expect(try Analysed(trace).findings.isEmpty)
    }
}
