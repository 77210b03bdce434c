import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Calls that take the place of others (RFC 3891).
@Suite struct ReplacementsTests {
    /// A call to the callee, answered unless it only rings, and a second later another with `replaces`.
    private func transfer(
        _ replaces: String,
        isAnswered: Bool = true,
        _ code: Int = 200,
        over transport: Transport = .udp
    ) -> SIPTrace {
        var first = SIPTrace(transport: transport)
        first.request("INVITE")
        first.response(180, "Ringing")
        if isAnswered {
            first.response(200, "OK")
            first.request("ACK")
            first.rewrite("branch=z9hG4bK", "branch=z9hG4bK-ack-")
        }
        var second = SIPTrace(from: .trunk, to: .callee, transport: transport)
        second.newCall("call-2@example.com")
        second.at(.seconds(1))
        second.request("INVITE", headers: ["Replaces: \(replaces)"])
        second.response(code, "Phrase")
        first.merge(second)
        return first
    }

    /// The Call-IDs that the calls of `trace` replace, and which of them were replaced.
    private func told(_ trace: SIPTrace) -> (replaces: [String], wasReplaced: [Bool]) {
        var tracking = Tracking(keepsText: true)
        tracking.take(trace)
        let calls = tracking.open.map(\.call).sorted { $0.began < $1.began }
        return (calls.map { String(decoding: $0.text.replaced, as: UTF8.self) }, calls.map(\.wasReplaced))
    }

    @Test(
        arguments: [
            "call-1@example.com;to-tag=callee;from-tag=caller", "call-1@example.com;from-tag=callee;to-tag=caller",
        ],
        [Transport.udp, .tcp]
    )
    func `a call that names another by its tags replaces it`(replaces: String, transport: Transport) {
        let (names, replaced) = told(transfer(replaces, over: transport))
        #expect(names == ["", "call-1@example.com"] && replaced == [true, false])
    }

    @Test func `a call that rings is replaced when it is picked up`() {
        let (names, replaced) = told(
            transfer("call-1@example.com;to-tag=callee;from-tag=caller;early-only", isAnswered: false)
        )
        #expect(names == ["", "call-1@example.com"] && replaced == [true, false])
    }

    @Test func `an INVITE that failed replaces nothing, whatever it names`() {
        let (names, replaced) = told(transfer("call-1@example.com;to-tag=callee;from-tag=caller", 603))
        #expect(names == ["", "call-1@example.com"] && replaced == [false, false])
    }

    @Test(arguments: [
        "call-1@example.com;to-tag=other;from-tag=caller", "call-1@example.com", "call-9@example.com;to-tag=callee",
        "call-2@example.com;to-tag=callee;from-tag=caller", "", ";to-tag=callee",
    ])
    func `a call that is not known is not replaced`(replaces: String) {
        let (names, replaced) = told(transfer(replaces))
        #expect(names == ["", ""] && replaced == [false, false])
    }

    @Test func `a call of which the capture shows the middle is not known`() {
        var trace = transfer("call-1@example.com;to-tag=callee;from-tag=caller")
        trace = trace.suffix(3)
        #expect(told(trace).replaces == ["", ""])
    }

    @Test(arguments: [0, 1]) func `a call that is over is not replaced`(seconds: Int) {
        var trace = SIPTrace.answeredCall(over: .udp)
        trace.request("BYE")
        trace.response(200, "OK")
        let end = trace.now
        var second = SIPTrace(from: .trunk, to: .callee)
        second.newCall("call-2@example.com")
        second.at(.nanoseconds(end.nanoseconds(since: trace.steps[0].time)) + .seconds(seconds))
        second.request("INVITE", headers: ["Replaces: call-1@example.com;to-tag=callee;from-tag=caller"])
        second.response(200, "OK")
        trace.merge(second)
        let (names, replaced) = told(trace)
        #expect(names == ["", ""] && replaced == [false, false])
    }

    @Test func `what an INVITE that failed was to replace is left alone by the next one`() {
        var trace = transfer("call-1@example.com;to-tag=callee;from-tag=caller", 407)
        var retry = SIPTrace(from: .trunk, to: .callee)
        retry.newCall("call-2@example.com")
        retry.at(.seconds(2))
        retry.request("OPTIONS")
        retry.dropLast()
        retry.request("INVITE")
        retry.response(200, "OK")
        trace.merge(retry)
        let (names, replaced) = told(trace)
        #expect(names == ["", ""] && replaced == [false, false])
    }

    @Test func `the BYE of a call that was replaced says who sent it`() throws {
        var trace = transfer("call-1@example.com;to-tag=callee;from-tag=caller")
        var bye = SIPTrace()
        bye.answer(as: "callee")
        bye.swapSides()
        bye.at(.seconds(2))
        bye.request("BYE")
        bye.response(200, "OK")
        trace.merge(bye)
        let call = try #require(Tracking(trace).open.first { $0.call.wasReplaced }).call
        #expect(call.wasReleasedByCaller == false)
    }
}
