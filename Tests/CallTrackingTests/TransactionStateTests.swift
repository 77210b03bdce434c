import NetworkTypes
import SIPCatalogue
import TestSupport
import Testing

@testable import CallTracking

/// The states of transactions, each by itself and as traffic brings them about.
@Suite struct TransactionStateTests {
    /// Events by a letter each: a provisional response, the acceptance of an INVITE, another final, an ACK.
    private static let events: [Character: TransactionState.Event] = [
        "p": .provisional, "a": .acceptance, "f": .final, "k": .acknowledgement,
    ]

    @Test(
        arguments: [
            ("", .calling), ("p", .proceeding), ("ppp", .proceeding), ("a", .accepted), ("pa", .accepted),
            ("pf", .completed), ("pfk", .confirmed), ("fk", .confirmed), ("fkk", .confirmed),
            // What the machine does not take where it stands.
            ("k", .calling), ("pk", .proceeding), ("ak", .accepted), ("af", .accepted), ("ap", .accepted),
            ("fa", .completed), ("fp", .completed), ("fka", .confirmed), ("fkf", .confirmed),
        ] as [(String, TransactionState)]
    )
    func `an INVITE goes from state to state`(letters: String, state: TransactionState) {
        let path = letters.compactMap { TransactionStateTests.events[$0] }
        #expect(path.reduce(TransactionState(beginning: .invite)) { $0.after($1) } == state)
    }

    @Test(
        arguments: [
            ("", .trying), ("p", .proceeding), ("f", .completed), ("pf", .completed), ("ff", .completed),
            ("fp", .completed),
        ] as [(String, TransactionState)]
    )
    func `another request goes from state to state`(letters: String, state: TransactionState) {
        let path = letters.compactMap { TransactionStateTests.events[$0] }
        for method in [.options, .bye, .cancel, nil] as [Method?] {
            #expect(path.reduce(TransactionState(beginning: method)) { $0.after($1) } == state)
        }
    }

    @Test func `nothing moves a transaction that is terminated, as an ACK is from its beginning`() {
        #expect(TransactionState(beginning: .ack) == .terminated)
        for event in TransactionState.Event.allCases {
            #expect(TransactionState.terminated.after(event) == .terminated)
        }
    }

    @Test func `the spans are those of the catalogue's timers`() {
        #expect(TimerSpan.t1 == Timers.t1.wholeNanoseconds)
        #expect(TimerSpan.t2 == Timers.t2.wholeNanoseconds)
        #expect(TimerSpan.t4 == Timers.t4.wholeNanoseconds)
        let spans = [TimerSpan.b, TimerSpan.c, TimerSpan.d, TimerSpan.f, TimerSpan.h, TimerSpan.j, TimerSpan.l]
        #expect(spans == [Timers.b, Timers.c, Timers.d, Timers.f, Timers.h, Timers.j, Timers.l].map(\.nanoseconds))
    }

    @Test(arguments: TransactionState.allCases)
    func `a state lasts no longer over a reliable transport`(state: TransactionState) {
        for isInvite in [true, false] {
            let (udp, tcp) = (
                state.span(isInvite: isInvite, isReliable: false), state.span(isInvite: isInvite, isReliable: true)
            )
            #expect((udp == nil) == (tcp == nil))
            #expect((tcp ?? 0) <= (udp ?? 0))
        }
    }

    /// A trace and the state in which each of its messages leaves its transaction.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let states: [TransactionState]
        let trace: SIPTrace

        init(_ name: String, _ states: [TransactionState], _ build: (inout SIPTrace) -> Void) {
            testDescription = name
            self.states = states
            var trace = SIPTrace()
            build(&trace)
            self.trace = trace
        }
    }

    @Test(arguments: samples)
    func `messages move their transaction`(sample: Sample) {
        var tracking = Tracking()
        var states: [TransactionState] = []
        for step in sample.trace.steps {
            tracking.take(sample.trace.only(step))
            let latest = tracking.observations[tracking.observations.count - 1]
            if let state = tracking.tracker.state(of: latest) { states.append(state) }
        }
        #expect(states == sample.states)
    }

    private static let samples: [Sample] = [
        Sample("a call that is refused", [.calling, .proceeding, .completed, .completed, .confirmed, .confirmed]) {
            $0.request("INVITE")
            $0.response(100, "Trying")
            $0.response(486, "Busy Here")
            $0.resend()
            $0.request("ACK")
            $0.resend()
        },
        Sample("a call that two branches answer", [.calling, .accepted, .accepted]) {
            $0.request("INVITE")
            $0.response(200, "OK")
            $0.answer(as: "second")
            $0.response(200, "OK")
        },
        Sample("a ping", [.trying, .completed, .completed]) {
            $0.request("OPTIONS")
            $0.response(200, "OK")
            $0.resend()
        },
        Sample("a response to a request that was not seen", [.completed]) {
            $0.request("OPTIONS")
            $0.dropLast()
            $0.response(200, "OK")
        },
        Sample("an ACK that overtakes the response it is for", [.calling, .calling, .confirmed]) {
            $0.request("INVITE")
            $0.request("ACK")
            $0.response(486, "Busy Here", to: "INVITE")
        },
        Sample("a code above all classes", [.calling, .completed]) {
            $0.request("INVITE")
            $0.response(800, "Odd")
        },
        Sample("a code below all classes", [.calling, .proceeding]) {
            $0.request("INVITE")
            $0.response(99, "Odd")
        },
    ]

    @Test func `an INVITE whose failure was missed is not unanswered, as its ACK shows`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(486, "Busy Here")
        trace.dropLast()
        trace.request("ACK")
        var tracking = Tracking(trace)
        #expect(tracking.beginnings == [1])
        tracking.pass(40, after: trace.now)
        #expect(tracking.unanswered.isEmpty)
    }

    @Test func `an ACK of RFC 2543 for a 2xx has the Via of the INVITE and acknowledges the session`() throws {
        var trace = SIPTrace()
        for method in ["INVITE", "", "ACK", "BYE"] {
            if method.isEmpty { trace.response(200, "OK") } else { trace.request(method) }
            if method.isEmpty { trace.wait(.milliseconds(500)); trace.resend() }
        }
        let tracking = Tracking(trace)
        let call = try #require(tracking.open.first?.call)
        #expect(call.session(isOver: true)?.wasAcknowledged == true)
    }

    @Test(arguments: [Transport.udp, .tcp])
    func `an INVITE that failed after long ringing is kept for copies and then forgotten`(transport: Transport) {
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.wait(.seconds(100))
        trace.response(480, "Temporarily Unavailable")
        trace.request("ACK")
        var tracking = Tracking(trace)
        tracking.pass(transport == .udp ? 30 : 4, after: trace.now)
        let kept = tracking.tracker.transactions.count
        #expect(kept == 1)
        tracking.pass(320, after: trace.now)
        let left = tracking.tracker.transactions.count
        #expect(left == 0)
    }
}
