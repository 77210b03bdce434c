import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct DialogLostTests {
    private static let rule = "dialog-lost"

    /// A request inside the dialog, its answer, and whether that means that the dialog is lost.
    struct Sample: Sendable, CustomTestStringConvertible {
        let method: String
        let code: Int
        let holds: Bool
        var testDescription: String { "\(code) to \(method)" }
    }

    private static let samples = [
        Sample(method: "INVITE", code: 481, holds: true), Sample(method: "INVITE", code: 408, holds: true),
        Sample(method: "UPDATE", code: 481, holds: true), Sample(method: "BYE", code: 481, holds: true),
        Sample(method: "INFO", code: 481, holds: true), Sample(method: "BYE", code: 408, holds: false),
        Sample(method: "INFO", code: 408, holds: false), Sample(method: "INVITE", code: 488, holds: false),
        Sample(method: "NOTIFY", code: 481, holds: false),
    ]

    @Test(arguments: samples)
    func `a request inside a live dialog is known to its server`(sample: Sample) throws {
        for transport in transports {
            for isCaller in [true, false] {
                var trace = SIPTrace.answeredCall(over: transport)
                trace.wait(.seconds(900))
                if !isCaller { trace.swapSides() }
                trace.request(sample.method, isInside: true)
                trace.response(sample.code, "Phrase")
                for frames in [trace.frames, trace.frames.doubled] {
                    let analysed = try Analysed(frames)
                    #expect(analysed.findings[DialogLostTests.rule] == (sample.holds ? 1 : nil))
                    let detail = analysed.detail(DialogLostTests.rule, .warning)
                    #expect(
                        detail?.hasPrefix("\(sample.code) to \(sample.method) in a dialog confirmed 900.0 s") ?? true
                    )
                }
                #expect(try Analysed(trace.suffix(2)).findings[DialogLostTests.rule] == nil)
            }
        }
    }

    @Test func `a dialog is lost once a call`() throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        for _ in 0..<3 {
            trace.request("INFO", isInside: true)
            trace.response(481, "Call/Transaction Does Not Exist")
        }
        #expect(try Analysed(trace).findings[DialogLostTests.rule] == 1)
    }

    @Test func `BYEs that cross end the dialog`() throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        trace.request("BYE")
        trace.swapSides()
        trace.request("BYE")
        trace.response(481, "Call/Transaction Does Not Exist")
        #expect(try Analysed(trace).findings[DialogLostTests.rule] == nil)
    }

    @Test(arguments: ["INVITE", "INFO", "BYE"])
    func `what follows a BYE comes too late`(method: String) throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        trace.request("BYE")
        trace.response(200, "OK")
        trace.request(method, isInside: true)
        trace.response(481, "Call/Transaction Does Not Exist")
        #expect(try Analysed(trace).findings[DialogLostTests.rule] == nil)
    }

    @Test func `a BYE that was challenged did not end the dialog`() throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        trace.request("BYE")
        trace.response(
            407,
            "Proxy Authentication Required",
            headers: [#"Proxy-Authenticate: Digest realm="a", nonce="b""#]
        )
        trace.request("BYE", headers: [#"Proxy-Authorization: Digest username="u", realm="a", nonce="b""#])
        trace.response(481, "Call/Transaction Does Not Exist")
        #expect(try Analysed(trace).findings[DialogLostTests.rule] == 1)
    }

    @Test(arguments: ["CANCEL", "PRACK"])
    func `a pending INVITE is known to its server`(method: String) throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(183, "Session Progress", headers: ["Require: 100rel", "RSeq: 1"])
        var answered = trace
        let headers = method == "PRACK" ? ["RAck: 1 1 INVITE"] : []
        trace.request(method, headers: headers)
        trace.response(481, "Call/Transaction Does Not Exist")
        #expect(try Analysed(trace).findings[DialogLostTests.rule] == 1)
        #expect(try Analysed(trace.suffix(2)).findings[DialogLostTests.rule] == nil)
        answered.response(486, "Busy Here")
        answered.request(method, headers: headers)
        answered.response(481, "Call/Transaction Does Not Exist")
        #expect(try Analysed(answered).findings[DialogLostTests.rule] == nil)
    }

    @Test(arguments: transports)
    func `a 481 that a proxy passes on counts once, against the server`(transport: Transport) throws {
        var trace = SIPTrace.answeredCall(over: transport)
        trace.wait(.seconds(5))
        trace.request("INVITE", isInside: true)
        trace.response(481, "Call/Transaction Does Not Exist")
        let analysed = try Analysed(trace.passedOn(to: .trunk))
        #expect(analysed.findings[DialogLostTests.rule] == 1)
        #expect(analysed.group(DialogLostTests.rule, .warning)?.servers.map(\.key.endpoint) == [.trunk])
    }

    @Test func `the dialog that a fork leaves may be lost as well`() throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        trace.answer(as: "other")
        trace.answerInvite(200, "OK")
        trace.request("BYE")
        trace.response(200, "OK")
        trace.request("INFO", isInside: true)
        trace.response(481, "Call/Transaction Does Not Exist")
        #expect(try Analysed(trace).findings[DialogLostTests.rule] == nil)
        trace.answer(as: "callee")
        trace.request("INFO", isInside: true)
        trace.response(481, "Call/Transaction Does Not Exist")
        #expect(try Analysed(trace).findings[DialogLostTests.rule] == 1)
    }
}
