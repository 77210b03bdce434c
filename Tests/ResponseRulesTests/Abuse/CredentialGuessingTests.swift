import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct CredentialGuessingTests {
    private static let rule = "credential-guessing"

    /// REGISTERs with credentials, in turn from `sources` addresses, each with its final response.
    private static func tries(
        _ codes: [Int],
        sources: Int = 1,
        gap: Duration = .milliseconds(500),
        headers: [String] = [],
        credentials: [String] = ["Authorization: Digest username=\"200\""],
        over transport: Transport = .udp
    ) -> SIPTrace {
        .over(transport) { trace in
            for (number, code) in codes.enumerated() {
                trace.caller = .host(number % sources + 1)
                trace.newCall("try-\(number)")
                trace.request("REGISTER", headers: credentials)
                trace.response(code, "Phrase", headers: headers)
                trace.wait(gap)
            }
        }
    }

    @Test(
        arguments: [
            (60, 401, true, "error"), (10, 401, false, "warning"), (10, 403, false, "warning"),
            (10, 407, true, "error"), (9, 401, true, ""), (20, 404, true, ""),
        ],
        transports
    )
    func `ten refused passwords are told, and a success behind them is an error`(
        sample: (count: Int, code: Int, succeeds: Bool, severity: String),
        transport: Transport
    ) throws {
        let codes = [Int](repeating: sample.code, count: sample.count) + (sample.succeeds ? [200] : [])
        var trace = CredentialGuessingTests.tries(codes, over: transport)
        if transport == .udp { trace.mirrorAll() }
        let analysed = try Analysed(trace)
        let isFound = !sample.severity.isEmpty
        #expect(analysed.totals(CredentialGuessingTests.rule) == [isFound ? 1 : 0, isFound ? UInt64(sample.count) : 0])
        guard let severity = Severity(rawValue: sample.severity) else { return }
        let group = try #require(analysed.group(CredentialGuessingTests.rule, severity))
        #expect(group.servers.map(\.key.endpoint) == [.host(1)])
        #expect(group.examples[0].detail.contains("possible break-in") == (severity == .error))
    }

    @Test func `a stale nonce and a request without credentials are no tries`() throws {
        let codes = [Int](repeating: 401, count: 30)
        let stale = ["WWW-Authenticate: Digest realm=\"x\", nonce=\"1\", stale=TRUE"]
        let trace = CredentialGuessingTests.tries(codes, headers: stale)
        #expect(try Analysed(trace).findings[CredentialGuessingTests.rule] == nil)
        let plain = CredentialGuessingTests.tries(codes, credentials: [])
        #expect(try Analysed(plain).findings[CredentialGuessingTests.rule] == nil)
    }

    @Test(arguments: [(2, "from 203.0.113"), (5, "one user from 5 addresses, so it is distributed")])
    func `one user that several sources try is one finding`(sources: Int, words: String) throws {
        let codes = [Int](repeating: 401, count: 4 * sources + 2)
        let analysed = try Analysed(CredentialGuessingTests.tries(codes, sources: sources))
        #expect(analysed.totals(CredentialGuessingTests.rule) == [1, UInt64(codes.count)])
        #expect(analysed.detail(CredentialGuessingTests.rule, .warning)?.contains(words) == true)
    }

    @Test(arguments: [(25, true), (2, false)])
    func `one user at a slow and steady rate is a wrong setting`(gap: Int, isNamed: Bool) throws {
        let codes = [Int](repeating: 403, count: 12) + [200]
        let analysed = try Analysed(CredentialGuessingTests.tries(codes, gap: .seconds(gap)), pause: .seconds(400))
        let severity = isNamed ? Severity.warning : .error
        let detail = try #require(analysed.detail(CredentialGuessingTests.rule, severity))
        #expect(detail.contains("misconfiguration") == isNamed)
    }

    @Test(arguments: [10, 5_000])
    func `phones whose nonces ran out unsaid know their passwords`(delay: Int) throws {
        var trace = SIPTrace()
        for number in 0..<30 {
            var phone = SIPTrace()
            phone.newCall("phone-\(number)")
            for (code, time) in [(401, 0), (200, delay)] {
                phone.at(.milliseconds(100 * number + time))
                phone.request("REGISTER", headers: ["Authorization: Digest username=\"x\""])
                phone.rewrite("To: <sip:bob@", "To: <sip:phone\(number)@")
                phone.response(code, "Phrase")
                phone.rewrite("To: <sip:bob@", "To: <sip:phone\(number)@")
            }
            trace.merge(phone)
        }
        #expect(try Analysed(trace, pause: .seconds(400)).findings[CredentialGuessingTests.rule] == nil)
    }

    @Test(arguments: [(33, 1), (34, 0)])
    func `ten within five minutes and not more`(gap: Int, count: Int) throws {
        let codes = [Int](repeating: 401, count: 10)
        let trace = CredentialGuessingTests.tries(codes, gap: .seconds(gap))
        #expect(try Analysed(trace).totals(CredentialGuessingTests.rule)[0] == UInt64(count))
    }
}
