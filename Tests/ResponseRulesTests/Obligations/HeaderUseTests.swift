import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// A header field that is there is not enough where it cannot serve.
@Suite struct HeaderUseTests {
    @Test(arguments: samples, transports)
    func `a value has to serve for what the code demands it`(
        sample: (rule: String, sample: RuleSample),
        transport: Transport
    ) throws {
        try sample.sample.check(sample.rule, over: transport)
    }

    private static let samples: [(rule: String, sample: RuleSample)] =
        sessionIntervals.map { ("session-interval-without-min-se", $0) }
        + lifetimes.map { ("interval-too-brief-without-min-expires", $0) }
        + cards.map { ("rejected-without-call-info", $0) } + bodies.map { ("alternative-service-without-body", $0) }
        + contacts.map { ("redirect-without-contact", $0) }
        + lists.map { ("bad-extension-without-unsupported", $0) }

    private static let sessionIntervals: [RuleSample] = [
        .fires(.error, 422, headers: ["Min-SE: 89"]), .fires(.error, 422, headers: ["Min-SE: 60"]),
        .fires(.error, 422, headers: ["Min-SE: soon"]), .fires(.error, 422, headers: ["Min-SE:"]),
        .fires(.error, 422, headers: ["Min-SE: -90"]), .fires(.error, 422, headers: ["Min-SE: 90s"]),
        .fires(.error, 422, headers: ["Min-SE: 4294967296"]), .fires(.error, 422, headers: ["Session-Expires: 90"]),
        .silent(422, headers: ["Min-SE: 90"]), .silent(422, to: "UPDATE", headers: ["min-se:1800;x=y"]),
        .silent(422, headers: ["Min-SE: 90 ;x"]),
    ]

    private static let lifetimes: [RuleSample] = [
        .fires(.error, 423, to: "REGISTER", headers: ["Min-Expires: soon"]),
        .fires(.error, 423, to: "REGISTER", headers: ["Min-Expires: "]),
        .fires(.error, 423, to: "SUBSCRIBE", headers: ["Min-Expires: 1.5"]),
        .fires(.error, 423, to: "PUBLISH", headers: ["Expires: 300"]),
        .silent(423, to: "REGISTER", headers: ["Min-Expires: 300"]),
        .silent(423, to: "REGISTER", headers: ["Min-Expires: 0"]), .silent(423, to: "INVITE"),
    ]

    private static let cards: [RuleSample] = [
        .fires(.notice, 608, headers: ["Call-Info: <https://b.example/x>;purpose=info"]),
        .fires(.notice, 608, headers: ["Call-Info: <https://b.example/x?purpose=jwscard>"]),
        .fires(.notice, 608, headers: ["Call-Info: <https://b.example/x>"]),
        .silent(608, headers: ["Call-Info: <https://b.example/x>;purpose=icon, <https://b.example/y>;purpose=jwscard"]),
        .silent(608, headers: ["Call-Info: <https://b.example/x>", "Call-Info: <https://y.example/>;Purpose=JWSCard"]),
    ]

    private static let bodies: [RuleSample] = [
        .fires(.warning, 380, headers: ["Content-Type: application/3gpp-ims+xml"]),
        .fires(.warning, 380, body: "nobody knows what this is"),
        .fires(.warning, 380, headers: ["Contact: *"]),
        .silent(380, headers: ["Content-Type: application/3gpp-ims+xml"], body: "<ims-3gpp/>"),
        .silent(380, headers: ["Contact: <sip:c@example.com>"]),
    ]

    private static let contacts: [RuleSample] = [
        .fires(.warning, 302, headers: ["Contact:"]), .fires(.warning, 302, headers: ["Contact: <>"]),
        .fires(.warning, 302, headers: ["Contact: *"]), .fires(.warning, 302, headers: ["Contact: nobody"]),
        .fires(.notice, 300, headers: ["Content-Type: text/plain"], leavingOut: ["Contact"], body: "sip:a or sip:b"),
        .fires(.warning, 300, headers: ["Content-Type: text/plain"], leavingOut: ["Contact"]),
        .fires(.warning, 302, headers: ["Content-Type: text/plain"], leavingOut: ["Contact"], body: "sip:a or sip:b"),
        .silent(302, headers: ["Contact: tel:+4930123456"]), .silent(305, headers: ["m: sip:proxy@example.com;q=1"]),
        .silent(300, headers: ["Contact: <sip:a@example.com>, <sip:b@example.com>"]),
        .silent(302, to: "REGISTER", headers: [#"Contact: "Name, with comma" <sip:c@example.com>"#]),
        .silent(302, to: "CANCEL", leavingOut: ["Contact"]), .silent(304, leavingOut: ["Contact"]),
    ]

    private static let lists: [RuleSample] = [
        .fires(.error, 420, headers: ["Unsupported:"]), .fires(.error, 420, headers: ["Unsupported:  \r\n "]),
        .silent(420, headers: ["Unsupported:", "Unsupported: foo"]),
    ]

    @Test func `a value that does not serve stands in the finding`() throws {
        let cases = [
            ("session-interval-without-min-se", 422, "Min-SE: 60", "a Min-SE that is no number from 90 up: 60"),
            ("redirect-without-contact", 302, "Contact: *", "a Contact without a URI: *"),
            ("bad-extension-without-unsupported", 420, "Unsupported:", "an Unsupported without a value"),
        ]
        for (rule, code, line, words) in cases {
            var trace = SIPTrace()
            trace.request("INVITE")
            trace.response(code, "Phrase", headers: [line])
            let analysed = try Analysed(trace)
            #expect(analysed.detail(rule, code == 302 ? .warning : .error) == "\(code) to INVITE with \(words)")
        }
    }
}
