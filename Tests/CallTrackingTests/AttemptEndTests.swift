import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// When attempts and sessions are told: once, as soon as nothing can change them.
@Suite struct AttemptEndTests {
    /// What is told of `trace` in all, after everything has passed: outcomes of attempts, sessions.
    private func told(_ trace: SIPTrace) -> (outcomes: [CallOutcome], attempts: [AttemptFacts], sessions: Int) {
        var tracking = Tracking(trace)
        tracking.pass(700, every: 9, after: trace.now)
        let rest = tracking.ended.map { $0.call.untold($0.outcome, isOver: true) }
        let attempts = tracking.attempts + rest.compactMap(\.attempt)
        return (attempts.map(\.outcome), attempts, tracking.sessions.count + rest.compactMap(\.session).count)
    }

    @Test func `an answered attempt is told with its 2xx, its session with the 2xx to its BYE, and neither again`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        #expect(Tracking(trace).attempts.isEmpty)
        trace.at(.seconds(5))
        trace.response(200, "OK")
        let ended = trace.now.adding(nanoseconds: -10_000_000)
        var tracking = Tracking(trace)
        tracking.pass(1, after: trace.now)
        #expect(tracking.attempts.map(\.outcome) == [.answered])
        #expect(tracking.attempts.map(\.ended) == [ended], "the 2xx is the end")
        trace.request("ACK")
        trace.at(.seconds(65))
        trace.request("BYE")
        #expect(Tracking(trace).sessions.isEmpty)
        trace.response(200, "OK")
        tracking = Tracking(trace)
        tracking.pass(1, after: trace.now)
        #expect(tracking.attempts.count == 1)
        #expect(tracking.sessions.map { $0.released.nanoseconds(since: $0.began) } == [65_000_000_000])
        let (outcomes, _, sessions) = told(trace)
        #expect(outcomes == [.answered] && sessions == 1)
    }

    /// The final response of an attempt, and the seconds after which it is told.
    @Test(
        arguments: [
            (486, 5), (503, 5), (404, 5), (603, 5), (600, 5), (302, 30), (401, 30), (407, 30), (484, 30), (799, 5),
        ]
    )
    func `a failed attempt is told when nothing can follow any more`(code: Int, seconds: Int64) {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(code, "Failed")
        let ended = trace.now.adding(nanoseconds: -10_000_000)
        var early = Tracking(trace)
        early.pass(seconds - 1, after: ended)
        #expect(early.attempts.isEmpty)
        var late = Tracking(trace)
        late.pass(seconds, after: ended)
        #expect(late.attempts.count == 1 && late.ended.isEmpty)
        #expect(late.attempts.map(\.ended) == [ended])
        #expect(told(trace).outcomes.count == 1)
    }

    /// The final response of the first INVITE, the seconds until the next, which is answered, and what is told.
    @Test(
        arguments: [
            (407, 4, [.answered]), (407, 29, [.answered]), (407, 31, [.challenged, .answered]), (302, 29, [.answered]),
            (503, 4, [.answered]), (503, 6, [.failed, .answered]), (486, 4, [.answered]),
            (486, 6, [.busy, .answered]),
        ] as [(Int, Int, [CallOutcome])]
    )
    func `what follows in time is of the same attempt`(code: Int, pause: Int, outcomes: [CallOutcome]) {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(code, "No")
        trace.request("ACK")
        trace.answer(as: "")
        trace.at(.milliseconds(pause * 1_000 + 20))
        trace.request("INVITE")
        trace.at(.milliseconds(pause * 1_000 + 2_000))
        trace.response(200, "OK")
        trace.passVisibly(40)
        let (told, attempts, _) = told(trace)
        #expect(told == outcomes)
        #expect(attempts.map(\.bids) == (outcomes.count == 1 ? [2] : [1, 1]))
        #expect(attempts.last?.answered == attempts.last?.ended)
    }

    @Test func `a pause before a final response does not cut off what follows it`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.at(.seconds(40))
        trace.response(503, "Service Unavailable")
        trace.request("ACK")
        trace.request("INVITE")
        trace.response(200, "OK")
        let (outcomes, attempts, _) = told(trace)
        #expect(outcomes == [.answered] && attempts.map(\.bids) == [2])
    }

    @Test func `an attempt with two INVITEs at once is told when both are over`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.request("INVITE")
        trace.at(.seconds(1))
        trace.answer(as: "busy")
        trace.response(486, "Busy Here")
        trace.answer(as: "free")
        for second in stride(from: 5, through: 20, by: 5) {
            trace.at(.seconds(second))
            trace.answerInvite(180, "Ringing")
        }
        #expect(Tracking(trace).attempts.isEmpty)
        trace.at(.seconds(21))
        trace.answerInvite(200, "OK")
        let (outcomes, attempts, _) = told(trace)
        #expect(outcomes == [.answered])
        #expect(attempts.map(\.bids) == [2] && attempts.map(\.declined) == [1])
    }

    @Test func `a CANCEL that crosses the answer changes nothing, one that does not is told once`() {
        var crossed = SIPTrace()
        crossed.request("INVITE")
        crossed.response(180, "Ringing")
        crossed.at(.seconds(4))
        crossed.request("CANCEL")
        crossed.answerInvite(200, "OK")
        crossed.response(200, "OK", to: "CANCEL")
        #expect(told(crossed).outcomes == [.answered])

        var given = SIPTrace()
        given.request("INVITE")
        given.response(180, "Ringing")
        given.at(.seconds(4))
        given.request("CANCEL")
        given.response(200, "OK", to: "CANCEL")
        given.answerInvite(487, "Request Terminated")
        var tracking = Tracking(given)
        tracking.pass(5, after: given.now)
        #expect(tracking.attempts.map(\.outcome) == [.cancelled])
        #expect(told(given).outcomes == [.cancelled])
    }

    @Test func `forks that answer or ring behind the first 2xx are told at the end, and nothing else again`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.answer(as: "first")
        trace.at(.seconds(4))
        trace.response(200, "OK")
        trace.answer(as: "second")
        trace.at(.milliseconds(4_500))
        trace.answerInvite(200, "OK")
        let (outcomes, attempts, _) = told(trace)
        #expect(outcomes == [.answered] && attempts[0].furtherDialogs == [])
        let late = try #require(Tracking(trace).open.first?.call.afterthought)
        #expect(late.furtherDialogs == [4_500_000_000] && late.bids == 0 && late.ineffective == 0)
    }

    /// Seconds from the release of the first call to the INVITE of the second, which has the same Call-ID.
    @Test(arguments: [1, 20, 60])
    func `a Call-ID that is used again after its call was released makes a second attempt and session`(pause: Int) {
        var trace = SIPTrace()
        for begin in [0, 10 + pause] {
            trace.at(.seconds(begin))
            trace.answer(as: "")
            trace.request("INVITE")
            trace.response(180, "Ringing")
            trace.answer(as: "callee-\(begin)")
            trace.at(.seconds(begin + 3))
            trace.response(200, "OK")
            trace.request("ACK")
            trace.at(.seconds(begin + 10))
            trace.request("BYE")
            trace.response(200, "OK")
        }
        let (outcomes, attempts, sessions) = told(trace)
        #expect(outcomes == [.answered, .answered] && sessions == 2)
        #expect(attempts.map(\.bids) == [1, 1])
        #expect(Tracking(trace).tracker.sessions.now == 0)
    }

    @Test func `what a Call-ID that is used again and again leaves behind does not pile up while time stands still`() {
        var trace = SIPTrace()
        for _ in 0..<100 {
            trace.at(.zero)
            trace.request("INVITE")
            trace.response(200, "OK")
            trace.request("ACK")
            trace.request("BYE")
            trace.response(200, "OK")
            trace.answer(as: "")
        }
        var tracking = Tracking()
        for step in trace.steps {
            tracking.take(trace.only(step))
            #expect(tracking.tracker.setAside.count <= 1)
        }
        #expect(tracking.attempts.count >= 99 && tracking.sessions.count >= 99)
    }

    @Test func `a ringing of a call before says nothing of one that uses its Call-ID again`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.response(200, "OK")
        trace.request("ACK")
        trace.request("BYE")
        trace.response(200, "OK")
        trace.answer(as: "")
        trace.request("INVITE")
        trace.response(408, "Request Timeout")
        #expect(told(trace).outcomes == [.answered, .failed])
    }

    @Test func `an INVITE without an answer is told when its timers are over, not when its call is forgotten`() {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        trace.response(200, "OK")
        trace.newCall("second@example.com")
        trace.request("INVITE")
        for second in [1, 2, 4, 8, 16, 31] {
            trace.at(.seconds(second))
            trace.resend()
        }
        var tracking = Tracking(trace)
        tracking.pass(8, after: trace.now)
        #expect(tracking.attempts.map(\.outcome) == [.unanswered])
        #expect(tracking.open.contains { $0.call.kind == .call })
        #expect(told(trace).outcomes == [.unanswered])
    }

    @Test func `a 2xx behind a failure that was told does not make two attempts of one`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(486, "Busy Here")
        trace.answer(as: "late")
        trace.at(.seconds(15))
        trace.answerInvite(200, "OK")
        trace.passVisibly(20)
        #expect(told(trace).outcomes == [.busy])
    }

    @Test func `calls that are up at once are counted, with the time of the most`() {
        var trace = SIPTrace()
        for (place, second) in [0, 10, 20].enumerated() {
            trace.newCall("call-\(place)@example.com")
            trace.at(.seconds(second))
            trace.request("INVITE")
            trace.response(200, "OK")
            trace.request("ACK")
        }
        let peak = trace.now.adding(nanoseconds: -20_000_000)
        trace.request("BYE")
        trace.response(200, "OK")
        trace.newCall("failed@example.com")
        trace.request("INVITE")
        trace.response(486, "Busy Here")
        trace.newCall("later@example.com")
        trace.at(.seconds(30))
        trace.request("INVITE")
        trace.response(200, "OK")
        let sessions = Tracking(trace).tracker.sessions
        #expect(sessions.now == 3 && sessions.peak == 3 && sessions.peakTime == peak)
    }

    @Test func `a session that nobody released is up no more when its call is forgotten`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        var tracking = Tracking(trace)
        #expect(tracking.tracker.sessions.now == 1)
        tracking.pass(88_000, every: 9, after: trace.now)
        #expect(tracking.ended.count == 1)
        #expect(tracking.tracker.sessions.now == 0 && tracking.tracker.sessions.peak == 1)
    }
}
