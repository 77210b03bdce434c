import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// New messages, messages sent again, and packets captured again.
@Suite struct CopiesTests {
    /// A trace with `=`, `r` or `d` for each of its messages.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let copies: String
        let trace: SIPTrace

        init(_ name: String, _ copies: String, _ build: (inout SIPTrace) -> Void) {
            testDescription = name
            self.copies = copies
            var trace = SIPTrace()
            build(&trace)
            self.trace = trace
        }
    }

    @Test(arguments: requests + responses + mirrors)
    func `copies are told from new messages`(sample: Sample) {
        let tracking = Tracking(sample.trace)
        #expect(tracking.copies == sample.copies)
    }

    private static let requests: [Sample] = [
        Sample("an INVITE sent again on timer A", "=rr") {
            $0.request("INVITE")
            for _ in 0..<2 { $0.wait(.milliseconds(500)); $0.resend() }
        },
        Sample("two requests with their own CSeq", "==") {
            $0.request("OPTIONS")
            $0.request("OPTIONS")
        },
        Sample("an ACK for a response sent again", "==r=r") {
            $0.request("INVITE")
            $0.response(486, "Busy Here")
            $0.resend()
            $0.request("ACK")
            $0.wait(.milliseconds(500))
            $0.resend()
        },
    ]

    private static let responses: [Sample] = [
        Sample("a final response sent again", "==r") {
            $0.request("INVITE")
            $0.response(200, "OK")
            $0.wait(.milliseconds(500))
            $0.resend()
        },
        Sample("ringing from two branches", "====") {
            $0.request("INVITE")
            $0.response(180, "Ringing")
            $0.answer(as: "second")
            $0.response(180, "Ringing")
            $0.response(200, "OK")
        },
        Sample("ringing from six branches, each twice", "=" + "======" + "rrrrrr") { trace in
            trace.request("INVITE")
            for _ in 0..<2 {
                for branch in 0..<6 {
                    trace.answer(as: "branch-\(branch)")
                    trace.response(180, "Ringing")
                }
            }
        },
        Sample("reliable provisional responses with rising RSeq", "===r") {
            $0.request("INVITE")
            $0.response(183, "Session Progress", headers: ["RSeq: 1"])
            $0.response(183, "Session Progress", headers: ["RSeq: 2"])
            $0.wait(.milliseconds(500))
            $0.resend()
        },
        Sample("progress with another body", "===") {
            $0.request("INVITE")
            $0.response(183, "Session Progress", body: "v=0\r\n")
            $0.response(183, "Session Progress", body: "v=1\r\n")
        },
        Sample("another reason phrase is the same response", "==r") {
            $0.request("INVITE")
            $0.response(180, "Ringing")
            $0.response(180, "Alerting")
        },
    ]

    private static let mirrors: [Sample] = [
        Sample("the same packet 10 ms later", "=d=d") {
            $0.request("INVITE")
            $0.mirror()
            $0.response(200, "OK")
            $0.mirror()
        },
        Sample("the same identification a second later", "=r") {
            $0.request("INVITE")
            $0.wait(.seconds(1))
            $0.mirror()
        },
        Sample("a mirrored ACK", "===d") {
            $0.request("INVITE")
            $0.response(404, "Not Found")
            $0.request("ACK")
            $0.mirror()
        },
        Sample("two responses, mirrored one behind the other", "===dd") {
            $0.request("INVITE")
            $0.response(100, "Trying")
            $0.response(180, "Ringing")
            $0.mirror(1)
            $0.mirror(1)
        },
        Sample("one identification for everything, as some hosts have it", "=rr") {
            $0.request("OPTIONS")
            for _ in 0..<2 {
                $0.wait(.milliseconds(500))
                $0.mirror()
            }
        },
        Sample("the same message twice in a stream", "=r") {
            $0.transport = .tcp
            $0.request("OPTIONS")
            $0.mirror()
        },
        Sample("a message sent again and mirrored", "==rd") {
            $0.request("REGISTER")
            $0.response(200, "OK")
            $0.wait(.milliseconds(500))
            $0.resend()
            $0.mirror()
        },
    ]

    @Test func `copies count as sent again where they are not to be recognised`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.mirror()
        var tracking = Tracking(recognizesDuplicates: false)
        tracking.take(trace)
        #expect(tracking.copies == "=r")
    }

    @Test func `a copy by a mirror changes nothing about its call, one sent again is counted`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.mirror()
        trace.wait(.seconds(1))
        trace.resend()
        let tracking = Tracking(trace)
        let call = try #require(tracking.open.first?.call)
        #expect(call.retransmissions == 1)
        #expect(call.codes.all.map(\.count) == [1])
        #expect(call.classes[1] == 1)
        #expect(call.lastFrame.number == 4)
    }
}
