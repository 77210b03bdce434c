import CallTracking
import NetworkTypes
@testable import ResponseRules
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct RetryAfterIgnoredTests {
    private static let rule = "retry-after-ignored"

    /// What a client sends after a response with Retry-After, each message with its time.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var code = 503
        var wait = "30"
        var sent: [(method: String, at: Double)] = []
        /// How often the rule is to hold, with what severity.
        var severity: Severity?
        var change: @Sendable (inout SIPTrace) -> Void = { _ in }
    }

    private static let cases: [Case] = [
        Case(testDescription: "three INVITEs", sent: invites(5, 9, 14), severity: .warning),
        Case(
            testDescription: "three REGISTERs",
            sent: [("REGISTER", 5), ("REGISTER", 9), ("REGISTER", 14)],
            severity: .warning
        ),
        Case(testDescription: "two INVITEs", sent: invites(5, 9)),
        Case(testDescription: "one at the end of the window", sent: invites(5, 9, 30.02)),
        Case(testDescription: "one just before its end", sent: invites(5, 9, 29.9), severity: .warning),
        Case(testDescription: "one within the grace", sent: invites(0.4, 5, 9)),
        Case(testDescription: "one behind the grace", sent: invites(0.6, 5, 9), severity: .warning),
        Case(testDescription: "after the window", sent: invites(31, 32, 33)),
        Case(testDescription: "probes", sent: [("OPTIONS", 5), ("OPTIONS", 9), ("OPTIONS", 14)]) {
            $0.rewrite("OPTIONS sip:bob@", "OPTIONS sip:")
        },
        Case(
            testDescription: "OPTIONS to a user",
            sent: [("OPTIONS", 5), ("OPTIONS", 9), ("OPTIONS", 14)],
            severity: .warning
        ),
        Case(testDescription: "emergency calls", sent: invites(5, 9, 14)) {
            $0.rewrite("INVITE sip:bob@198.51.100.2", "INVITE urn:service:sos.fire")
        },
        Case(testDescription: "another port", sent: invites(5, 9, 14)) {
            let other = Endpoint(address: .callee, port: 5070)
            $0.move(from: .caller, to: other, transport: $0.transport)
        },
        Case(testDescription: "another client", sent: invites(5, 9, 14)) {
            $0.move(from: .host(9), to: .callee, transport: $0.transport)
        },
        Case(testDescription: "486 and the same target", code: 486, sent: invites(5, 9, 14), severity: .notice),
        Case(testDescription: "486 and another target", code: 486, sent: invites(5, 9, 14)) {
            $0.rewrite("INVITE sip:bob@", "INVITE sip:carol@")
        },
        Case(testDescription: "408 is none of them", code: 408, sent: invites(5, 9, 14)),
        Case(testDescription: "an unreadable Retry-After", wait: "soon", sent: invites(5, 9, 14)),
        Case(testDescription: "no time at all", wait: "0", sent: invites(5, 9, 14)),
        Case(
            testDescription: "a comment and a duration",
            wait: "30 (x);duration=5",
            sent: invites(5, 9, 14),
            severity: .warning
        ),
    ]

    private static func invites(_ times: Double...) -> [(method: String, at: Double)] { times.map { ("INVITE", $0) } }

    private static func trace(_ sample: Case, over transport: Transport) -> SIPTrace {
        .over(transport) { trace in
            trace.attempt(call: "first", sample.code, headers: ["Retry-After: \(sample.wait)"])
            for (number, sent) in sample.sent.enumerated() {
                trace.at(.milliseconds(10 + Int(sent.at * 1000)))
                trace.newCall("call-\(number)@example.com")
                trace.request(sent.method)
                sample.change(&trace)
            }
        }
    }

    @Test(arguments: cases, transports)
    func `new requests within the window are counted, from three on`(sample: Case, transport: Transport) throws {
        let analysed = try Analysed(RetryAfterIgnoredTests.trace(sample, over: transport))
        #expect(analysed.totals(RetryAfterIgnoredTests.rule) == (sample.severity == nil ? [0, 0] : [1, 3]))
        guard let severity = sample.severity else { return }
        let group = try #require(analysed.group(RetryAfterIgnoredTests.rule, severity))
        #expect(group.servers.map(\.key.endpoint) == [.callee])
        #expect(group.examples.first?.relatedFrames.count == 4)
    }

    @Test func `what is told are the window, the methods and the first requests`() throws {
        let analysed = try Analysed(RetryAfterIgnoredTests.trace(RetryAfterIgnoredTests.cases[0], over: .udp))
        #expect(
            analysed.detail(RetryAfterIgnoredTests.rule, .warning) == """
                192.0.2.1 sent 3 new requests (INVITE × 3) to 198.51.100.2:5060 in the 30.0 s for which a 503 had \
                asked it to wait; the first 5.0 s, 9.0 s, 14.0 s after it
                """
        )
    }

    @Test func `what keeps or ends a call is counted apart, and copies not at all`() throws {
        let trace = SIPTrace.over(.udp) { trace in
            trace.request("INVITE")
            trace.response(200, "OK")
            trace.request("ACK")
            var other = trace
            other.attempt(call: "refused", 503, headers: ["Retry-After: 30"])
            for (number, second) in [5, 9].enumerated() {
                other.at(.seconds(second))
                other.newCall("new-\(number)")
                other.request("INVITE")
                other.resend()
                other.mirror()
            }
            trace.at(.seconds(10))
            for method in ["UPDATE", "INFO", "BYE"] { trace.request(method, isInside: true) }
            trace.merge(other)
        }
        #expect(try Analysed(trace).totals(RetryAfterIgnoredTests.rule) == [0, 0])
    }

    @Test(arguments: [(20, 1), (40, 2)])
    func `a newer response moves the end of a window or opens another one`(second: Int, windows: Int) throws {
        let trace = SIPTrace.over(.udp) { trace in
            trace.attempt(call: "first", 503, headers: ["Retry-After: 30"])
            for start in [0, second] {
                trace.at(.seconds(start))
                trace.attempt(call: "refused-\(start)", 503, headers: ["Retry-After: 30"])
                for number in 1...3 {
                    trace.at(.seconds(start + number * 3))
                    trace.attempt(call: "new-\(start)-\(number)", nil)
                }
            }
        }
        #expect(try Analysed(trace).totals(RetryAfterIgnoredTests.rule)[0] == UInt64(windows))
    }

    @Test func `a newer response moves the end forward as well`() throws {
        let trace = SIPTrace.over(.udp) { trace in
            trace.attempt(call: "first", 503, headers: ["Retry-After: 30"])
            trace.at(.seconds(2))
            trace.attempt(call: "second", 503, headers: ["Retry-After: 1"])
            for second in [5, 9, 14] {
                trace.at(.seconds(second))
                trace.attempt(call: "new-\(second)", nil)
            }
        }
        #expect(try Analysed(trace).totals(RetryAfterIgnoredTests.rule) == [0, 0])
    }

    @Test func `behind the address of a NAT that is named each user is a client`() throws {
        let trace = SIPTrace.over(.udp) { trace in
            trace.attempt(call: "first", 503, headers: ["Retry-After: 30"])
            for second in [5, 9, 14] {
                trace.at(.seconds(second))
                trace.newCall("new-\(second)")
                trace.request("INVITE")
                trace.rewrite("From: <sip:alice@", "From: <sip:user\(second)@")
            }
        }
        #expect(try Analysed(trace).totals(RetryAfterIgnoredTests.rule) == [1, 3])
        var values = RuleValues()
        values.set(RetryAfterIgnored().declarations[0], "nat_networks", to: ["192.0.2.0/24"])
        let rules = RuleSet([], [RetryAfterIgnored(values)])
        #expect(try Analysed(trace, rules: rules).totals(RetryAfterIgnoredTests.rule) == [0, 0])
    }

    @Test func `a capture that begins with the response shows the window`() throws {
        let whole = RetryAfterIgnoredTests.trace(RetryAfterIgnoredTests.cases[0], over: .udp)
        #expect(try Analysed(whole.suffix(4)).totals(RetryAfterIgnoredTests.rule) == [1, 3])
        var mirrored = whole
        mirrored.mirrorAll()
        #expect(try Analysed(mirrored).totals(RetryAfterIgnoredTests.rule) == [1, 3])
    }

    @Test func `a success inside the window is told and does not end it`() throws {
        let trace = SIPTrace.over(.udp) { trace in
            trace.attempt(call: "first", 503, headers: ["Retry-After: 30"])
            for second in [5, 9, 14] {
                trace.at(.seconds(second))
                trace.attempt("MESSAGE", call: "new-\(second)", 200)
            }
        }
        let analysed = try Analysed(trace, pause: .seconds(40))
        #expect(analysed.totals(RetryAfterIgnoredTests.rule) == [1, 3])
        #expect(analysed.detail(RetryAfterIgnoredTests.rule, .warning)?.contains("3 succeeded") == true)
    }
}
