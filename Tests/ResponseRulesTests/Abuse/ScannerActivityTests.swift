import NetworkTypes
@testable import ResponseRules
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct ScannerActivityTests {
    private static let rule = "scanner-activity"

    /// Requests for different users, with these final responses in turn.
    private static func users(
        _ codes: [Int],
        method: String = "REGISTER",
        gap: Duration = .milliseconds(100),
        sources: Int = 1,
        name: (Int) -> String = { "user\($0 * 7)" },
        headers: [String] = [],
        over transport: Transport = .udp
    ) -> SIPTrace {
        .over(transport) { trace in
            for (number, code) in codes.enumerated() {
                trace.caller = .host(number % sources + 1)
                trace.newCall("scan-\(number)")
                trace.request(method, headers: headers)
                trace.rewrite("To: <sip:bob@", "To: <sip:\(name(number))@")
                if code > 0 {
                    trace.response(code, "Phrase")
                    trace.rewrite("To: <sip:bob@", "To: <sip:\(name(number))@")
                }
                trace.wait(gap)
            }
        }
    }

    private static func many(_ code: Int, _ count: Int) -> [Int] { [Int](repeating: code, count: count) }

    /// What a source gets for its tries, and whether that is scanning.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let codes: [Int]
        var method = "REGISTER"
        var gap = 100
        var fires = false
    }

    private static let cases: [Case] = [
        Case(testDescription: "200 users, half of them known", codes: many(401, 100) + many(404, 100), fires: true),
        Case(testDescription: "20 users", codes: many(404, 20), fires: true),
        Case(testDescription: "19 users", codes: many(404, 19)),
        Case(testDescription: "20 users in more than a minute", codes: many(404, 20), gap: 3_200),
        Case(testDescription: "busy users", codes: many(486, 40), method: "INVITE"),
        Case(testDescription: "a trunk", codes: many(200, 180) + many(404, 120), method: "INVITE"),
        Case(
            testDescription: "a fifth that succeeds",
            codes: many(404, 80) + many(200, 20),
            method: "INVITE",
            fires: true
        ),
        Case(testDescription: "more than a fifth", codes: many(404, 79) + many(200, 21), method: "INVITE"),
    ]

    @Test(arguments: cases, transports)
    func `twenty users that are refused are a scan`(sample: Case, transport: Transport) throws {
        var trace = ScannerActivityTests.users(
            sample.codes,
            method: sample.method,
            gap: .milliseconds(sample.gap),
            over: transport
        )
        if transport == .udp { trace.mirrorAll() }
        let analysed = try Analysed(trace)
        #expect(analysed.totals(ScannerActivityTests.rule)[0] == (sample.fires ? 1 : 0))
        guard let group = analysed.group(ScannerActivityTests.rule, .warning) else { return }
        #expect(group.servers.map(\.key.endpoint) == [.host(1)])
        #expect(
            group.examples[0].detail.contains("tried \(Set(sample.codes.indices).count) users") || !sample.fires
                || sample.codes.contains(200)
        )
    }

    @Test func `the users of a trusted network are not counted`() throws {
        let trace = ScannerActivityTests.users(ScannerActivityTests.many(404, 40), method: "INVITE")
        var values = RuleValues()
        values.set(ScannerActivity().declarations[0], "trusted_networks", to: ["203.0.113.0/28"])
        let rules = RuleSet([], [ScannerActivity(values)])
        #expect(try Analysed(trace, rules: rules).findings[ScannerActivityTests.rule] == nil)
    }

    @Test func `one user that is refused again and again is none`() throws {
        let trace = ScannerActivityTests.users(ScannerActivityTests.many(404, 60), name: { _ in "bob" })
        #expect(try Analysed(trace).findings[ScannerActivityTests.rule] == nil)
    }

    @Test func `a network whose sources share the users is one finding`() throws {
        let trace = ScannerActivityTests.users(ScannerActivityTests.many(404, 60), sources: 30)
        let analysed = try Analysed(trace)
        #expect(analysed.totals(ScannerActivityTests.rule)[0] == 1)
        #expect(analysed.detail(ScannerActivityTests.rule, .warning)?.contains("network of 203.0.113.0") == true)
    }

    @Test func `phones that meet their challenges are none`() throws {
        let trace = SIPTrace.over(.udp) { trace in
            for number in 0..<60 {
                trace.newCall("phone-\(number)")
                for (headers, code) in [([], 401), (["Authorization: Digest username=\"x\""], 200)] {
                    trace.request("REGISTER", headers: headers)
                    trace.rewrite("To: <sip:bob@", "To: <sip:user\(number)@")
                    trace.response(code, "Phrase")
                    trace.rewrite("To: <sip:bob@", "To: <sip:user\(number)@")
                }
            }
        }
        #expect(try Analysed(trace).findings[ScannerActivityTests.rule] == nil)
    }

    @Test(arguments: [
        ("friendly-scanner", true), ("sipcli/v1.8", true), ("SIPVicious", true), ("smap 0.6.0", true),
        ("Smapper/1", false), ("pjsua", false), ("iWar", true), ("VaxSIPUserAgent/3.1", false), ("sipsak 0.9", false),
    ])
    func `a program that scans is known by its name, whatever it is answered`(agent: String, fires: Bool) throws {
        let trace = SIPTrace.over(.udp) { trace in
            trace.newCall("probe")
            trace.request("OPTIONS", headers: ["User-Agent: \(agent)"])
            trace.response(200, "OK")
        }
        #expect(try Analysed(trace).totals(ScannerActivityTests.rule)[0] == (fires ? 1 : 0))
    }

    @Test(arguments: [(10, 404, 1), (9, 404, 0), (12, 200, 0), (12, 0, 1)])
    func `ten hosts that are asked and do not answer well are a scan`(hosts: Int, code: Int, count: Int) throws {
        let trace = SIPTrace.over(.udp) { trace in
            for number in 1...hosts {
                trace.callee = .host(number + 100)
                trace.attempt("OPTIONS", call: "host-\(number)", code == 0 ? nil : code)
            }
        }
        #expect(try Analysed(trace).totals(ScannerActivityTests.rule)[0] == UInt64(count))
    }

    @Test(arguments: [(["00", "011", "9011", "+", "900"], 1), (["00", "011", "9011", "+"], 0)])
    func `one number behind five prefixes is a search for a way out`(prefixes: [String], count: Int) throws {
        let trace = ScannerActivityTests.users(
            ScannerActivityTests.many(403, prefixes.count),
            method: "INVITE",
            name: { prefixes[$0] + "441632960123" }
        )
        #expect(try Analysed(trace).totals(ScannerActivityTests.rule)[0] == UInt64(count))
    }

    @Test(arguments: [(10, 1, 1), (9, 1, 0), (15, 2, 0)])
    func `users in the order of numbers are a scan`(users: Int, step: Int, count: Int) throws {
        let trace = ScannerActivityTests.users(ScannerActivityTests.many(404, users), name: { "\(1000 + $0 * step)" })
        #expect(try Analysed(trace).totals(ScannerActivityTests.rule)[0] == UInt64(count))
    }
}
