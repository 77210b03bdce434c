import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// What is kept of legs, for how long, and what their records are told.
@Suite struct LegMemoryTests {
    @Test func `nothing is kept of legs once their calls are forgotten`() throws {
        var tracking = Tracking(legs: try #require(LegOptions(header: "X-CID", guesses: true)))
        let session = LegsTests.session(LegsTests.alice, LegsTests.bob)
        let carried = [session, "P-Charging-Vector: icid-value=a", "X-CID: b"]
        var trace = SIPTrace.throughB2BUA(carried, carried)
        trace.response(486, "Busy Here", headers: [LegsTests.session(LegsTests.carol)])
        tracking.take(trace)
        #expect(tracking.tracker.legs.counts.groups == 1)
        #expect(tracking.tracker.legs.counts.members == 2)
        tracking.pass(40, after: trace.now)
        #expect(tracking.ended.count == 2)
        #expect(tracking.tracker.legs.counts == (0, 0, 0))
        trace = SIPTrace()
        trace.at(.seconds(60))
        trace.newCall("call-3@example.com")
        trace.request("INVITE", headers: carried)
        tracking.take(trace)
        #expect(tracking.observations.last?.legCorrelation == nil)
    }

    @Test func `legs that have different values in common with one call are one group`() {
        let charged = "P-Charging-Vector: icid-value=a"
        var trace = SIPTrace.throughB2BUA([LegsTests.session(LegsTests.alice), charged], [charged])
        for (number, line) in [LegsTests.session(LegsTests.alice), charged].enumerated() {
            trace.newCall("call-\(number + 3)@example.com")
            trace.request("INVITE", headers: [line])
        }
        var tracking = Tracking(trace)
        #expect(tracking.observations.map(\.legCorrelation) == [nil, .icid, .sessionID, .icid])
        #expect(tracking.observations.count { $0.formsLegGroup } == 1)
        tracking.pass(400, after: trace.now)
        #expect(tracking.tracker.legs.counts == (0, 0, 0))
    }

    @Test func `a value of a call that is forgotten joins nothing`() {
        var trace = SIPTrace()
        trace.request("INVITE", headers: ["P-Charging-Vector: icid-value=a"])
        trace.response(486, "Busy Here")
        var tracking = Tracking(trace)
        tracking.pass(40, after: trace.now)
        var later = SIPTrace()
        later.at(.seconds(50))
        for number in 2...3 {
            later.newCall("call-\(number)@example.com")
            later.request("INVITE", headers: ["P-Charging-Vector: icid-value=a"])
        }
        tracking.take(later)
        #expect(tracking.ended.count == 1)
        #expect(tracking.observations.map(\.legCorrelation) == [nil, nil, nil, .icid])
    }

    @Test func `the words of each leg name the first, those of a call alone name none`() {
        var tracking = Tracking(keepsText: true)
        var trace = SIPTrace.throughB2BUA(["P-Charging-Vector: icid-value=a"], ["P-Charging-Vector: icid-value=a"])
        trace.newCall("call-3@example.com")
        trace.request("INVITE", headers: ["P-Charging-Vector: icid-value=b"])
        tracking.take(trace)
        let expected = ["call-1@example.com", "call-1@example.com", ""]
        func words(_ calls: [(call: Call, outcome: CallOutcome)]) -> [String] {
            calls.sorted { $0.call.firstFrame.number < $1.call.firstFrame.number }
                .map { String(decoding: $0.call.legGroup, as: UTF8.self) }
        }
        #expect(words(tracking.open) == expected)
        tracking.pass(40, after: trace.now)
        #expect(words(tracking.ended) == expected)
        #expect(tracking.ended.compactMap(\.call.legCorrelation) == [.icid])
    }

    @Test(arguments: [(4, UInt64(0), true), (5, 1, false)])
    func `where there are too many values the oldest goes, and is counted`(
        count: Int,
        evictions: UInt64,
        isFound: Bool
    ) {
        var limits = TrackingLimits()
        limits.legCarriers = 4
        var tracking = Tracking(limits: limits)
        var trace = SIPTrace()
        for number in Array(0..<count) + [0] {
            trace.newCall("call-\(trace.steps.count)@example.com")
            trace.request("INVITE", headers: ["P-Charging-Vector: icid-value=\(number)"])
        }
        tracking.take(trace)
        #expect((tracking.observations.last?.legCorrelation != nil) == isFound)
        let reached = tracking.tracker.legBounds.first { $0.name == "leg_carriers" }?.reached ?? 0
        #expect(reached >= evictions)
        #expect((reached == 0) == (evictions == 0))
        tracking.pass(400, after: trace.now)
        #expect(tracking.tracker.legs.counts == (0, 0, 0))
    }

    /// Pairs of legs, and how many of their values had to go before a third leg of the first pair.
    @Test(arguments: [(4, 0, true), (5, 1, false)] as [(Int, UInt64, Bool)])
    func `where too many values join legs the one unused for longest goes, and is counted`(
        pairs: Int,
        evictions: UInt64,
        isFound: Bool
    ) {
        var limits = TrackingLimits()
        (limits.legCarriers, limits.legValues) = (4, 4)
        var tracking = Tracking(limits: limits)
        var trace = SIPTrace()
        for number in (0..<pairs).flatMap({ [$0, $0] }) + [0] {
            trace.newCall("call-\(trace.steps.count)@example.com")
            trace.request("INVITE", headers: ["P-Charging-Vector: icid-value=\(number)"])
        }
        tracking.take(trace)
        #expect(tracking.observations.count { $0.legCorrelation != nil } == pairs + (isFound ? 1 : 0))
        #expect((tracking.observations.last?.legCorrelation != nil) == isFound)
        #expect(tracking.tracker.legBounds.first { $0.name == "leg_values" }?.reached == evictions)
        #expect(tracking.tracker.legs.counts.values == 4)
        tracking.pass(400, after: trace.now)
        #expect(tracking.tracker.legs.counts == (0, 0, 0))
    }

    @Test func `a value that too many calls carry joins no more of them, and that is counted`() {
        var trace = SIPTrace()
        for number in 0...LegTable.mostLegs {
            trace.newCall("call-\(number)@example.com")
            trace.request("INVITE", headers: ["P-Charging-Vector: icid-value=a"])
        }
        let tracking = Tracking(trace)
        #expect(tracking.observations.count { $0.legCorrelation != nil } == LegTable.mostLegs - 1)
        #expect(tracking.observations.last?.legCorrelation == nil)
        #expect(tracking.tracker.legBounds.first { $0.name == "legs_of_a_call" }?.reached == 1)
    }
}
