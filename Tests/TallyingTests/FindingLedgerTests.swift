import CallTracking
import NetworkTypes
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@testable import Tallying

@Suite struct FindingLedgerTests {
    private static let rule = "unavailable-without-retry-after"

    @Test func `examples are the first five, calls count once each`() throws {
        var trace = SIPTrace()
        for number in 0..<4 {
            trace.newCall("call-\(number)@example.com")
            for _ in 0..<3 {
                trace.request("INVITE")
                trace.response(503, "Service Unavailable")
            }
        }
        let group = try #require(try Analysed(trace).group(FindingLedgerTests.rule, .warning))
        #expect(group.count == 12)
        #expect(group.calls == 4)
        #expect(group.examples.map(\.frame.number) == [2, 4, 6, 8, 10])
        #expect(
            group.examples.map(\.callID).prefix(4) == [
                "call-0@example.com", "call-0@example.com", "call-0@example.com", "call-1@example.com",
            ]
        )
        #expect(
            group.examples.allSatisfy { $0.startLine == "SIP/2.0 503 Service Unavailable" && $0.method == "INVITE" }
        )
    }

    @Test func `the same rule with two severities has two groups`() throws {
        var trace = SIPTrace()
        for announcement in ["", ";oc"] {
            trace.request("INVITE")
            trace.response(503, "Service Unavailable")
            trace.rewrite(";branch", "\(announcement);branch")
        }
        let analysed = try Analysed(trace)
        #expect(analysed.group(FindingLedgerTests.rule, .warning)?.count == 1)
        #expect(analysed.group(FindingLedgerTests.rule, .notice)?.count == 1)
    }

    @Test func `findings stand beside the server they are charged to`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(503, "Service Unavailable")
        trace.resend()
        let analysed = try Analysed(trace)
        let server = try #require(analysed.tally.servers.all.first?.server)
        #expect(server.findings.map(\.value) == [1])
        #expect(server.responses == 2)
        #expect(server.retransmissions == 1)
        #expect(server.codes.all.map(\.count) == [2])
    }
}

/// What adds up in every tally.
@Suite struct TallyTests {
    @Test func `copies and repeats are in the message counts and in nothing else`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.mirror()
        trace.response(486, "Busy Here")
        trace.wait(.milliseconds(500))
        trace.resend()
        trace.mirror()
        trace.request("ACK")
        let tally = try Analysed(trace).tally
        #expect(tally.messages.total == 6)
        #expect(tally.messages.duplicates == 2)
        #expect(tally.messages.repeatedResponses == 1)
        #expect(tally.messages.responses.all == ["486": 3])
        #expect(tally.messages.distinctResponses.all == ["486": 1])
        #expect(tally.messages.classes[4] == 3)
        #expect(tally.messages.distinctClasses[4] == 1)
        #expect(tally.transactions.total == 1)
        #expect(tally.calls.callIDs == 1)
        #expect(tally.calls.outcomes == [.busy: 1])
    }

    @Test func `outcomes sum to the calls, in the middle as at the end`() throws {
        var trace = SIPTrace()
        for (number, code) in [100, 180, 200, 302, 404, 486, 503, 603].enumerated() {
            trace.newCall("call-\(number)@example.com")
            trace.request("INVITE")
            trace.response(code, "Phrase")
        }
        for pause in [0, 40, 400] as [Int64] {
            let tally = try Analysed(trace, pause: .seconds(pause)).tally
            #expect(tally.calls.total == 8)
            #expect(tally.calls.outcomes.values.reduce(0, +) == 8)
            let unanswered: UInt64? = pause == 400 ? 2 : nil
            #expect(tally.calls.outcomes[.unanswered] == unanswered)
        }
    }
}
