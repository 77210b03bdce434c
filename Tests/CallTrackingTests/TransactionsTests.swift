import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Which messages make a transaction.
@Suite struct TransactionsTests {
    @Test func `an ACK for a failed INVITE joins it and opens nothing`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(486, "Busy Here")
        trace.request("ACK")
        let tracking = Tracking(trace)
        #expect(tracking.beginnings == [1])
        #expect(tracking.observations.map(\.transaction).allSatisfy { $0 == tracking.observations[0].transaction })
    }

    @Test func `an ACK for a 200 has a branch of its own and is no transaction`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        trace.request("ACK")
        trace.rewrite("branch=z9hG4bK", "branch=z9hG4bKack-")
        var tracking = Tracking(trace)
        #expect(tracking.beginnings == [1])
        #expect(tracking.observations[2].transaction != tracking.observations[0].transaction)
        tracking.pass(40, after: trace.now)
        #expect(tracking.unanswered.isEmpty, "nobody answers an ACK")
    }

    @Test func `a CANCEL is a transaction of its own although it has the branch of the INVITE`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.request("CANCEL")
        trace.response(200, "OK", to: "CANCEL")
        trace.response(487, "Request Terminated", to: "INVITE")
        let tracking = Tracking(trace)
        #expect(tracking.beginnings == [1, 3])
        #expect(tracking.observations.map(\.completesTransaction) == [false, false, false, true, true])
        #expect(tracking.observations[4].transaction == tracking.observations[0].transaction)
    }

    @Test func `only the first final response completes its transaction`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        for tag in ["one", "two"] {
            trace.answer(as: tag)
            trace.response(200, "OK")
        }
        let tracking = Tracking(trace)
        #expect(tracking.observations.map(\.completesTransaction) == [false, true, false])
        #expect(tracking.copies == "===")
    }

    @Test func `a response seen without its request opens a transaction that lacks one`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.dropLast()
        trace.response(200, "OK")
        var tracking = Tracking(trace)
        #expect(tracking.beginnings == [1])
        let hasRequest = tracking.tracker.hasRequest(tracking.observations[0])
        #expect(!hasRequest)
        tracking.pass(40, after: trace.now)
        #expect(tracking.unanswered.isEmpty)
    }

    @Test func `a client that sends from another port than it listens on has one transaction`() {
        var trace = SIPTrace(from: Endpoint(address: .caller, port: 40_000))
        trace.request("OPTIONS")
        trace.caller = .caller
        trace.response(200, "OK")
        trace.rewrite("192.0.2.1:5060", "192.0.2.1:40000")
        let tracking = Tracking(trace)
        #expect(tracking.beginnings == [1])
    }

    @Test func `a branch that comes back with another CSeq is a new transaction`() {
        var trace = SIPTrace()
        for number in 1...2 {
            trace.request("OPTIONS")
            trace.rewrite("example.com.\(number).OPTIONS", "example.com.same")
            trace.response(200, "OK")
            trace.rewrite("example.com.\(number).OPTIONS", "example.com.same")
        }
        let tracking = Tracking(trace)
        #expect(tracking.beginnings == [1, 3])
        #expect(tracking.copies == "====")
        #expect(tracking.observations.map(\.completesTransaction) == [false, true, false, true])
    }

    @Test func `without the cookie Call-ID, From tag, CSeq and Via tell transactions apart`() {
        var trace = SIPTrace()
        for callID in ["one", "two", "three"] {
            trace.newCall(callID)
            trace.request("INVITE")
            trace.rewrite("z9hG4bK\(callID).1.INVITE", "1")
            trace.response(486, "Busy Here")
            trace.rewrite("z9hG4bK\(callID).1.INVITE", "1")
            trace.request("ACK")
            trace.rewrite("z9hG4bK\(callID).1.INVITE", "1")
        }
        trace.request("INVITE")
        trace.rewrite("z9hG4bKthree.2.INVITE", "1")
        let tracking = Tracking(trace)
        #expect(tracking.beginnings == [1, 4, 7, 10])
        #expect(tracking.copies == "==========")
    }

    @Test func `the same branch between other hosts or over another transport is another transaction`() {
        var (here, there, stream) = (SIPTrace(), SIPTrace(to: .carrier), SIPTrace(transport: .tcp))
        here.request("OPTIONS")
        there.request("OPTIONS")
        stream.request("OPTIONS")
        stream.rewrite("SIP/2.0/TCP", "SIP/2.0/UDP")
        here.merge(there)
        here.merge(stream)
        #expect(Tracking(here).beginnings == [1, 2, 3])
    }
}

extension Endpoint {
    /// 203.0.113.3:5060, a server behind the callee.
    static let carrier = Endpoint(address: IPAddress(v4: 0xCB00_7103), port: 5060)
}
