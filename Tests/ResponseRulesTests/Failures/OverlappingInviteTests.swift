import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct OverlappingInviteTests {
    private static let rule = "overlap-invite-without-retry-after"

    /// Header lines of the 500, and whether the rule holds.
    struct Sample: Sendable, CustomTestStringConvertible {
        let headers: [String]
        let holds: Bool
        var testDescription: String { headers.joined() }
    }

    private static let samples = [
        Sample(headers: [], holds: true), Sample(headers: ["Retry-After: 11"], holds: true),
        Sample(headers: ["Retry-After: 600 (busy)"], holds: true), Sample(headers: ["Retry-After: soon"], holds: true),
        Sample(headers: ["Retry-After: 0"], holds: false), Sample(headers: ["Retry-After: 4"], holds: false),
        Sample(headers: ["Retry-After: 10"], holds: false),
    ]

    private static func trace(_ headers: [String] = [], over transport: Transport = .udp, isUp: Bool) -> SIPTrace {
        var trace = isUp ? SIPTrace.answeredCall(over: transport) : SIPTrace(transport: transport)
        trace.request("INVITE", isInside: isUp)
        trace.response(isUp ? 100 : 180, "Phrase")
        trace.request("INVITE", isInside: true)
        trace.response(500, "Server Internal Error", headers: headers)
        return trace
    }

    @Test(arguments: samples, [false, true])
    func `the 500 has to say how long to wait`(sample: Sample, isUp: Bool) throws {
        for transport in transports {
            let trace = OverlappingInviteTests.trace(sample.headers, over: transport, isUp: isUp)
            for frames in [trace.frames, trace.frames.doubled] {
                let analysed = try Analysed(frames)
                #expect(analysed.findings[OverlappingInviteTests.rule] == (sample.holds ? 1 : nil))
                #expect(
                    analysed.group(OverlappingInviteTests.rule, .error)?.servers.map(\.key.endpoint) ?? [.callee] == [
                        .callee
                    ]
                )
            }
        }
    }

    @Test func `the first INVITE has to be seen`() throws {
        let trace = OverlappingInviteTests.trace(isUp: true)
        #expect(try Analysed(trace.suffix(2)).findings[OverlappingInviteTests.rule] == nil)
        #expect(try Analysed(trace.suffix(3)).findings[OverlappingInviteTests.rule] == nil)
        #expect(try Analysed(trace.suffix(4)).findings[OverlappingInviteTests.rule] == 1)
    }

    @Test func `an INVITE behind the final response of the first may be refused with 500`() throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        for _ in 0..<2 {
            trace.request("INVITE", isInside: true)
            trace.response(500, "Server Internal Error")
            trace.request("ACK")
        }
        #expect(try Analysed(trace).findings[OverlappingInviteTests.rule] == nil)
    }

    @Test func `an INVITE that meets one of the other side is not second`() throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        trace.request("INVITE", isInside: true)
        trace.swapSides()
        trace.request("INVITE", isInside: true)
        trace.response(500, "Server Internal Error")
        #expect(try Analysed(trace).findings[OverlappingInviteTests.rule] == nil)
    }

    @Test func `an INVITE outside the dialog is another call`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(100, "Trying")
        trace.request("INVITE")
        trace.response(500, "Server Internal Error")
        #expect(try Analysed(trace).findings[OverlappingInviteTests.rule] == nil)
    }

    @Test(arguments: transports)
    func `a 500 that a proxy passes on counts once, against the server`(transport: Transport) throws {
        let trace = OverlappingInviteTests.trace(over: transport, isUp: false).passedOn(to: .trunk)
        let analysed = try Analysed(trace)
        #expect(analysed.findings[OverlappingInviteTests.rule] == 1)
        let servers = analysed.group(OverlappingInviteTests.rule, .error)?.servers.map(\.key.endpoint)
        #expect(servers == [.trunk])
    }

    @Test(arguments: [false, true])
    func `an INVITE whose ACK was seen is not pending`(hasOwnBranch: Bool) throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        trace.request("INVITE", isInside: true)
        trace.response(200, "OK")
        trace.dropLast()
        if hasOwnBranch { trace.acknowledge() } else { trace.request("ACK", isInside: true) }
        trace.request("INVITE", isInside: true)
        trace.response(500, "Server Internal Error")
        #expect(try Analysed(trace).findings[OverlappingInviteTests.rule] == nil)
    }
}
