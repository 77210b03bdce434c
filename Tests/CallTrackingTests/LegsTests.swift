import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Calls that a B2BUA made of one, by what their INVITEs carry.
@Suite struct LegsTests {
    static let alice = "ab30317f1a784dc48ff824d0d3715d86"
    static let bob = "47755a9de7794ba387653f2099600ef2"
    static let carol = "c1e5a3d90b6f4c2e8a7d1b3c5e9f0a2b"
    static let none = "00000000000000000000000000000000"

    /// The header fields of two INVITEs through a B2BUA, and by what the second call is to be found a leg of the first.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let first: String
        let second: String
        let correlation: LegCorrelation?

        init(_ name: String, _ first: String, _ second: String, _ correlation: LegCorrelation?) {
            testDescription = name
            (self.first, self.second, self.correlation) = (first, second, correlation)
        }
    }

    @Test(arguments: sessions + vectors + headers)
    func `legs carry the same value, and what is nearly the same joins nothing`(sample: Sample) throws {
        var tracking = Tracking(legs: try #require(LegOptions(header: "x-cid")))
        tracking.take(.throughB2BUA([sample.first], [sample.second]))
        #expect(tracking.observations.map(\.legCorrelation) == [nil, sample.correlation])
        #expect(tracking.observations.map(\.formsLegGroup) == [false, sample.correlation != nil])
        #expect(tracking.callCount == 2, "each is a call of its own all the same")
    }

    private static let sessions = [
        Sample("one UUID, not answered", session(alice), session(alice), .sessionID),
        Sample("in another case", session(alice), session(alice.uppercased()), .sessionID),
        Sample("as RFC 7329 has it", "Session-ID: \(alice)", "Session-ID: \(alice)", .sessionID),
        Sample("the other end known by the second", session(alice), session(alice, bob), .sessionID),
        Sample("the other end known by the first", session(alice, bob), session(alice), .sessionID),
        Sample("the ends swapped", session(alice, bob), session(bob, alice), .sessionID),
        Sample("the ends swapped, one known", session(alice), session(bob, alice), .sessionID),
        Sample("nobody known", session(none), session(none), nil),
        Sample("the second knows nobody", session(alice), session(none), nil),
        Sample("two callers", session(alice), session(bob), nil),
        Sample("two callers to one end", session(alice, bob), session(carol, bob), nil),
        Sample("one caller to two ends", session(alice, bob), session(alice, carol), nil),
        Sample("no UUID", "Session-ID: abc", "Session-ID: abc", nil),
        Sample("the UUID in another header field", session(alice), "X-Session: \(alice)", nil),
    ]

    private static let vectors = [
        Sample("token", "P-Charging-Vector: icid-value=a1", "P-Charging-Vector: icid-value=a1;orig-ioi=x", .icid),
        Sample("quoted", "P-Charging-Vector: icid-value=a1", "P-Charging-Vector: icid-value=\"a1\"", .icid),
        Sample("in another case", "P-Charging-Vector: icid-value=a1", "P-Charging-Vector: icid-value=A1", nil),
        Sample("empty", "P-Charging-Vector: icid-value=\"\"", "P-Charging-Vector: icid-value=\"\"", nil),
        Sample("absent", "P-Charging-Vector: orig-ioi=x", "P-Charging-Vector: orig-ioi=x", nil),
    ]

    private static let headers = [
        Sample("the header field named", "X-CID: 7 of 9", "x-cid:  7 of 9 ", .header),
        Sample("in another case", "X-CID: a", "X-CID: A", nil),
        Sample("empty", "X-CID:", "X-CID:", nil),
        Sample("the value under another name", "X-CID: a1", "P-Charging-Vector: icid-value=a1", nil),
        Sample("a session before all", session(alice) + "\r\nX-CID: a", session(alice) + "\r\nX-CID: a", .sessionID),
        Sample("beside other UUIDs", session(alice) + "\r\nX-CID: a", session(bob) + "\r\nX-CID: a", .header),
    ]

    static func session(_ local: String, _ remote: String = none) -> String {
        "Session-ID: \(local);remote=\(remote)"
    }

    @Test func `a header field that is not named tells nothing`() {
        var tracking = Tracking()
        tracking.take(.throughB2BUA(["X-CID: a"], ["X-CID: a"]))
        #expect(tracking.observations.allSatisfy { $0.legCorrelation == nil })
        #expect(tracking.tracker.legs.counts == (0, 0, 0))
    }

    @Test func `three legs of which each two have a value in common are one group`() {
        let charged = "P-Charging-Vector: icid-value=a"
        var trace = SIPTrace.throughB2BUA([charged], [charged, Self.session(Self.alice)])
        var third = SIPTrace(from: .carrier, to: .other)
        third.newCall("call-3@example.com")
        third.wait(.milliseconds(50))
        third.request("INVITE", headers: [Self.session(Self.alice)])
        trace.merge(third)
        let tracking = Tracking(trace)
        #expect(tracking.observations.map(\.legCorrelation) == [nil, .icid, .sessionID])
        #expect(tracking.observations.map(\.formsLegGroup) == [false, true, false])
        let groups = tracking.observations.compactMap { tracking.tracker.legGroup(of: $0) }
        #expect(groups.map(\.legCount) == [3, 3, 3])
        #expect(Set(groups.map(\.number)).count == 1)
        #expect(groups.map(\.correlation) == [nil, .icid, .sessionID])
        #expect(groups.allSatisfy { !$0.hasGuess })
    }

    @Test func `a value that a proxy puts in tells on the hop behind it`() {
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        var trace = SIPTrace()
        trace.request("INVITE")
        var (behind, leg) = (SIPTrace(from: .callee, to: .carrier), SIPTrace(from: .carrier, to: .other))
        behind.wait(.milliseconds(2))
        behind.request("INVITE", headers: [below, "P-Charging-Vector: icid-value=a"])
        leg.wait(.milliseconds(5))
        leg.newCall("call-2@example.com")
        leg.request("INVITE", headers: ["P-Charging-Vector: icid-value=a"])
        trace.merge(behind)
        trace.merge(leg)
        #expect(Tracking(trace).observations.map(\.legCorrelation) == [nil, nil, .icid])
    }

    /// Somebody who calls one side first and then the other with the UUID that the first answered (RFC 7989 §10.8).
    @Test func `an INVITE that names who answered another is its leg`() {
        var (first, second) = (SIPTrace(from: .callee, to: .caller), SIPTrace(from: .callee, to: .carrier))
        first.request("INVITE", headers: [Self.session(Self.carol)])
        first.response(200, "OK", headers: [Self.session(Self.alice, Self.carol)])
        second.wait(.milliseconds(50))
        second.newCall("call-2@example.com")
        second.request("INVITE", headers: [Self.session(Self.alice)])
        first.merge(second)
        #expect(Tracking(first).observations.map(\.legCorrelation) == [nil, nil, .sessionID])
    }

    /// A B2BUA gives a caller without a UUID one of its own, which only its responses tell the caller (RFC 7989 §7).
    @Test(arguments: [100, 180, 200, 503])
    func `a call whose response names the caller of another is its leg, and leads as it began first`(
        code: Int
    ) throws {
        let ends = code == 100 ? Self.session(Self.none, Self.alice) : Self.session(Self.bob, Self.alice)
        var trace = SIPTrace.throughB2BUA(["X-CID: a"], [Self.session(Self.alice)])
        trace.response(code, "Phrase", headers: [ends])
        trace.response(code + 1, "Phrase", headers: [ends])
        var tracking = Tracking(keepsText: true, legs: try #require(LegOptions(header: "X-CID")))
        tracking.take(trace)
        #expect(tracking.observations.map(\.legCorrelation) == [nil, nil, .sessionID, nil])
        let calls = tracking.open.sorted { $0.call.firstFrame.number < $1.call.firstFrame.number }.map(\.call)
        let groups = calls.map { String(decoding: $0.legGroup, as: UTF8.self) }
        #expect(groups == ["call-1@example.com", "call-1@example.com"])
        #expect(calls.map(\.legCorrelation) == [nil, .sessionID])
        #expect(tracking.tracker.legs.counts.groups == 1)
    }

    @Test func `a call that is alone joins another once it says more, and takes what it said before along`() {
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        let charged = "P-Charging-Vector: icid-value=a"
        var trace = SIPTrace()
        trace.request("INVITE", headers: [Self.session(Self.alice)])
        trace.newCall("call-2@example.com")
        trace.request("INVITE", headers: [charged])
        var (behind, leg) = (SIPTrace(from: .callee, to: .carrier), SIPTrace(from: .carrier, to: .other))
        behind.wait(.milliseconds(30))
        behind.request("INVITE", headers: [below, Self.session(Self.alice), charged])
        leg.wait(.milliseconds(50))
        leg.newCall("call-3@example.com")
        leg.request("INVITE", headers: [Self.session(Self.alice)])
        trace.merge(behind)
        trace.merge(leg)
        var tracking = Tracking(trace)
        #expect(tracking.observations.map(\.legCorrelation) == [nil, nil, .icid, .sessionID])
        #expect(tracking.observations.map(\.formsLegGroup) == [false, false, true, false])
        tracking.pass(400, after: trace.now)
        #expect(tracking.tracker.legs.counts == (0, 0, 0))
    }

    @Test func `callers whom a bridge answers with one UUID are not legs of one call`() {
        var trace = SIPTrace()
        for (number, caller) in [Self.alice, Self.bob].enumerated() {
            trace.newCall("call-\(number)@example.com")
            trace.request("INVITE", headers: [Self.session(caller)])
            trace.response(200, "OK", headers: [Self.session(Self.carol, caller)])
        }
        #expect(Tracking(trace).observations.allSatisfy { $0.legCorrelation == nil })
    }

    @Test func `an INVITE sent again, captured again or inside a dialog joins nothing again`() {
        var trace = SIPTrace.throughB2BUA(["P-Charging-Vector: icid-value=a"], ["P-Charging-Vector: icid-value=a"])
        trace.mirror()
        trace.resend()
        trace.newCall("call-3@example.com")
        trace.request("INVITE", headers: ["P-Charging-Vector: icid-value=a"])
        trace.rewrite("To: <sip:bob@example.com>", "To: <sip:bob@example.com>;tag=callee")
        #expect(Tracking(trace).observations.map(\.legCorrelation) == [nil, .icid, nil, nil, nil])
    }

    @Test(arguments: [(1_799, true), (1_801, false), (3_600, false)])
    func `a value that comes back after half an hour is used twice, though its call is open`(
        seconds: Int,
        isLeg: Bool
    ) {
        var trace = SIPTrace()
        trace.request("INVITE", headers: ["P-Charging-Vector: icid-value=a"])
        trace.response(200, "OK")
        for (number, span) in [seconds, seconds + 1].enumerated() {
            trace.at(.seconds(span))
            trace.newCall("call-\(number + 2)@example.com")
            trace.request("INVITE", headers: ["P-Charging-Vector: icid-value=a"])
        }
        let tracking = Tracking(trace)
        #expect(tracking.open.count == 3)
        let found = tracking.observations.map(\.legCorrelation)
        #expect(found == [nil, nil, isLeg ? .icid : nil, .icid], "the third belongs to whoever had the value last")
    }
}

extension SIPTrace {
    /// Two calls of which a B2BUA, the callee of the first, makes one: their INVITEs with these header lines.
    static func throughB2BUA(
        _ first: [String] = [],
        _ second: [String] = [],
        after span: Duration = .milliseconds(20)
    ) -> SIPTrace {
        var (trace, leg) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        trace.request("INVITE", headers: first)
        leg.at(span)
        leg.newCall("call-2@example.com")
        leg.request("INVITE", headers: second)
        trace.merge(leg)
        return trace
    }
}
