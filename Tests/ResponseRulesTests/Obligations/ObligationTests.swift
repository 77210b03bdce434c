import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// A row of the table of what codes have to bring along, as the rules are to have it.
struct ObligationRow: Sendable, CustomTestStringConvertible {
    let rule: String
    let codes: [Int]
    /// The header fields of which one is enough, each with a value that serves.
    let anyOf: [String]
    /// The methods to which it applies; empty for all.
    var methods: [String] = []
    /// How grave a bare response is, and how grave one can be where that is more.
    var severity = Severity.error
    var gravest: Severity?
    var testDescription: String { rule }

    static let all = [
        ObligationRow(
            rule: "redirect-without-contact",
            codes: [300, 301, 302, 305],
            anyOf: ["Contact: <sip:c@example.com>"],
            severity: .warning
        ),
        ObligationRow(
            rule: "alternative-service-without-body",
            codes: [380],
            anyOf: ["Contact: <sip:c@example.com>"],
            severity: .warning
        ),
        ObligationRow(
            rule: "unauthorized-without-challenge",
            codes: [401],
            anyOf: [#"WWW-Authenticate: Digest realm="x", nonce="y""#]
        ),
        ObligationRow(rule: "method-not-allowed-without-allow", codes: [405], anyOf: ["Allow: INVITE"]),
        ObligationRow(
            rule: "proxy-auth-without-challenge",
            codes: [407],
            anyOf: [#"Proxy-Authenticate: Digest realm="x", nonce="y""#]
        ),
        ObligationRow(
            rule: "unsupported-media-without-accept",
            codes: [415],
            anyOf: ["Accept: application/sdp", "Accept-Encoding: identity", "Accept-Language: en", "Accept:"]
        ),
        ObligationRow(rule: "bad-extension-without-unsupported", codes: [420], anyOf: ["Unsupported: foo"]),
        ObligationRow(rule: "extension-required-without-require", codes: [421], anyOf: ["Require: 100rel"]),
        ObligationRow(
            rule: "session-interval-without-min-se",
            codes: [422],
            anyOf: ["Min-SE: 90"],
            methods: ["INVITE", "UPDATE"]
        ),
        ObligationRow(
            rule: "interval-too-brief-without-min-expires",
            codes: [423],
            anyOf: ["Min-Expires: 300"],
            methods: ["REGISTER", "SUBSCRIBE", "PUBLISH"]
        ),
        ObligationRow(
            rule: "bad-location-without-geolocation-error",
            codes: [424],
            anyOf: ["Geolocation-Error: 101"]
        ),
        ObligationRow(rule: "bad-alert-without-alertmsg-error", codes: [425], anyOf: ["AlertMsg-Error: 103"]),
        ObligationRow(
            rule: "bad-info-without-recv-info",
            codes: [469],
            anyOf: ["Recv-Info: foo", "Recv-Info:"],
            methods: ["INFO"]
        ),
        ObligationRow(
            rule: "consent-needed-without-permission-missing",
            codes: [470],
            anyOf: ["Permission-Missing: sip:c@example.com"],
            severity: .warning
        ),
        ObligationRow(
            rule: "bad-event-without-allow-events",
            codes: [489],
            anyOf: ["Allow-Events: presence", "u: presence, dialog"],
            methods: ["SUBSCRIBE", "NOTIFY", "PUBLISH"]
        ),
        ObligationRow(
            rule: "security-agreement-without-security-server",
            codes: [494],
            anyOf: ["Security-Server: ipsec-3gpp;q=0.1"]
        ),
        ObligationRow(
            rule: "unavailable-without-retry-after",
            codes: [503],
            anyOf: ["Retry-After: 10"],
            severity: .warning
        ),
        ObligationRow(
            rule: "rejected-without-call-info",
            codes: [608],
            anyOf: ["Call-Info: <https://b.example/x>;purpose=jwscard"],
            severity: .notice,
            gravest: .warning
        ),
        ObligationRow(
            rule: "invite-success-without-contact",
            codes: [200, 202, 204, 299],
            anyOf: ["Contact: <sip:c@example.com>", "m: sip:c@example.com"],
            methods: ["INVITE", "UPDATE", "SUBSCRIBE"]
        ),
    ]

    /// Whether an answer to `method` has to bring it.
    func applies(to method: String) -> Bool {
        if codes.contains(302), method == "CANCEL" { return false }
        return methods.isEmpty || methods.contains(method)
    }
}

/// The matrix of what codes have to bring along, against the table and against the catalogue.
@Suite struct ObligationTests {
    private static let methods =
        Method.allCases.map(\.name).filter { !["ACK", "REFER"].contains($0) } + ["FROBNICATE"]

    @Test(arguments: ObligationRow.all, transports)
    func `a bare response is reported to the methods of its row and to no other`(
        row: ObligationRow,
        transport: Transport
    ) throws {
        for (code, method) in row.codes.flatMap({ code in ObligationTests.methods.map { (code, $0) } }) {
            let isLess = row.rule == "bad-event-without-allow-events" && method == "PUBLISH"
            let sample: RuleSample =
                row.applies(to: method)
                ? .fires(isLess ? .warning : row.severity, code, to: method, leavingOut: ["Contact"])
                : .silent(code, to: method, leavingOut: ["Contact"])
            try sample.check(row.rule, over: transport)
        }
    }

    @Test(arguments: ObligationRow.all, transports)
    func `any one header field of its row makes a response whole`(row: ObligationRow, transport: Transport) throws {
        for (code, line) in row.codes.flatMap({ code in row.anyOf.map { (code, $0) } }) {
            let method = row.methods.first ?? "INVITE"
            try RuleSample.silent(code, to: method, headers: [line]).check(row.rule, over: transport)
            let bare = line.prefix { $0 != ":" }
            let lower = line.replacing(bare, with: bare.lowercased(), maxReplacements: 1)
            try RuleSample.silent(code, to: method, headers: [lower]).check(row.rule, over: transport)
            let other = RuleSample.fires(
                row.severity,
                code,
                to: method,
                headers: ["X-" + line],
                leavingOut: ["Contact"]
            )
            try other.check(row.rule, over: transport)
        }
    }

    @Test func `the rules are those of the table and judge its codes`() {
        // The rule on 503 has a memory and is no judge.
        for row in ObligationRow.all where row.codes != [503] {
            let rule = RuleCatalogue.judges.first { $0.declaration.identifier == row.rule }
            guard let rule, case .some(let codes) = rule.codes else {
                Issue.record("\(row.rule) is no rule about codes")
                continue
            }
            let isClass = row.rule == "invite-success-without-contact"
            #expect(isClass ? codes == Array(200..<300) : codes.sorted() == row.codes.map { UInt16($0) })
            #expect(rule.declaration.severity == row.gravest ?? row.severity)
        }
        let named = Set(ObligationRow.all.map(\.rule))
        for rule in RuleCatalogue.judges where rule.declaration.family == .obligations {
            #expect(named.contains(rule.declaration.identifier))
        }
    }

    @Test func `what the catalogue demands of every response of a code is judged`() throws {
        // A 199 goes on in the rule about it, which has to know the early dialog.
        for row in StatusCodes.all where !row.mustHeaders.isEmpty && row.number != 199 {
            let rule = try #require(ObligationRow.all.first { $0.codes.contains(Int(row.number)) })
            #expect(rule.severity == .error)
            let demand = try #require(row.mustHeaders.first)
            let named = rule.anyOf.map { $0.prefix { $0 != ":" } }.filter { $0 != "u" }
            #expect(Set(named) == Set(demand.headers.map { Substring($0.canonical) }))
            for method in Method.allCases where row.methods.covers(method) && method != .ack {
                #expect(rule.applies(to: method.name), "\(row.number) to \(method.name)")
            }
        }
    }

    @Test func `the severity is that of the demand`() throws {
        for row in ObligationRow.all where row.severity < .error {
            let code = try #require(StatusCodes.row(for: UInt16(row.codes[0])))
            #expect(code.mustHeaders.isEmpty, "\(code.number)")
        }
    }

    @Test func `what is lacking stands in the finding`() throws {
        let details = [
            (415, "INVITE", "415 to INVITE without Accept, Accept-Encoding or Accept-Language"),
            (380, "INVITE", "380 to INVITE without Content-Type or Contact"),
            (489, "SUBSCRIBE", "489 to SUBSCRIBE without Allow-Events"),
            (302, "INVITE", "302 to INVITE without Contact"),
        ]
        for (code, method, detail) in details {
            let row = try #require(ObligationRow.all.first { $0.codes.contains(code) })
            var trace = SIPTrace()
            trace.request(method)
            trace.response(code, "Phrase", leavingOut: ["Contact"])
            #expect(try Analysed(trace).detail(row.rule, row.severity) == detail)
        }
    }

    @Test func `a 608 is graver where somebody said that it is understood`() throws {
        let rule = "rejected-without-call-info"
        let cases: [([String], Severity)] = [
            (["Feature-Caps: *;+sip.608"], .warning), (["Feature-Caps: *;+sip.607"], .notice), ([], .notice),
        ]
        for (headers, severity) in cases {
            for transport in transports {
                var trace = SIPTrace(transport: transport)
                trace.request("INVITE", headers: headers)
                trace.response(608, "Rejected")
                #expect(try Analysed(trace).group(rule, severity)?.count == 1)
                #expect(try Analysed(trace.suffix(1)).group(rule, .notice)?.count == 1)
            }
        }
    }
}
