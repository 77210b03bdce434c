import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Sessions that end unless somebody refreshes them (RFC 4028).
@Suite struct SessionTimerTests {
    private let timer = "Session-Expires: 90;refresher=uac"

    /// A call that is answered after ten milliseconds and not released.
    private func answered(_ headers: [String], _ transport: Transport = .udp) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE")
        trace.response(200, "OK", headers: headers)
        trace.request("ACK")
        trace.rewrite("branch=z9hG4bK", "branch=z9hG4bK-ack-")
        return trace
    }

    /// A re-INVITE or an UPDATE of one side after `seconds`, with its response where there is one.
    private func refresh(
        _ method: String,
        byCallee: Bool,
        at seconds: Int,
        _ code: Int? = 200,
        headers: [String]
    ) -> SIPTrace {
        var trace = answered([])
        if byCallee { trace.swapSides() }
        trace.at(.seconds(seconds))
        trace.request(method)
        if method == "INVITE" {
            let name = byCallee ? "alice" : "bob"
            let tag = byCallee ? "caller" : "callee"
            trace.rewrite("To: <sip:\(name)@example.com>", "To: <sip:\(name)@example.com>;tag=\(tag)")
        }
        guard let code else { return trace.suffix(1) }
        trace.response(code, "Phrase", headers: headers)
        return trace.suffix(2)
    }

    /// The call of `trace` so many seconds after its beginning; whether it has ended by then.
    private func call(_ trace: SIPTrace, after seconds: Int64) throws -> (call: Call, isOver: Bool) {
        var tracking = Tracking(trace)
        let elapsed = trace.steps[trace.steps.count - 1].time.nanoseconds(since: trace.steps[0].time) / 1_000_000_000
        tracking.pass(seconds - elapsed, after: trace.steps[trace.steps.count - 1].time)
        #expect(tracking.ended.count + tracking.open.count == 1)
        #expect(tracking.tracker.sessions.now == (tracking.ended.isEmpty ? 1 : 0))
        return (try #require((tracking.ended + tracking.open).first).call, !tracking.ended.isEmpty)
    }

    /// Seconds from the beginning of the trace, without the milliseconds of its messages.
    private func seconds(_ time: CaptureTime?, in trace: SIPTrace) -> Int64? {
        time.map { $0.nanoseconds(since: trace.steps[0].time) / 1_000_000_000 }
    }

    @Test(arguments: [Transport.udp, .tcp])
    func `a session that nobody refreshes has expired and is not up any more`(transport: Transport) throws {
        let trace = answered([timer], transport)
        #expect(try call(trace, after: 110).isOver == false, "a BYE may be on its way")
        let (call, isOver) = try call(trace, after: 190)
        #expect(isOver && call.hasExpired && call.isUnreleased)
        #expect(call.outcome(isOver: true) == .answered && call.wasReleasedByCaller == nil)
        #expect(call.sessionExpires == 90 && call.sessionRefresher == .caller)
        #expect(call.ended?.nanoseconds(since: trace.steps[1].time) == 90_000_000_000)
    }

    @Test(arguments: [[], ["Session-Expires: 0"], ["Session-Expires: soon"]])
    func `without a timer a call is up for as long as ever`(headers: [String]) throws {
        let (call, isOver) = try call(answered(headers), after: 7_000)
        #expect(!isOver && !call.hasExpired && call.sessionExpires == nil)
    }

    @Test(arguments: ["INVITE", "UPDATE"], [false, true])
    func `a refresh by either side counts from its 2xx on`(method: String, byCallee: Bool) throws {
        var trace = answered([timer])
        trace.merge(refresh(method, byCallee: byCallee, at: 45, headers: ["x: 120;refresher=uac"]))
        let (up, wasOver) = try call(trace, after: 160)
        #expect(!wasOver && up.sessionExpires == 120 && seconds(up.sessionRefreshed, in: trace) == 45)
        #expect(up.sessionRefresher == (byCallee ? .callee : .caller))
        let (call, isOver) = try call(trace, after: 300)
        #expect(isOver && call.hasExpired && seconds(call.ended, in: trace) == 165)
    }

    @Test func `a refresh that failed or got no answer is none`() throws {
        for code in [nil, 500, 481] {
            var trace = answered([timer])
            trace.merge(refresh("UPDATE", byCallee: true, at: 45, code, headers: [timer]))
            let (call, isOver) = try call(trace, after: 250)
            #expect(isOver && call.hasExpired && seconds(call.ended, in: trace) == 90)
        }
    }

    @Test func `a 2xx without Session-Expires turns the timer off, unless it is seen on another hop`() throws {
        var trace = answered([timer])
        trace.merge(refresh("UPDATE", byCallee: false, at: 45, headers: []))
        #expect(try call(trace, after: 400).isOver == false)
        var behind = refresh("UPDATE", byCallee: false, at: 45, headers: []).suffix(0)
        (behind.caller, behind.callee) = (.callee, .trunk)
        behind.at(.seconds(45))
        behind.answer(as: "callee")
        behind.request("UPDATE")
        behind.response(200, "OK")
        trace = answered([timer])
        trace.merge(behind)
        let (call, isOver) = try call(trace, after: 250)
        #expect(isOver && call.hasExpired && seconds(call.ended, in: trace) == 90)
    }

    @Test(arguments: [60, 89, 100])
    func `a BYE ends the session and not its timer`(second: Int) throws {
        var trace = answered([timer])
        trace.at(.seconds(second))
        trace.request("BYE")
        trace.response(200, "OK")
        let (call, isOver) = try call(trace, after: 300)
        #expect(isOver && !call.hasExpired && call.wasReleasedByCaller == true)
        #expect(call.sessionExpires == 90 && seconds(call.ended, in: trace) == Int64(second))
    }

    @Test func `the refresh of a session that began before the capture makes none`() throws {
        let trace = refresh("UPDATE", byCallee: false, at: 45, headers: [timer])
        var tracking = Tracking(trace)
        tracking.pass(300, after: trace.now)
        #expect(tracking.ended.count == 1 && tracking.ended.allSatisfy { !$0.call.hasExpired })
        #expect(tracking.tracker.sessions.now == 0 && tracking.tracker.sessions.peak == 0)
    }

    @Test func `where nothing goes to its sender a refresh counts, as its 2xx is not seen`() throws {
        // What was sent to the callee with the INVITE is long past by the time of the refresh.
        var late = refresh("UPDATE", byCallee: true, at: 1_000, headers: [timer])
        late.dropLast()
        var long = answered(["Session-Expires: 1001"]).suffix(3)
        long.dropLast()
        long.merge(late)
        #expect(try call(long, after: 1_500).isOver == false)
    }

    @Test func `a capture of which the header fields are cut off refreshes without a word of the timer`() {
        var tracking = Tracking(answered([timer]))
        let refresh = refresh("UPDATE", byCallee: false, at: 80, headers: ["Supported: timer", timer])
        for step in refresh.steps {
            let isResponse = step.flow.source == .callee
            tracking.take(step, cutTo: isResponse ? step.bytes.count - 50 : .max)
        }
        tracking.pass(60, after: refresh.now)
        #expect(tracking.open.map { $0.call.sessionExpires } == [90])
    }
}
