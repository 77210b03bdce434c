import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct SlowPostDialDelayTests {
    private static let rule = "slow-post-dial-delay"
    private static let sdp = (headers: ["Content-Type: application/sdp"], body: "v=0\r\n")

    /// What comes first, and when.
    struct Sign: Sendable, CustomTestStringConvertible {
        let code: Int
        let milliseconds: Int
        var hasSDP = false
        let isSlow: Bool
        var testDescription: String { "\(code)\(hasSDP ? " with SDP" : "") after \(milliseconds) ms" }
    }

    private static let signs = [
        Sign(code: 180, milliseconds: 8000, isSlow: false), Sign(code: 180, milliseconds: 8001, isSlow: true),
        Sign(code: 181, milliseconds: 8001, isSlow: true), Sign(code: 182, milliseconds: 9000, isSlow: true),
        Sign(code: 183, milliseconds: 9000, hasSDP: true, isSlow: true),
        Sign(code: 200, milliseconds: 9000, isSlow: true),
        Sign(code: 183, milliseconds: 9000, isSlow: false), Sign(code: 480, milliseconds: 8000, isSlow: false),
        Sign(code: 480, milliseconds: 8001, isSlow: true), Sign(code: 603, milliseconds: 60_000, isSlow: true),
    ]

    @Test(arguments: signs)
    func `the first sign comes in time`(sign: Sign) throws {
        for transport in transports {
            var trace = SIPTrace(transport: transport)
            trace.request("INVITE")
            trace.response(100, "Trying")
            trace.at(.milliseconds(sign.milliseconds))
            let headers = sign.hasSDP ? SlowPostDialDelayTests.sdp.headers : []
            trace.response(
                sign.code,
                "Phrase",
                headers: headers,
                body: sign.hasSDP ? SlowPostDialDelayTests.sdp.body : ""
            )
            for frames in [trace.frames, trace.frames.doubled] {
                #expect(try Analysed(frames).findings[SlowPostDialDelayTests.rule] == (sign.isSlow ? 1 : nil))
            }
            #expect(try Analysed(trace.suffix(2)).findings[SlowPostDialDelayTests.rule] == nil)
        }
    }

    @Test func `a 183 without SDP is no sign, and ringing long is another matter`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(100, "Trying")
        trace.at(.seconds(2))
        trace.response(183, "Session Progress")
        var early = trace
        trace.at(.seconds(14))
        trace.response(180, "Ringing")
        let analysed = try Analysed(trace)
        #expect(analysed.findings[SlowPostDialDelayTests.rule] == 1)
        #expect(
            analysed.detail(SlowPostDialDelayTests.rule, .warning)
                == "180 is the first sign, 14.0 s after the first INVITE"
        )
        early.response(180, "Ringing")
        early.at(.seconds(30))
        early.response(200, "OK")
        #expect(try Analysed(early).findings[SlowPostDialDelayTests.rule] == nil)
    }

    @Test(arguments: [(1500, 407, 0), (7000, 407, 1), (7000, 302, 1), (7000, 484, 0), (7000, 503, 0)])
    func `what a challenge takes counts, and what digits take does not`(wait: Int, code: Int, count: Int) throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.wait(.milliseconds(wait))
        trace.response(code, "Phrase", headers: [#"Proxy-Authenticate: Digest realm="a", nonce="b""#])
        trace.request("ACK")
        let headers = code == 407 ? [#"Proxy-Authorization: Digest username="u", realm="a", nonce="b""#] : []
        trace.request("INVITE", headers: headers)
        trace.wait(.milliseconds(1500))
        trace.response(180, "Ringing")
        #expect(try Analysed(trace).findings[SlowPostDialDelayTests.rule, default: 0] == UInt64(count))
    }

    @Test func `an INVITE inside a dialog has no delay after dialling`() throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        trace.request("INVITE", isInside: true)
        trace.wait(.seconds(20))
        trace.response(200, "OK")
        #expect(try Analysed(trace).findings[SlowPostDialDelayTests.rule] == nil)
    }

    @Test func `a sign that a proxy passes on is late once`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.at(.seconds(9))
        trace.response(180, "Ringing")
        #expect(try Analysed(trace.passedOn(to: .trunk)).findings[SlowPostDialDelayTests.rule] == 1)
    }

    @Test(arguments: [(180, 0), (486, 1)])
    func `one branch of a fork gives the sign for all`(code: Int, count: Int) throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.at(.seconds(1))
        trace.response(code, "Phrase")
        var first = trace.passedOn(to: .trunk)
        // A failure of one branch is not passed on while another is tried.
        if code == 486 { first.drop(3) }
        var second = SIPTrace(from: .callee, to: .other)
        second.branch = "second"
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        second.at(.milliseconds(500))
        second.request("INVITE", headers: [below])
        second.at(.seconds(12))
        second.response(
            180,
            "Ringing",
            headers: [below]
        )
        first.merge(second)
        #expect(try Analysed(first).findings[SlowPostDialDelayTests.rule, default: 0] == UInt64(count))
    }

    @Test(arguments: [6.0, 11.0])
    func `how long is too long can be set`(limit: Double) throws {
        let rule = try #require(RuleCatalogue.declarations.first { $0.identifier == SlowPostDialDelayTests.rule })
        var values = RuleValues()
        values.set(rule, "limit_s", to: limit)
        for (seconds, isSlow) in [(limit, false), (limit + 0.001, true)] {
            var trace = SIPTrace()
            trace.request("INVITE")
            trace.at(.seconds(seconds))
            trace.response(180, "Ringing")
            let analysed = try Analysed(trace, rules: RuleCatalogue.rules(values))
            #expect(analysed.findings[SlowPostDialDelayTests.rule] == (isSlow ? 1 : nil))
        }
    }
}
