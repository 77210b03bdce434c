import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Calls that a B2BUA made of one, where nothing but parties and time tells.
@Suite struct GuessedLegsTests {
    /// By what each message's call was found to be a leg.
    private func legs(_ trace: SIPTrace) throws -> [LegCorrelation?] {
        try tracking(trace).observations.map(\.legCorrelation)
    }

    private func tracking(_ trace: SIPTrace) throws -> Tracking {
        var tracking = Tracking(legs: try #require(LegOptions(header: nil, guesses: true)))
        tracking.take(trace)
        return tracking
    }

    @Test func `without being asked nothing is guessed`() {
        let tracking = Tracking(.throughB2BUA())
        #expect(tracking.observations.map(\.legCorrelation) == [nil, nil])
        #expect(tracking.tracker.legs.counts == (0, 0, 0))
    }

    @Test func `the same parties through one host are legs, and marked as guessed`() throws {
        let tracking = try tracking(.throughB2BUA())
        #expect(tracking.observations.map(\.legCorrelation) == [nil, .guess])
        let groups = tracking.observations.compactMap { tracking.tracker.legGroup(of: $0) }
        #expect(groups.map(\.hasGuess) == [true, true])
    }

    @Test(arguments: [(5_000, true), (5_001, false)])
    func `a leg follows within five seconds`(milliseconds: Int, isLeg: Bool) throws {
        let trace = SIPTrace.throughB2BUA(after: .milliseconds(milliseconds))
        #expect(try legs(trace) == [nil, isLeg ? .guess : nil])
    }

    @Test func `an INVITE that comes before has no leg behind it`() throws {
        var trace = SIPTrace(from: .callee, to: .carrier)
        trace.request("INVITE")
        var later = SIPTrace()
        later.wait(.milliseconds(20))
        later.newCall("call-2@example.com")
        later.request("INVITE")
        trace.merge(later)
        #expect(try legs(trace) == [nil, nil])
    }

    @Test func `a host that did not receive the first leg sends none of its legs`() throws {
        var (trace, other) = (SIPTrace(), SIPTrace(from: .other, to: .carrier))
        trace.request("INVITE")
        other.wait(.milliseconds(20))
        other.newCall("call-2@example.com")
        other.request("INVITE")
        trace.merge(other)
        #expect(try legs(trace) == [nil, nil])
    }

    /// From, To and Request-URI of two legs through one host, and whether they name the same parties.
    @Test(
        arguments: [
            ("+1-202-555-0101", "12025550101", true), ("+1(202)555.0101", "+12025550101", true), ("1 2", "12", false),
            ("12025550101;phone-context=x", "12025550101", true), ("0012025550101", "12025550101", false),
            ("Alice", "alice", false), ("alice-1", "alice1", false), ("*31", "31", false), ("+", "", false),
        ]
    )
    func `numbers are the same by their digits, names byte by byte`(one: String, two: String, isSame: Bool) throws {
        var (trace, leg) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        trace.request("INVITE")
        trace.rewrite("alice", one)
        leg.wait(.milliseconds(20))
        leg.newCall("call-2@example.com")
        leg.request("INVITE")
        leg.rewrite("alice", two)
        trace.merge(leg)
        #expect(try legs(trace).last == .some(isSame ? .guess : nil))
    }

    @Test(arguments: [(true, true, false), (true, false, true), (false, true, true), (false, false, true)])
    func `the callee may stand in To or in the Request-URI`(
        rewritesTarget: Bool,
        rewritesTo: Bool,
        isLeg: Bool
    ) throws {
        var (trace, leg) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        trace.request("INVITE")
        leg.wait(.milliseconds(20))
        leg.newCall("call-2@example.com")
        leg.request("INVITE")
        if rewritesTo { leg.rewrite("To: <sip:bob@", "To: <sip:carol@") }
        if rewritesTarget { leg.rewrite("INVITE sip:bob@", "INVITE sip:carol@") }
        trace.merge(leg)
        #expect(try legs(trace) == [nil, isLeg ? .guess : nil])
    }

    @Test(arguments: [1, 2, 3])
    func `of several calls that a leg could be of it is of none`(candidates: Int) throws {
        var (trace, leg) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        for number in 0..<candidates {
            trace.newCall("call-\(number)@example.com")
            trace.request("INVITE")
        }
        leg.wait(.milliseconds(100))
        leg.newCall("leg@example.com")
        leg.request("INVITE")
        trace.merge(leg)
        #expect(try legs(trace).last == .some(candidates == 1 ? .guess : nil))
        #expect(try legs(trace).dropLast().allSatisfy { $0 == nil })
    }

    @Test func `a call long before is no other candidate`() throws {
        var trace = SIPTrace()
        trace.newCall("call-0@example.com")
        trace.request("INVITE")
        trace.response(486, "Busy Here")
        trace.wait(.seconds(6))
        trace.newCall("call-1@example.com")
        trace.request("INVITE")
        var leg = SIPTrace(from: .callee, to: .carrier)
        leg.at(.milliseconds(6_100))
        leg.newCall("call-2@example.com")
        leg.request("INVITE")
        trace.merge(leg)
        #expect(try legs(trace).last == .guess)
    }

    @Test func `a call that was challenged and sent again is one candidate, and the later INVITE counts`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(401, "Unauthorized")
        trace.at(.seconds(4))
        trace.request("INVITE")
        var leg = SIPTrace(from: .callee, to: .carrier)
        leg.at(.seconds(8))
        leg.newCall("call-2@example.com")
        leg.request("INVITE")
        trace.merge(leg)
        #expect(try legs(trace).last == .guess)
    }

    @Test func `a host that calls several phones makes as many legs`() throws {
        var trace = SIPTrace.throughB2BUA()
        var fork = SIPTrace(from: .callee, to: .other)
        fork.wait(.milliseconds(30))
        fork.newCall("call-3@example.com")
        fork.request("INVITE")
        trace.merge(fork)
        #expect(try legs(trace) == [nil, .guess, .guess])
    }

    @Test func `what messages say goes before a guess`() throws {
        let carried = ["P-Charging-Vector: icid-value=a"]
        let trace = SIPTrace.throughB2BUA(carried, carried)
        #expect(try legs(trace) == [nil, .icid])
    }

    @Test(arguments: [(5070, true), (5071, false)])
    func `within one machine the host is told by its port`(port: UInt16, isLeg: Bool) throws {
        let ends = [5060, 5070, port, 5080].map { Endpoint(address: .caller, port: $0) }
        var (trace, leg) = (SIPTrace(from: ends[0], to: ends[1]), SIPTrace(from: ends[2], to: ends[3]))
        trace.request("INVITE")
        leg.wait(.milliseconds(20))
        leg.newCall("call-2@example.com")
        leg.request("INVITE")
        trace.merge(leg)
        #expect(try legs(trace) == [nil, isLeg ? .guess : nil])
    }
}
