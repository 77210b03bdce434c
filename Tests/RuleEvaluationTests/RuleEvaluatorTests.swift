import CallTracking
import RuleEvaluation
import SIPMessages
import Tallying
import TestAnalysis
import TestSupport
import Testing
import WireBytes

/// A rule that holds whenever it is asked.
private struct Asked: ResponseRule {
    let declaration: RuleDeclaration
    let codes: JudgedCodes

    init(_ name: String, _ codes: JudgedCodes) {
        self.codes = codes
        declaration = RuleDeclaration(
            name,
            .syntax,
            .notice,
            .operational,
            .message,
            tier: .core,
            title: "",
            sources: [],
            explanation: "",
            silence: "",
            advice: "",
            example: []
        )
    }

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        hop.hasRequest && hop.isInSync ? .notice : .warning
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        bytes.text(of: message.start.statusText)
    }
}

@Suite struct RuleEvaluatorTests {
    private let rules = RuleSet([
        Asked("every", .every), Asked("some", .some([100, 503, 699])), Asked("none", .some([])),
        Asked("outside", .outOfRange),
    ])

    @Test(
        arguments: [
            (100, ["every", "some"]), (200, ["every"]), (503, ["every", "some"]), (699, ["every", "some"]),
            (700, ["every", "outside"]), (99, ["every", "outside"]), (1503, ["every", "outside"]),
        ] as [(Int, [String])]
    )
    func `a rule is asked for its codes only`(code: Int, asked: [String]) throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(code, "Phrase")
        #expect(try Analysed(trace, rules: rules).findings.keys.sorted() == asked)
    }

    @Test func `no rule is asked for requests, repeats and copies`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.mirror()
        trace.response(200, "OK")
        trace.mirror()
        trace.wait(.seconds(1))
        trace.resend()
        trace.request("BYE")
        #expect(try Analysed(trace, rules: rules).findings == ["every": 1])
    }

    @Test func `a rule holds once for a transaction however many different responses it has`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.response(183, "Session Progress")
        trace.response(200, "OK")
        #expect(try Analysed(trace, rules: rules).findings == ["every": 1])
    }

    @Test func `a rule hears whether the request was seen`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        #expect(try Analysed(trace, rules: rules).group("every", .notice)?.count == 1)
        #expect(try Analysed(trace.suffix(1), rules: rules).group("every", .warning)?.count == 1)
    }

    @Test func `a response without a Call-ID is judged, and of the call that its request is of`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK", leavingOut: ["Call-ID"])
        let group = try #require(try Analysed(trace, rules: rules).tally.findings.groups.first?.value)
        #expect(group.count == 1)
        #expect(group.calls == 1)
    }
}
