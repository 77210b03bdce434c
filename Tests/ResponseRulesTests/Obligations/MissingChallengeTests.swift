import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// 401 and 407 are mirror images; each sample is tried as both.
@Suite struct MissingChallengeTests {
    /// One of the two rules.
    struct Side: Sendable, CustomTestStringConvertible {
        let rule: String
        let code: Int
        let header: String
        let other: String
        var testDescription: String { rule }
    }

    private static let sides = [
        Side(
            rule: "unauthorized-without-challenge",
            code: 401,
            header: "WWW-Authenticate",
            other: "Proxy-Authenticate"
        ),
        Side(rule: "proxy-auth-without-challenge", code: 407, header: "Proxy-Authenticate", other: "WWW-Authenticate"),
    ]

    private static let digest = #"Digest realm="example.com", nonce="84a4cc6f3082121f32b42a2187831a9e""#

    /// The header lines of a challenge, with `@` for the right name and `%` for the other, and what is said of them.
    struct Lines: Sendable, CustomTestStringConvertible {
        let lines: [String]
        let detail: String?
        var testDescription: String { lines.joined(separator: " / ") }
    }

    private static let samples: [Lines] = [
        Lines(lines: [], detail: "# without @"),
        Lines(lines: ["%: \(digest)"], detail: "# with % only, without @"),
        Lines(lines: [#"@: Digest nonce="1""#], detail: "@ without realm"),
        Lines(lines: [#"@: Digest realm="example.com""#], detail: "@ without nonce"),
        Lines(lines: ["@: Digest"], detail: "@ without realm and nonce"),
        Lines(lines: [#"@: digest opaque="realm=x, nonce=y""#], detail: "@ without realm and nonce"),
        Lines(lines: ["@: \(digest)"], detail: nil),
        Lines(lines: ["@: \(digest)", "%: \(digest)"], detail: nil),
        Lines(lines: ["@: \(digest), algorithm=SHA-256", "@: \(digest), algorithm=MD5"], detail: nil),
        Lines(lines: [#"@: Digest nonce = "1" , realm = "a, b=c""#], detail: nil),
        Lines(lines: [#"@: Digest realm="", nonce="""#], detail: nil),
        Lines(lines: ["@: Digest\r\n realm=\"x\",\r\n\tnonce=\"y\""], detail: nil),
        Lines(lines: [#"@: Bearer authz_server="https://example.com""#], detail: nil),
        Lines(lines: ["@: NTLM"], detail: nil),
    ]

    @Test(arguments: sides, samples)
    func `a challenge has to be there and to be answerable`(side: Side, sample: Lines) throws {
        for transport in transports {
            var trace = SIPTrace(transport: transport)
            trace.request("REGISTER")
            trace.response(side.code, "Phrase", headers: sample.lines.map { MissingChallengeTests.filled($0, side) })
            let analysed = try Analysed(trace)
            #expect(analysed.findings == (sample.detail == nil ? [:] : [side.rule: 1]))
            #expect(analysed.detail(side.rule, .error) == sample.detail.map { MissingChallengeTests.filled($0, side) })
        }
    }

    private static func filled(_ text: String, _ side: Side) -> String {
        text.replacing("@", with: side.header).replacing("%", with: side.other).replacing("#", with: "\(side.code)")
    }

    @Test func `the name of the field counts in any case`() throws {
        let headers = [
            "www-authenticate: \(MissingChallengeTests.digest)", "wWw-AUTHENTICATE: \(MissingChallengeTests.digest)",
        ]
        try RuleSample.silent(401, "Unauthorized", to: "REGISTER", headers: headers)
            .check("unauthorized-without-challenge", over: .udp)
    }

    @Test(arguments: sides)
    func `one challenge of two that cannot be answered is shown with what it lacks`(side: Side) throws {
        var trace = SIPTrace()
        trace.request("REGISTER")
        trace.response(
            side.code,
            "Phrase",
            headers: ["\(side.header): \(MissingChallengeTests.digest)", "\(side.header): Digest realm=\"x\""]
        )
        let detail = try Analysed(trace).detail(side.rule, .error)
        #expect(detail == "\(side.header) without nonce")
    }
}
