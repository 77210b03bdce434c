import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// What calls and registrations tell the figures: the worked examples of RFC 6076 figures, from the wire on.
@Suite struct FactsTests {
    /// The only call of a trace once everything has passed.
    private func call(_ trace: SIPTrace) throws -> (call: Call, outcome: CallOutcome) {
        var tracking = Tracking(trace)
        tracking.pass(90_000, every: 9, after: trace.now)
        return try #require(tracking.ended.first)
    }

    private func seconds(_ time: CaptureTime?, since start: CaptureTime) -> Double? {
        time.map { Double($0.nanoseconds(since: start)) / 1e9 }
    }

    private static let description = ["Content-Type: application/sdp"]

    @Test func `a challenged call with early progress gives one attempt with each of its moments`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.at(.milliseconds(50))
        trace.response(407, "Proxy Authentication Required")
        trace.answer(as: "")
        trace.at(.milliseconds(100))
        trace.request("INVITE")
        trace.at(.milliseconds(120))
        trace.response(100, "Trying")
        trace.at(.milliseconds(900))
        trace.response(183, "Session Progress")
        trace.at(.milliseconds(2_100))
        trace.response(180, "Ringing")
        trace.at(.seconds(9))
        trace.response(200, "OK")
        trace.request("ACK")
        trace.at(.seconds(69))
        trace.request("BYE")
        trace.at(.milliseconds(69_040))
        trace.response(200, "OK")
        let (call, outcome) = try call(trace)
        let facts = try #require(call.attempt(outcome))
        #expect(facts.isWhole && facts.outcome == .answered && facts.bids == 2 && facts.challenged == 1)
        #expect(seconds(facts.progressed, since: facts.began) == 0.9)
        #expect(seconds(facts.noticed, since: facts.began) == 2.1)
        #expect(seconds(facts.rang, since: facts.began) == 2.1)
        #expect(seconds(facts.answered, since: facts.began) == 9)
        #expect(facts.postDialDelay == 2_100_000_000 && facts.ringSpan == 6_900_000_000)
        let session = try #require(call.session(isOver: true))
        #expect(session.wasAcknowledged && session.wasReleasedByCaller && session.finalCode == 200)
        #expect(seconds(session.released, since: session.answered) == 60)
        #expect(seconds(session.disconnected, since: session.released) == 0.04)
    }

    @Test func `a call of which nothing reaches the caller is one-sided, one without its INVITE is not`() throws {
        var silent = SIPTrace()
        silent.request("INVITE")
        let (call, outcome) = try call(silent)
        let oneSided = try #require(call.attempt(outcome))
        #expect(!oneSided.isWhole && oneSided.isOneSided)

        var late = SIPTrace()
        late.response(180, "Ringing", to: "INVITE")
        late.response(486, "Busy Here", to: "INVITE")
        let (rest, end) = try self.call(late)
        let midCall = try #require(rest.attempt(end))
        #expect(!midCall.isWhole && !midCall.isOneSided)
    }

    @Test func `ringing replaces a media announcement as the start of ringing`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.at(.seconds(1))
        trace.response(183, "Session Progress", headers: Self.description, body: "v=0\r\n")
        trace.at(.seconds(3))
        trace.response(180, "Ringing")
        trace.at(.seconds(5))
        trace.response(486, "Busy Here", headers: ["Reason: SIP;cause=486, Q.850;cause=17;text=\"User busy\""])
        let (call, outcome) = try call(trace)
        let facts = try #require(call.attempt(outcome))
        #expect(seconds(facts.noticed, since: facts.began) == 1)
        #expect(seconds(facts.rang, since: facts.began) == 3)
        #expect(seconds(facts.ended, since: facts.began) == 5)
        #expect(facts.finalCode == 486 && facts.cause == 17 && facts.declined == 1)
        #expect(facts.hasAlerted)
    }

    @Test func `an announcement alone alerts nobody`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.at(.seconds(1))
        trace.response(183, "Session Progress", headers: Self.description, body: "v=0\r\n")
        trace.response(480, "Temporarily Unavailable")
        let (call, outcome) = try call(trace)
        let facts = try #require(call.attempt(outcome))
        #expect(facts.rang != nil && !facts.hasAlerted)
    }

    @Test func `a caller notices the answer where that comes before the ringing, which then ended nowhere`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.at(.seconds(2))
        trace.response(200, "OK")
        trace.at(.seconds(3))
        trace.response(180, "Ringing")
        let (call, outcome) = try call(trace)
        let facts = try #require(call.attempt(outcome))
        #expect(facts.postDialDelay == 2_000_000_000 && facts.rang != nil && facts.ringSpan == nil)
    }

    @Test func `a ringing that an answer ended goes on over the CANCEL that crossed it`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.at(.seconds(1))
        trace.response(180, "Ringing")
        trace.at(.seconds(4))
        trace.request("CANCEL")
        trace.at(.seconds(5))
        trace.answerInvite(200, "OK")
        let (call, outcome) = try call(trace)
        #expect(call.attempt(outcome)?.ringSpan == 4_000_000_000)
    }

    /// A provisional response or none, seconds until the INVITE is given up, and how many are in vain.
    @Test(arguments: [(nil, 32, 1), (100, 301, 0), (180, 301, 0)] as [(Int?, Double, UInt16)])
    func `an INVITE is given up when its timers are over`(code: Int?, seconds: Double, ineffective: UInt16) throws {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        trace.response(200, "OK")
        trace.newCall("second@example.com")
        trace.request("INVITE")
        trace.at(.seconds(1))
        if let code { trace.response(code, "Wait") }
        var tracking = Tracking(trace)
        tracking.pass(320, after: trace.now)
        let ended = try #require(tracking.ended.first { $0.call.kind == .call })
        let facts = try #require(ended.call.attempt(ended.outcome))
        #expect(facts.outcome == .unanswered && facts.hasProvisional == (code != nil))
        #expect(facts.ineffective == ineffective)
        let gaveUp = try #require(self.seconds(facts.gaveUp, since: facts.began))
        #expect(abs(gaveUp - seconds) < 0.1)
    }

    @Test func `phones that ring at a fork are dialogs of one attempt`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        for (place, tag) in ["a", "b", "c", "d", "e", "f", "a"].enumerated() {
            trace.at(.milliseconds(400 + 200 * place))
            trace.answer(as: tag)
            trace.response(180, "Ringing")
        }
        trace.at(.seconds(5))
        trace.response(200, "OK")
        let (call, outcome) = try call(trace)
        let facts = try #require(call.attempt(outcome))
        #expect(call.forks == 6)
        #expect(seconds(facts.progressed, since: facts.began) == 0.4)
        #expect(facts.furtherDialogs == [600_000_000, 800_000_000, 1_000_000_000], "as many as have a place")
    }

    @Test func `dialogs that find no place are not counted each time that they are seen, and that is told`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        let limit = 4 + FingerprintOverflow.fingerprintLimit
        for _ in 0..<2 {
            for number in 0..<limit + 3 {
                trace.answer(as: "phone-\(number)")
                trace.response(180, "Ringing")
            }
        }
        let tracking = Tracking(trace)
        #expect(try #require(tracking.open.first).call.forks == limit)
        #expect(tracking.tracker.responseBounds.first { $0.name == "call_dialogs" }?.reached == 6)
    }

    @Test func `the session is the fork that is kept`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.answer(as: "surplus")
        trace.at(.seconds(4))
        trace.response(200, "OK")
        trace.request("ACK")
        trace.request("BYE")
        trace.response(200, "OK")
        trace.answer(as: "kept")
        trace.at(.seconds(5))
        trace.answerInvite(200, "OK")
        trace.at(.seconds(65))
        trace.request("BYE")
        trace.response(200, "OK")
        let (call, _) = try call(trace)
        let session = try #require(call.session(isOver: true))
        #expect(seconds(session.released, since: session.answered) == 60)
        #expect(call.forks == 2)
    }

    /// Two forks answer a caller who releases the first of them `delay` seconds later, then the second or nobody.
    private static func answeredTwice(releasingFirstAfter delay: Int, secondAt end: Int?) -> SIPTrace {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.answer(as: "first")
        trace.at(.seconds(4))
        trace.response(200, "OK")
        trace.request("ACK")
        trace.answer(as: "second")
        trace.at(.milliseconds(4_500))
        trace.answerInvite(200, "OK")
        trace.request("ACK")
        trace.answer(as: "first")
        trace.at(.seconds(4 + delay))
        trace.request("BYE")
        trace.response(200, "OK")
        guard let end else { return trace }
        trace.answer(as: "second")
        trace.at(.seconds(end))
        trace.request("BYE")
        trace.response(200, "OK")
        return trace
    }

    /// Seconds after which the first is released, when the second is, then the length of the session and its end.
    @Test(
        arguments: [
            (1, 64, 59.5, 64), (2, 64, 59.5, 64), (3, nil, 3, 7), (1, nil, nil, nil),
        ] as [(Int, Int?, Double?, Double?)]
    )
    func `of two forks that answered the session is the one that is not released at once`(
        delay: Int,
        end: Int?,
        length: Double?,
        ended: Double?
    ) throws {
        let (call, _) = try call(Self.answeredTwice(releasingFirstAfter: delay, secondAt: end))
        let session = call.session(isOver: true)
        #expect(session.flatMap { seconds($0.released, since: $0.answered) } == length)
        #expect(seconds(call.ended, since: call.began) == ended)
        #expect(session.map(\.wasAcknowledged) ?? true && call.forks == 2)
    }

    @Test func `a BYE tried again after 503 ends with its success, one without answer with none`() throws {
        var answered = SIPTrace()
        answered.answeredCallUntilBye()
        answered.at(.milliseconds(60_020))
        answered.response(503, "Service Unavailable", headers: ["Retry-After: 1"])
        answered.at(.milliseconds(61_100))
        answered.request("BYE")
        answered.at(.milliseconds(61_150))
        answered.response(200, "OK")
        let session = try #require(try call(answered).call.session(isOver: true))
        #expect(seconds(session.disconnected, since: session.released) == 1.15)
        #expect(session.finalCode == 200)

        var silent = SIPTrace()
        silent.answeredCallUntilBye()
        let unanswered = try call(silent).call
        #expect(unanswered.session(isOver: false) == nil, "an answer may come yet")
        let lost = try #require(unanswered.session(isOver: true))
        #expect(lost.disconnected == nil && lost.finalCode == 0)
        #expect(seconds(lost.released, since: lost.answered) == 59)
    }

    @Test func `registrations are told as their chains end`() throws {
        var trace = SIPTrace()
        trace.request("REGISTER")
        trace.at(.milliseconds(20))
        trace.response(401, "Unauthorized")
        trace.answer(as: "")
        trace.at(.milliseconds(30))
        trace.request("REGISTER", headers: ["Expires: 3600"])
        trace.at(.milliseconds(55))
        trace.response(200, "OK")
        trace.at(.seconds(20))
        trace.request("REGISTER", headers: ["Expires: 0", "Contact: *"])
        trace.response(403, "Forbidden")
        trace.at(.seconds(40))
        trace.request("REGISTER")
        trace.response(401, "Unauthorized")
        var tracking = Tracking(trace)
        tracking.pass(90, after: trace.now)
        let chains = tracking.registrations
        #expect(chains.map(\.kind) == [.initial, .remove, .refresh])
        #expect(chains.map(\.finalCode) == [200, 403, 401])
        #expect(chains.map(\.requests) == [2, 1, 1] && chains.map(\.challenged) == [1, 0, 1])
        #expect(seconds(chains[0].ended, since: chains[0].began) == 0.055)
    }

    @Test(arguments: [10, 60, 3_600] as [Int64])
    func `a registration that is refreshed is initial once, however long it pauses`(seconds: Int64) {
        var trace = SIPTrace()
        var tracking = Tracking()
        for round in 0..<4 {
            trace.at(.seconds(Int64(round) * seconds))
            trace.request("REGISTER")
            trace.response(401, "Unauthorized")
            trace.answer(as: "")
            trace.request("REGISTER")
            trace.response(200, "OK")
            tracking.take(trace.suffix(4))
            tracking.pass(seconds - 1, after: trace.now)
        }
        #expect(tracking.registrations.map(\.kind) == [.initial, .refresh, .refresh, .refresh])
        #expect(tracking.registrations.allSatisfy { $0.isWhole && $0.client == .caller && $0.requests == 2 })
    }

    /// Expires and Contact of a REGISTER, and whether it takes bindings away.
    @Test(
        arguments: [
            (nil, nil, .initial), ("3600", nil, .initial), ("0", nil, .initial), ("0", "*", .remove),
            ("0", "<sip:a@192.0.2.1>", .remove), ("3600", "<sip:a@192.0.2.1>;expires=0", .remove),
            (nil, "<sip:a@192.0.2.1>;expires=0", .remove), (nil, "<sip:a@192.0.2.1>;expires=60", .initial),
            ("0", "<sip:a@192.0.2.1>;expires=60", .initial), (nil, "<sip:a@192.0.2.1;expires=0>", .initial),
            (nil, "<sip:a@192.0.2.1>;expires=0, <sip:a@192.0.2.2>;expires=60", .initial),
            (nil, "<sip:a@192.0.2.1>;expires=0, <sip:a@192.0.2.2>;expires=0", .remove),
        ] as [(String?, String?, RegistrationFacts.Kind)]
    )
    func `a REGISTER takes bindings away where no Contact of it is to stay`(
        expires: String?,
        contact: String?,
        kind: RegistrationFacts.Kind
    ) throws {
        var trace = SIPTrace()
        let headers = [expires.map { "Expires: \($0)" }, contact.map { "m: \($0)" }]
        trace.request("REGISTER", headers: headers.compactMap(\.self))
        trace.response(200, "OK")
        let tracking = Tracking(trace)
        #expect(tracking.registrations.map(\.kind) == [kind])
    }

    @Test func `a REGISTER that nobody answers is one chain without an end`() throws {
        var trace = SIPTrace()
        // Something has to be seen on its way to the client, or its silence says nothing.
        trace.request("OPTIONS")
        trace.response(200, "OK")
        trace.newCall("silent@example.com")
        trace.request("REGISTER")
        for _ in 0..<9 {
            trace.wait(.seconds(3))
            trace.resend()
        }
        var tracking = Tracking(trace)
        tracking.pass(90, after: trace.now)
        let chain = try #require(tracking.registrations.first)
        #expect(tracking.registrations.count == 1 && chain.isWhole && chain.ended == nil && chain.requests == 1)
    }

    @Test func `silence counts only where answers would have been seen`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        let (call, outcome) = try call(trace)
        #expect(outcome == .unanswered)
        #expect(call.attempt(outcome)?.isWhole == false, "nothing was seen towards the caller")
        var seen = SIPTrace()
        seen.request("OPTIONS")
        seen.response(200, "OK")
        seen.newCall("second@example.com")
        seen.request("INVITE")
        var tracking = Tracking(seen)
        tracking.pass(90, after: seen.now)
        let facts = tracking.ended.compactMap { $0.call.attempt($0.outcome) }
        #expect(facts.map(\.isWhole) == [true] && facts.map(\.ineffective) == [1])
    }
}

extension SIPTrace {
    /// A call answered after a second, and the BYE of its caller a minute after it began.
    fileprivate mutating func answeredCallUntilBye() {
        request("INVITE")
        at(.seconds(1))
        response(200, "OK")
        request("ACK")
        at(.seconds(60))
        request("BYE")
    }
}
