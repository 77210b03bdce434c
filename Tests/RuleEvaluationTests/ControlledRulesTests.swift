import CallTracking
import NetworkTypes
import RuleEvaluation
import SIPMessages
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// What an operator settles is what the evaluator does.
@Suite struct ControlledRulesTests {
    /// A rule that every failure breaks.
    private struct Failing: ResponseRule {
        let declaration: RuleDeclaration
        let codes = JudgedCodes.some(Array(400..<700))

        init(_ name: String, _ family: RuleFamily) {
            declaration = RuleDeclaration(
                name,
                family,
                .warning,
                .operational,
                .message,
                tier: .core,
                title: name,
                sources: ["RFC 3261 §21"],
                explanation: "",
                silence: "",
                advice: "",
                example: []
            )
        }

        func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? { .warning }
        func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String { declaration.identifier }
    }

    private let rules = RuleSet([Failing("odd-phrase", .syntax), Failing("error-storm", .overload)])

    private var trace: SIPTrace {
        var trace = SIPTrace()
        for number in 0..<3 {
            trace.newCall("call-\(number)@example.com")
            trace.request("INVITE")
            trace.response(503, "Service Unavailable")
            trace.response(503, "Service Unavailable")
        }
        return trace
    }

    private func analysed(_ settle: (inout RuleControl) -> Void) throws -> Analysed {
        var control = RuleControl()
        settle(&control)
        return try Analysed(trace, rules: rules.controlled(by: control))
    }

    private func exception(_ subject: RuleSubject, _ text: String, until: String? = nil) throws -> RuleException {
        let server = try #require(AddressPattern(text))
        let until = until.flatMap { CivilDate($0) }
        return RuleException(subject, server: server, serverText: text, reason: "known", until: until)
    }

    @Test func `a rule that is off, or not selected, finds nothing`() throws {
        let off = try analysed { $0.set(.syntax, to: .off, of: rules.declarations) }
        #expect(off.findings == ["error-storm": 3])
        let unselected = try analysed { $0.selection = [.subject(.rule("odd-phrase"))] }
        #expect(unselected.findings == ["odd-phrase": 3])
    }

    @Test func `a severity that is set replaces the one that was judged, in counts and examples`() throws {
        let analysed = try analysed { $0.set(rules.declarations[0], to: .error) }
        #expect(analysed.group("odd-phrase", .error)?.count == 3)
        #expect(analysed.group("odd-phrase", .error)?.examples.count == 3)
        #expect(analysed.group("odd-phrase", .warning) == nil)
        #expect(analysed.group("error-storm", .warning)?.count == 3)
    }

    @Test func `what an exception leaves out is counted once for each transaction, and is in no other figure`() throws {
        let server = "\(IPAddress.callee)"
        let analysed = try analysed { control in
            guard let exception = try? exception(.rule("odd-phrase"), server) else { return }
            control.add(exception)
        }
        #expect(analysed.findings == ["error-storm": 3])
        #expect(analysed.tally.findings.suppressed == [0: 3])
        #expect(analysed.tally.servers.all.allSatisfy { $0.server.findings.count <= 1 })
        for call in analysed.calls { #expect(call.call.marks.contains(1) && !call.call.marks.contains(0)) }
    }

    @Test func `an exception for another server, or one that has ended, leaves nothing out`() throws {
        let (other, over) = (try exception(.family(.syntax), "192.0.2.99"), IPAddress.callee)
        let ended = try exception(.rule("odd-phrase"), "\(over)", until: "1999-12-31")
        let analysed = try analysed {
            $0.add(other)
            $0.add(ended)
        }
        #expect(analysed.findings == ["odd-phrase": 3, "error-storm": 3])
        #expect(analysed.tally.findings.suppressed.isEmpty)
    }
}
