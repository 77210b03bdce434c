import NetworkTypes
import RuleEvaluation
import TestSupport
import Testing

/// A response for which exactly one rule holds.
struct FaultyResponse: Sendable, CustomTestStringConvertible {
    let rule: String
    let severity: Severity
    var method = "INVITE"
    let code: Int
    var phrase = "Phrase"
    var headers: [String] = []
    var missing: Set<String> = []
    var body = ""
    /// What is put in place of other words.
    var rewritten: [(String, String)] = []
    /// Whether what makes it wrong is something that is not there.
    var isAbsence = true
    /// Over what it can be wrong in this way.
    var transports: [Transport] = [.udp, .tcp]
    /// Whether nothing is said without the request.
    var needsRequest = false
    /// Whether it is right below a proxy.
    var isOfOneHop = false
    var testDescription: String { rule }

    static let all = syntax + headers

    private static let syntax = [
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
    ]

    private static let headers = [
        FaultyResponse(rule: "unauthorized-without-challenge", severity: .error, code: 401),
        FaultyResponse(rule: "proxy-auth-without-challenge", severity: .error, code: 407),
        FaultyResponse(rule: "method-not-allowed-without-allow", severity: .error, code: 405),
        FaultyResponse(rule: "bad-extension-without-unsupported", severity: .error, code: 420),
        FaultyResponse(rule: "unavailable-without-retry-after", severity: .warning, code: 503),
    ]
}

extension SIPTrace {
    /// Sends what `response` answers.
    mutating func ask(for response: FaultyResponse, headers: [String] = []) {
        if response.method == "CANCEL" { request("INVITE", headers: headers) }
        request(response.method, headers: headers)
    }

    /// Answers with `response`.
    mutating func respond(_ response: FaultyResponse, headers: [String] = []) {
        self.response(
            response.code,
            response.phrase,
            headers: headers + response.headers,
            leavingOut: response.missing,
            body: response.body
        )
        for (old, new) in response.rewritten { rewrite(old, new) }
    }
}
