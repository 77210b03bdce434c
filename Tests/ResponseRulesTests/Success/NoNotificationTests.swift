import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct NoNotificationTests {
    private static let rule = "no-notification-misuse"

    /// A conditional SUBSCRIBE, its 204, and `span` later a NOTIFY.
    private static func notified(
        after span: Duration,
        state: String = "active;expires=600",
        condition: String = "abc",
        headers: [String] = []
    ) -> @Sendable (inout SIPTrace) -> Void {
        { trace in
            trace.request("SUBSCRIBE", headers: ["Event: presence", "Suppress-If-Match: \(condition)"])
            trace.response(204, "No Notification")
            trace.wait(span - .milliseconds(10))
            trace.swapSides()
            let fields = ["Event: presence", "Subscription-State: \(state)"] + headers
            trace.request("NOTIFY", headers: fields, isInside: true)
            trace.response(200, "OK")
        }
    }

    private static let scenarios: [Scenario] = [
        .fires(.error, "to a MESSAGE") {
            $0.request("MESSAGE")
            $0.response(204, "No Notification")
        },
        .fires(.error, "to a SUBSCRIBE without a condition") {
            $0.request("SUBSCRIBE", headers: ["Event: presence"])
            $0.response(204, "No Notification")
        },
        .silent("to a conditional SUBSCRIBE") {
            $0.request("SUBSCRIBE", headers: ["Event: presence", "Suppress-If-Match: abc"])
            $0.response(204, "No Notification")
        },
        .fires(.notice, "a NOTIFY at once", notified(after: .milliseconds(10))),
        .fires(.notice, "a NOTIFY in time", notified(after: .milliseconds(2000))),
        .silent("a NOTIFY too late", notified(after: .milliseconds(2001))),
        .silent("a NOTIFY that ends it", notified(after: .milliseconds(10), state: "terminated;reason=timeout")),
        .silent("a NOTIFY of another state", notified(after: .milliseconds(10), headers: ["SIP-ETag: def"])),
        .fires(.notice, "a NOTIFY of the same", notified(after: .milliseconds(10), headers: ["SIP-ETag: abc"])),
        .fires(.notice, "any tag", notified(after: .milliseconds(10), condition: "*", headers: ["SIP-ETag: abc"])),
        .silent("a NOTIFY of another dialog") {
            notified(after: .milliseconds(10))(&$0)
            $0.dropLast()
            $0.rewrite("tag=callee", "tag=other")
        },
    ]

    @Test(arguments: scenarios)
    func `a 204 answers a conditional SUBSCRIBE and no NOTIFY comes`(scenario: Scenario) throws {
        try scenario.check(NoNotificationTests.rule)
        try scenario.checkFromMiddle(NoNotificationTests.rule)
    }
}
