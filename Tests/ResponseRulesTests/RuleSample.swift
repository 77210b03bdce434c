import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// A response, and whether the rule under test is to hold for it.
struct RuleSample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The severity with which the rule is to hold; `nil` where it is to stay silent.
    let severity: Severity?
    let method: String
    let code: Int
    let phrase: String
    let headers: [String]
    /// Header fields that are left out.
    let missing: Set<String>
    let body: String
    /// What is put in place of other words of the response.
    let rewritten: [(String, String)]

    /// A response to `method` for which the rule holds with `severity`.
    static func fires(
        _ severity: Severity,
        _ code: Int,
        _ phrase: String = "Phrase",
        to method: String = "INVITE",
        headers: [String] = [],
        leavingOut missing: Set<String> = [],
        body: String = "",
        rewriting rewritten: [(String, String)] = []
    ) -> RuleSample {
        RuleSample(severity, code, phrase, method, headers, missing, body, rewritten)
    }

    /// A response to `method` for which the rule stays silent.
    static func silent(
        _ code: Int,
        _ phrase: String = "Phrase",
        to method: String = "INVITE",
        headers: [String] = [],
        leavingOut missing: Set<String> = [],
        body: String = "",
        rewriting rewritten: [(String, String)] = []
    ) -> RuleSample {
        RuleSample(nil, code, phrase, method, headers, missing, body, rewritten)
    }

    /// The method that the response names, where that is not the request's.
    private var answered: String?

    private init(
        _ severity: Severity?,
        _ code: Int,
        _ phrase: String,
        _ method: String,
        _ headers: [String],
        _ missing: Set<String>,
        _ body: String,
        _ rewritten: [(String, String)]
    ) {
        self.severity = severity
        self.code = code
        self.phrase = phrase
        self.method = method
        self.headers = headers
        self.missing = missing
        self.body = body
        self.rewritten = rewritten
        var words = [method, "\(code) \(phrase)"] + headers + missing.sorted().map { "no \($0)" }
        words += rewritten.map { "\($0) → \($1)" } + (body.isEmpty ? [] : ["\(body.utf8.count) bytes"])
        testDescription = words.joined(separator: ", ")
    }

    /// The same where the response says that it answers `method`.
    func answering(_ method: String) -> RuleSample {
        var sample = self
        sample.answered = method
        return sample
    }

    /// The request and the response over `transport`.
    func trace(over transport: Transport) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        if method == "CANCEL" { trace.request("INVITE") }
        trace.request(method)
        trace.response(code, phrase, headers: headers, leavingOut: missing, body: body)
        for (old, new) in rewritten { trace.rewrite(old, new) }
        return trace
    }

    /// Runs the sample through the whole line and compares what `rule` says.
    func check(_ rule: String, over transport: Transport) throws {
        let analysed = try Analysed(trace(over: transport))
        #expect(analysed.findings[rule, default: 0] == (severity == nil ? 0 : 1))
        guard let severity else { return }
        let group = try #require(analysed.group(rule, severity))
        #expect(group.calls == 1)
        #expect(group.servers.map(\.key.endpoint) == [.callee])
        #expect(group.examples.map(\.detail).allSatisfy { !$0.isEmpty })
        #expect(group.examples.map(\.method) == [answered ?? method])
    }
}

/// What every sample is tried over.
let transports: [Transport] = [.udp, .tcp]
