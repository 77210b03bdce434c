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

    static let all = syntax + headers + calls

    private static let syntax = [
        FaultyResponse(rule: "status-code-out-of-range", severity: .error, code: 799, isAbsence: false),
        FaultyResponse(rule: "unknown-status-code", severity: .notice, code: 499, isAbsence: false),
        FaultyResponse(rule: "http-only-status-code", severity: .warning, code: 451, isAbsence: false),
        FaultyResponse(rule: "obsolete-status-code", severity: .notice, code: 409, isAbsence: false),
        FaultyResponse(rule: "reserved-code-used", severity: .notice, code: 402, isAbsence: false),
        FaultyResponse(
            rule: "reason-phrase-contradiction",
            severity: .warning,
            code: 486,
            phrase: "OK",
            isAbsence: false
        ),
        FaultyResponse(rule: "missing-mandatory-header", severity: .error, code: 480, missing: ["To"]),
        FaultyResponse(
            rule: "duplicate-single-header",
            severity: .error,
            code: 486,
            headers: ["To: <sip:other@example.com>;tag=x"],
            isAbsence: false
        ),
        FaultyResponse(
            rule: "content-length-mismatch",
            severity: .error,
            code: 486,
            body: "v=0\r\n",
            rewritten: [("Content-Length: 5", "Content-Length: 300")],
            transports: [.udp]
        ),
        FaultyResponse(rule: "malformed-retry-after", severity: .warning, code: 486, headers: ["Retry-After: x"]),
        FaultyResponse(
            rule: "excessive-retry-after",
            severity: .warning,
            code: 503,
            headers: ["Retry-After: 864000"]
        ),
        FaultyResponse(
            rule: "version-rejected-for-2-0",
            severity: .warning,
            code: 505,
            isAbsence: false,
            needsRequest: true
        ),
    ]

    private static let headers = [
        FaultyResponse(rule: "invite-success-without-contact", severity: .error, code: 200, missing: ["Contact"]),
        FaultyResponse(rule: "redirect-without-contact", severity: .warning, code: 302, missing: ["Contact"]),
        FaultyResponse(rule: "alternative-service-without-body", severity: .warning, code: 380),
        FaultyResponse(rule: "unauthorized-without-challenge", severity: .error, code: 401),
        FaultyResponse(rule: "proxy-auth-without-challenge", severity: .error, code: 407),
        FaultyResponse(rule: "method-not-allowed-without-allow", severity: .error, code: 405),
        FaultyResponse(rule: "unsupported-media-without-accept", severity: .error, code: 415),
        FaultyResponse(rule: "bad-extension-without-unsupported", severity: .error, code: 420),
        FaultyResponse(rule: "extension-required-without-require", severity: .error, code: 421),
        FaultyResponse(rule: "session-interval-without-min-se", severity: .error, code: 422),
        FaultyResponse(
            rule: "interval-too-brief-without-min-expires",
            severity: .error,
            method: "REGISTER",
            code: 423
        ),
        FaultyResponse(rule: "bad-location-without-geolocation-error", severity: .error, code: 424),
        FaultyResponse(rule: "bad-alert-without-alertmsg-error", severity: .error, code: 425),
        FaultyResponse(rule: "bad-info-without-recv-info", severity: .error, method: "INFO", code: 469),
        FaultyResponse(rule: "consent-needed-without-permission-missing", severity: .warning, code: 470),
        FaultyResponse(rule: "bad-event-without-allow-events", severity: .error, method: "SUBSCRIBE", code: 489),
        FaultyResponse(rule: "security-agreement-without-security-server", severity: .error, code: 494),
        FaultyResponse(rule: "unavailable-without-retry-after", severity: .warning, code: 503),
        FaultyResponse(rule: "rejected-without-call-info", severity: .notice, code: 608),
    ]

    private static let calls = [
        FaultyResponse(rule: "to-tag-missing", severity: .error, code: 486, rewritten: [(";tag=callee", "")]),
        FaultyResponse(
            rule: "provisional-to-non-invite",
            severity: .error,
            method: "OPTIONS",
            code: 180,
            isAbsence: false
        ),
        FaultyResponse(rule: "progress-without-sdp", severity: .notice, code: 183, phrase: "Session Progress"),
        FaultyResponse(
            rule: "request-timeout-to-non-invite",
            severity: .error,
            method: "OPTIONS",
            code: 408,
            isAbsence: false
        ),
        FaultyResponse(
            rule: "cancel-answered-487",
            severity: .error,
            method: "CANCEL",
            code: 487,
            isAbsence: false
        ),
        FaultyResponse(
            rule: "challenge-to-ack-or-cancel",
            severity: .error,
            method: "CANCEL",
            code: 407,
            headers: [#"Proxy-Authenticate: Digest realm="example.com", nonce="1""#],
            isAbsence: false
        ),
        FaultyResponse(
            rule: "flow-failed-at-endpoint",
            severity: .warning,
            code: 430,
            isAbsence: false,
            isOfOneHop: true
        ),
        FaultyResponse(
            rule: "ambiguous-leaks-contacts",
            severity: .warning,
            code: 485,
            headers: ["Contact: Carol <sip:carol@example.com>"],
            isAbsence: false
        ),
    ]
}

extension SIPTrace {
    /// Sends what `response` answers.
    mutating func ask(for response: FaultyResponse, headers: [String] = []) {
        if response.method == "CANCEL" { request("INVITE", headers: headers) }
        let cause = SIPTrace.causes[response.code] ?? (headers: [], body: "")
        request(response.method, headers: headers + cause.headers, body: cause.body)
    }

    /// What a request holds that a code blames, so that only its response is wrong.
    private static let causes: [Int: (headers: [String], body: String)] = [
        415: ([], "hello"),
        422: (["Session-Expires: 60"], ""),
        424: (["Geolocation: <cid:place@example.com>"], ""),
        425: (["Call-Info: <cid:alert@example.com>;purpose=EmergencyCallData.cap"], ""),
        469: (["Info-Package: foo"], ""),
        470: (["Content-Type: application/resource-lists+xml"], "<resource-lists/>"),
        489: (["Event: foo"], ""),
    ]

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
