import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct ReliableProvisionalTests {
    private static let offer = ["Supported: timer, 100rel"]
    private static func reliable(_ number: Int) -> [String] { ["Require: 100rel", "RSeq: \(number)"] }

    /// An INVITE that lists 100rel, and one response.
    private static func answered(_ code: Int, _ headers: [String], offer: [String] = offer)
        -> @Sendable (inout SIPTrace) -> Void
    {
        { trace in
            trace.request("INVITE", headers: offer)
            trace.response(code, "Phrase", headers: headers)
        }
    }

    /// Reliable responses with these numbers, each acknowledged if `acknowledges` says so.
    private static func numbered(_ numbers: [Int], acknowledges: Bool = true) -> @Sendable (inout SIPTrace) -> Void {
        { trace in
            trace.request("INVITE", headers: offer)
            for (place, number) in numbers.enumerated() {
                if place > 0, acknowledges {
                    trace.request("PRACK", headers: ["RAck: \(numbers[place - 1]) 1 INVITE"])
                    trace.response(200, "OK")
                }
                trace.answerInvite(place % 2 == 0 ? 183 : 180, "Progress")
                trace.rewrite("Content-Length:", "Require: 100rel\r\nRSeq: \(number)\r\nContent-Length:")
            }
        }
    }

    private static let malformed: [Scenario] = [
        .fires(.error, "Require without RSeq", answered(183, ["Require: 100rel"])),
        .fires(.error, "RSeq without Require", answered(183, ["RSeq: 1"])),
        .fires(.error, "RSeq with another Require", answered(183, ["RSeq: 1", "Require: precondition"])),
        .fires(.error, "RSeq in a 100", answered(100, ["RSeq: 1"])),
        .fires(.error, "100rel in a 100", answered(100, ["Require: 100rel"])),
        .fires(.error, "RSeq in a final", answered(486, ["RSeq: 1"])),
        .fires(.error, "100rel in a final", answered(200, ["Require: timer, 100rel"])),
        .fires(.error, "RSeq 0", answered(183, reliable(0))),
        .fires(.error, "not offered", answered(183, reliable(1), offer: ["Supported: timer"])),
        .fires(.error, "something like it offered", answered(183, reliable(1), offer: ["Supported: x100rel"])),
        .silent("offered", answered(183, reliable(1))),
        .silent("required", answered(183, reliable(1), offer: ["Require: 100rel"])),
        .silent("a final that requires something else", answered(200, ["Require: timer"])),
        .silent("a provisional that requires something else", answered(183, ["Require: precondition"])),
        .silent("an ordinary one", answered(183, [])),
        .silent("numbers one behind the other", numbered([1, 2])),
        .fires(.error, "a gap", numbered([1, 3])),
        .fires(.error, "the same number again", numbered([5, 5])),
        .fires(.error, "the second before the first is acknowledged", numbered([1, 2], acknowledges: false)),
        .silent("the numbers of two branches") {
            $0.request("INVITE", headers: offer)
            $0.response(183, "Session Progress", headers: reliable(7))
            $0.answer(as: "t2")
            $0.response(183, "Session Progress", headers: reliable(40))
        },
        .silent("a PRACK that goes another way") {
            $0.request("INVITE", headers: offer)
            let contact = ["Contact: <sip:bob@203.0.113.3>"]
            $0.response(183, "Session Progress", headers: reliable(7) + contact)
            $0.response(180, "Ringing", headers: reliable(8) + contact)
        },
    ]

    @Test(arguments: malformed)
    func `RSeq, 100rel and the code fit together`(scenario: Scenario) throws {
        try scenario.check("reliable-provisional-malformed")
        try scenario.checkFromMiddle("reliable-provisional-malformed")
    }

    /// A reliable response that its sender repeats until `last`, the times in milliseconds.
    private static func repeated(_ times: [Int], then code: Int? = 504, prack: (after: Int, String)? = nil)
        -> @Sendable (inout SIPTrace) -> Void
    {
        { trace in
            trace.request("INVITE", headers: offer)
            trace.response(183, "Session Progress", headers: reliable(5))
            var answers = trace
            for time in times {
                answers.at(.milliseconds(10 + time))
                answers.resend(identification: UInt32(1000 + time))
            }
            if let prack {
                trace.at(.milliseconds(10 + prack.after))
                trace.request("PRACK", headers: ["RAck: \(prack.1)"])
                trace.response(200, "OK")
            }
            if let code {
                trace.at(.milliseconds(32_005))
                trace.answerInvite(code, "Phrase")
            }
            var own = answers
            for _ in 0..<2 { own.drop(0) }
            trace.merge(own)
        }
    }

    private static let times = [500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]

    private static let missing: [Scenario] = [
        .fires(.error, "no PRACK and a 504", repeated(times)),
        .fires(.error, "no PRACK and no final", repeated(times, then: nil)),
        .fires(.error, "two copies", repeated([500, 1500])),
        .silent("one copy", repeated([500])),
        .silent("no copy", repeated([])),
        .silent("a PRACK at once", repeated([], prack: (100, "5 1 INVITE"))),
        .silent("a PRACK at last", repeated(times, prack: (31_900, "5 1 INVITE"))),
        .fires(.error, "a PRACK for another number", repeated(times, prack: (100, "6 1 INVITE"))),
        .fires(.error, "a PRACK for another INVITE", repeated(times, prack: (100, "5 2 INVITE"))),
    ]

    @Test(arguments: missing)
    func `a reliable provisional response gets a PRACK`(scenario: Scenario) throws {
        try scenario.check("prack-missing", pause: .seconds(3))
        try scenario.checkFromMiddle("prack-missing", pause: .seconds(3))
    }

    @Test func `the client is charged, and what was seen is told`() throws {
        var trace = SIPTrace()
        ReliableProvisionalTests.repeated(ReliableProvisionalTests.times, prack: (100, "6 1 INVITE"))(&trace)
        let analysed = try Analysed(trace, pause: .seconds(3))
        let group = try #require(analysed.group("prack-missing", .error))
        #expect(group.servers.map(\.key.endpoint) == [.caller])
        let detail = "183 with RSeq 5 sent 11 times in 31.5 s, 1 PRACK for something else, then 504"
        #expect(group.examples.first?.detail == detail)
    }

    @Test func `before its time nothing is said`() throws {
        var trace = SIPTrace()
        ReliableProvisionalTests.repeated([500, 1500, 3500], then: nil)(&trace)
        #expect(try Analysed(trace, pause: .seconds(25)).findings["prack-missing"] == nil)
    }

    @Test func `over two hops it is one finding`() throws {
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        var (upstream, downstream) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        upstream.request("INVITE", headers: ReliableProvisionalTests.offer)
        downstream.wait(.milliseconds(2))
        downstream.request("INVITE", headers: ReliableProvisionalTests.offer + [below])
        downstream.response(183, "Session Progress", headers: ReliableProvisionalTests.reliable(5) + [below])
        upstream.wait(.milliseconds(15))
        upstream.response(183, "Session Progress", headers: ReliableProvisionalTests.reliable(5))
        for (place, time) in [500, 1500, 3500].enumerated() {
            downstream.at(.milliseconds(time))
            downstream.resend(identification: UInt32(100 + place))
            upstream.at(.milliseconds(time + 5))
            upstream.resend(identification: UInt32(100 + place))
        }
        upstream.merge(downstream)
        #expect(try Analysed(upstream, pause: .seconds(35)).findings["prack-missing"] == 1)
    }
}
