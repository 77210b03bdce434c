import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct GlareMishandledTests {
    private static let rule = "glare-mishandled"

    /// When a side retries after its 491, and whether that is wrong.
    struct Retry: Sendable, CustomTestStringConvertible {
        let isOwner: Bool
        let milliseconds: Int
        let isWrong: Bool
        var testDescription: String { "\(isOwner ? "owner" : "other") after \(milliseconds) ms" }
    }

    private static let retries =
        [
            (300, true), (1899, true), (1900, false), (1950, false), (3200, false), (4200, false), (4201, true),
            (8000, true), (8001, false), (20000, false),
        ].map { Retry(isOwner: true, milliseconds: $0.0, isWrong: $0.1) }
        + [(10, false), (900, false), (2200, false), (2201, true), (8000, true), (8001, false)].map {
            Retry(isOwner: false, milliseconds: $0.0, isWrong: $0.1)
        }

    private static func trace(_ retry: Retry, _ method: String, over transport: Transport = .udp) -> SIPTrace {
        var trace = SIPTrace.answeredCall(over: transport)
        trace.wait(.seconds(400))
        if !retry.isOwner { trace.swapSides() }
        trace.request(method, isInside: true)
        trace.response(491, "Request Pending")
        trace.wait(.milliseconds(retry.milliseconds - 10))
        trace.request(method, isInside: true)
        trace.response(200, "OK")
        return trace
    }

    @Test(arguments: retries, ["INVITE", "UPDATE"])
    func `each side retries in its own time`(retry: Retry, method: String) throws {
        for transport in transports {
            let trace = GlareMishandledTests.trace(retry, method, over: transport)
            for frames in [trace.frames, trace.frames.doubled] {
                let analysed = try Analysed(frames)
                #expect(analysed.findings[GlareMishandledTests.rule] == (retry.isWrong ? 1 : nil))
                let charged = analysed.group(GlareMishandledTests.rule, .warning)?.servers.map(\.key.endpoint)
                #expect(charged ?? [retry.isOwner ? .caller : .callee] == [retry.isOwner ? .caller : .callee])
            }
        }
    }

    @Test func `whose call it is has to be seen`() throws {
        let retry = Retry(isOwner: true, milliseconds: 300, isWrong: true)
        #expect(try Analysed(GlareMishandledTests.trace(retry, "INVITE").suffix(4)).findings.isEmpty)
    }

    @Test(arguments: [2, 3])
    func `491 in a row are too many, whoever owns the call`(count: Int) throws {
        for isSeen in [true, false] {
            var trace = SIPTrace.answeredCall(over: .udp)
            for _ in 0..<count {
                trace.request("INVITE", isInside: true)
                trace.response(491, "Request Pending")
                trace.resend()
                trace.request("ACK", isInside: true)
                trace.wait(.seconds(3))
            }
            let seen = isSeen ? trace : trace.suffix(4 * count)
            #expect(try Analysed(seen).findings[GlareMishandledTests.rule] == (count >= 3 ? 1 : nil))
        }
    }

    @Test func `491 between which a change succeeds are not in a row`() throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        for _ in 0..<4 {
            trace.request("INVITE", isInside: true)
            trace.response(491, "Request Pending")
            trace.wait(.seconds(3))
            trace.request("INVITE", isInside: true)
            trace.response(200, "OK")
            trace.wait(.seconds(10))
        }
        #expect(try Analysed(trace).findings[GlareMishandledTests.rule] == nil)
    }

    @Test(arguments: [true, false])
    func `retries that meet again are wrong`(meets: Bool) throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        trace.request("UPDATE")
        trace.response(491, "Request Pending")
        trace.swapSides()
        trace.request("UPDATE")
        trace.response(491, "Request Pending")
        trace.wait(.milliseconds(1900))
        trace.request("UPDATE")
        if !meets { trace.response(200, "OK") }
        trace.swapSides()
        trace.wait(.milliseconds(100))
        trace.request("UPDATE")
        trace.response(200, "OK")
        #expect(try Analysed(trace).findings[GlareMishandledTests.rule] == (meets ? 1 : nil))
    }

    @Test func `an UPDATE is no retry of an INVITE`() throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        trace.request("INVITE", isInside: true)
        trace.response(491, "Request Pending")
        trace.request("UPDATE")
        trace.response(200, "OK")
        #expect(try Analysed(trace).findings[GlareMishandledTests.rule] == nil)
    }

    @Test func `what a proxy passes on is retried once`() throws {
        let right = Retry(isOwner: true, milliseconds: 3000, isWrong: false)
        let wrong = Retry(isOwner: true, milliseconds: 300, isWrong: true)
        for retry in [right, wrong] {
            let trace = GlareMishandledTests.trace(retry, "INVITE").passedOn(to: .trunk)
            #expect(try Analysed(trace).findings[GlareMishandledTests.rule] == (retry.isWrong ? 1 : nil))
        }
    }

    @Test func `491 of different hours are not in a row`() throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        for _ in 0..<4 {
            trace.wait(.seconds(3600))
            trace.request("INVITE", isInside: true)
            trace.response(491, "Request Pending")
            trace.wait(.seconds(3))
            trace.request("INVITE", isInside: true)
            trace.response(200, "OK")
        }
        #expect(try Analysed(trace).findings[GlareMishandledTests.rule] == nil)
    }
}
