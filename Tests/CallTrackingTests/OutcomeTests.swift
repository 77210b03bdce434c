import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// How calls end, by the words of the report.
@Suite struct OutcomeTests {
    /// A call and how it is to end.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let outcome: CallOutcome
        let trace: SIPTrace

        init(_ name: String, _ outcome: CallOutcome, _ build: (inout SIPTrace) -> Void) {
            testDescription = name
            self.outcome = outcome
            var trace = SIPTrace()
            trace.request("INVITE")
            build(&trace)
            self.trace = trace
        }
    }

    @Test(arguments: plain + rung + chains)
    func `a call ends as the last word of its chain says`(sample: Sample) throws {
        var tracking = Tracking(sample.trace)
        #expect(tracking.callCount == 1)
        tracking.pass(400, after: sample.trace.now)
        let isStanding = sample.outcome == .answered && tracking.ended.isEmpty
        let outcomes = isStanding ? tracking.open.map(\.outcome) : tracking.ended.map(\.outcome)
        #expect(outcomes == [sample.outcome])
    }

    private static let finals: [(Int, CallOutcome)] = [
        (200, .answered), (202, .answered), (299, .answered), (300, .redirected), (302, .redirected),
        (380, .redirected),
        (401, .challenged), (407, .challenged), (403, .rejected), (603, .rejected), (607, .rejected), (608, .rejected),
        (486, .busy), (600, .busy), (480, .noAnswer), (404, .failed), (408, .failed), (487, .failed), (488, .failed),
        (500, .failed), (503, .failed), (604, .failed), (499, .failed),
    ]

    private static let plain: [Sample] =
        finals.map { code, outcome in
            Sample("\(code) at once", outcome) { $0.response(code, "Phrase") }
        } + [
            Sample("nothing", .unanswered) { _ in },
            Sample("100 and nothing more", .unanswered) { $0.response(100, "Trying") },
            Sample("ringing and nothing more", .unanswered) { $0.response(180, "Ringing") },
        ]

    private static let rung: [Sample] = [
        Sample("408 after 180", .noAnswer) {
            $0.response(180, "Ringing"); $0.response(408, "Request Timeout")
        },
        Sample("487 after 183 without a CANCEL", .noAnswer) {
            $0.response(183, "Session Progress")
            $0.response(487, "Request Terminated")
        },
        Sample("408 after 181", .failed) {
            $0.response(181, "Call Is Being Forwarded"); $0.response(408, "Request Timeout")
        },
        Sample("cancelled while it rings", .cancelled) {
            $0.response(180, "Ringing")
            $0.request("CANCEL")
            $0.response(200, "OK", to: "CANCEL")
            $0.response(487, "Request Terminated", to: "INVITE")
        },
        Sample("a CANCEL that the answer crossed", .answered) {
            $0.request("CANCEL")
            $0.response(200, "OK", to: "INVITE")
        },
        Sample("a CANCEL after the final response", .busy) {
            $0.response(486, "Busy Here")
            $0.request("CANCEL")
        },
        Sample("a CANCEL that nobody answers", .cancelled) { $0.request("CANCEL") },
        Sample("answered and hung up", .answered) {
            $0.response(200, "OK"); $0.request("ACK"); $0.request("BYE")
        },
        Sample("a late 486 of another branch after the answer", .answered) {
            $0.response(200, "OK")
            $0.answer(as: "other")
            $0.response(486, "Busy Here")
        },
    ]

    private static let chains: [Sample] = [
        Sample("407, then with credentials", .answered) {
            $0.response(407, "Proxy Authentication Required")
            $0.request("ACK")
            $0.request("INVITE")
            $0.response(200, "OK")
        },
        Sample("401, then with credentials and busy", .busy) {
            $0.response(401, "Unauthorized")
            $0.request("INVITE")
            $0.response(486, "Busy Here")
        },
        Sample("302, followed to another server", .answered) {
            $0.response(302, "Moved Temporarily")
            $0.callee = .carrier
            $0.request("INVITE")
            $0.response(200, "OK")
        },
        Sample("503, then another server", .answered) {
            $0.response(503, "Service Unavailable")
            $0.callee = .carrier
            $0.request("INVITE")
            $0.response(200, "OK")
        },
        Sample("challenged, then unanswered", .unanswered) {
            $0.response(401, "Unauthorized"); $0.request("INVITE")
        },
        Sample("a re-INVITE refused with 488", .answered) {
            $0.response(200, "OK")
            $0.request("INVITE")
            $0.rewrite("To: <sip:bob@example.com>", "To: <sip:bob@example.com>;tag=callee")
            $0.response(488, "Not Acceptable Here")
        },
    ]

    @Test func `what is no call ends with its last final response`() throws {
        for (method, kind) in [("REGISTER", CallKind.registration), ("MESSAGE", .message), ("OPTIONS", .options)] {
            var trace = SIPTrace()
            trace.request(method)
            trace.response(401, "Unauthorized")
            trace.request(method)
            trace.at(.milliseconds(40))
            trace.response(200, "OK")
            var tracking = Tracking(keepsText: true)
            tracking.take(trace)
            let call = try #require(tracking.open.first).call
            #expect(call.kind == kind && call.finalCode == 200)
            #expect(call.ended?.nanoseconds(since: call.began) == 40_000_000)
            #expect(String(decoding: call.text.finalReason, as: UTF8.self) == "OK")
            #expect(call.challenges == (kind == .registration ? 1 : 0), "of chains alone")
        }
    }

    @Test func `a chain counts its challenges and keeps the first time of each event`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(407, "Proxy Authentication Required")
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.wait(.seconds(2))
        trace.response(183, "Session Progress")
        trace.response(200, "OK")
        trace.request("BYE")
        let call = try #require(Tracking(trace).open.first?.call)
        #expect(call.challenges == 1)
        #expect(call.ringing == trace.steps[3].time)
        #expect(call.answered == trace.steps[5].time)
        #expect(call.ended == trace.steps[6].time)
        #expect(call.wasReleasedByCaller == true)
        #expect(call.finalCode == 200)
    }
}
