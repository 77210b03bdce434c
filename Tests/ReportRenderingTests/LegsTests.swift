import CallTracking
import NetworkTypes
@testable import ReportRendering
import TestSupport
import Testing

/// Calls that are further legs of others, as reports show them.
@Suite struct LegsTests {
    private func report(_ trace: SIPTrace, _ legs: LegOptions = LegOptions()) -> Report {
        var situation = Situation(legs: legs)
        situation.take(trace)
        return situation.report()
    }

    @Test func `the figures of legs stand beside the calls, which count each by its Call-ID`() throws {
        let calls = try #require(try JSON.read(JSONReport.text(report(.legs)))["calls"])
        #expect(calls["call_ids"] == 3)
        #expect(calls["total"] == 3)
        #expect(
            calls["legs"] == [
                "groups": 1, "legs": 1, "by": ["session_id": 1, "icid": 0, "header": 0, "guess": 0],
            ]
        )
    }

    @Test func `where there are no legs nothing is said of them`() throws {
        let report = report(.answeredCall)
        let calls = try #require(try JSON.read(JSONReport.text(report))["calls"])
        #expect(calls["legs"] == nil)
        #expect(!TextReport.text(report, style: ReportStyle(width: 80)).contains(" leg"))
    }

    @Test(arguments: [40, 80, 200])
    func `the text says how many calls are further legs and by what, and calls a guess one`(width: Int) throws {
        let style = ReportStyle(width: width)
        func words(_ trace: SIPTrace) throws -> String {
            let legs = try #require(LegOptions(header: nil, guesses: true))
            let lines = TextReport.text(report(trace, legs), style: style).split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= width })
            return lines.map { String($0) }.joined(separator: " ")
        }
        #expect(try words(.legs).contains("1 of these is a further leg of another: 1 by Session-ID"))
        #expect(
            try words(.manyLegs).contains(
                "3 of these are further legs of 2 others: "
                    + "2 by the icid-value of P-Charging-Vector and 1 by parties and time, a guess"
            )
        )
    }
}

extension SIPTrace {
    /// A call, a second one that a B2BUA made of it, and one that has nothing to do with them.
    static var legs: SIPTrace {
        let session = "Session-ID: ab30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000"
        var trace = SIPTrace()
        trace.request("INVITE", headers: [session])
        trace.response(486, "Busy Here")
        trace.merge(leg("call-2@example.com", [session], to: .trunk))
        trace.newCall("call-3@example.com")
        trace.request("INVITE")
        return trace
    }

    /// A call with two legs behind it that say whose they are, and one with a leg that does not.
    static var manyLegs: SIPTrace {
        let vector = "P-Charging-Vector: icid-value=a"
        var trace = SIPTrace()
        trace.request("INVITE", headers: [vector])
        trace.merge(leg("call-2@example.com", [vector], to: .trunk))
        trace.merge(leg("call-3@example.com", [vector], to: .caller))
        trace.wait(.seconds(10))
        trace.newCall("call-4@example.com")
        trace.request("INVITE")
        trace.merge(leg("call-5@example.com", [], to: .trunk, after: .milliseconds(10_080)))
        return trace
    }

    private static func leg(
        _ callID: String,
        _ headers: [String],
        to callee: Endpoint,
        after span: Duration = .milliseconds(5)
    ) -> SIPTrace {
        var leg = SIPTrace(from: .callee, to: callee)
        leg.wait(span)
        leg.newCall(callID)
        leg.request("INVITE", headers: headers)
        return leg
    }
}
