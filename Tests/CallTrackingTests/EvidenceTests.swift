import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// How much of a transaction the capture shows.
@Suite struct EvidenceTests {
    /// The evidence of the last message of `trace`.
    private func evidence(_ trace: SIPTrace) -> Evidence? {
        let tracking = Tracking(trace)
        guard let last = tracking.observations.last, let flow = trace.steps.last?.flow else { return nil }
        return tracking.tracker.evidence(of: last, on: flow)
    }

    @Test func `a transaction with its request is seen whole`() {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        trace.response(500, "Server Error")
        #expect(evidence(trace) == .whole)
    }

    /// A capture in which the request is missing `seconds` after its beginning.
    private func orphan(_ method: String, after seconds: Int64, showsRequests: Bool) -> SIPTrace {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        if !showsRequests { trace.dropLast() }
        trace.response(200, "OK")
        trace.newCall("call-2@example.com")
        trace.at(.seconds(seconds))
        trace.request(method)
        trace.dropLast()
        trace.response(500, "Server Error")
        return trace
    }

    @Test(
        arguments: [
            ("OPTIONS", 0, .midCall), ("OPTIONS", 31, .midCall), ("OPTIONS", 33, .lossy),
            ("INVITE", 33, .midCall), ("INVITE", 299, .midCall), ("INVITE", 301, .lossy),
        ] as [(String, Int64, Evidence)]
    )
    func `a missing request is a loss once it cannot be older than the capture`(
        method: String,
        seconds: Int64,
        expected: Evidence
    ) {
        #expect(evidence(orphan(method, after: seconds, showsRequests: true)) == expected)
    }

    @Test func `a missing request is none where nothing is seen to be sent to the server`() {
        #expect(evidence(orphan("OPTIONS", after: 31, showsRequests: false)) == .midCall)
        #expect(evidence(orphan("OPTIONS", after: 33, showsRequests: false)) == .oneSided)
        // What was seen eleven minutes ago says nothing of now.
        #expect(evidence(orphan("OPTIONS", after: 660, showsRequests: true)) == .oneSided)
    }

    @Test func `an ACK without a final response shows a loss`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.request("ACK")
        #expect(evidence(trace) == .lossy)
        trace.response(486, "Busy Here", to: "INVITE")
        #expect(evidence(trace) == .whole)
    }
}
