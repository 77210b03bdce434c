import NetworkTypes
import TestSupport

/// Calls and registrations from end to end, as inputs of the message target.
enum ConversationSeeds {
    static let all = [challenged, answered, registered, withdrawn, throughB2BUA, transferred].map(input)

    /// The messages of `trace`, parted by 0xFF, and by two where the next one goes the other way.
    private static func input(_ trace: SIPTrace) -> [UInt8] {
        var input: [UInt8] = []
        var isFromCaller = true
        for step in trace.steps {
            let goesOn = (step.flow.source == .caller) == isFromCaller
            if !input.isEmpty { input += goesOn ? [0xFF] : [0xFF, 0xFF] }
            if !goesOn { isFromCaller.toggle() }
            input += step.bytes
        }
        return input
    }

    private static let challenged: SIPTrace = {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(407, "Proxy Authentication Required")
        trace.request("ACK")
        trace.answer(as: "")
        trace.request("INVITE")
        trace.response(503, "Service Unavailable", headers: ["Retry-After: 30 (soon)"])
        trace.request("ACK")
        return trace
    }()

    private static let answered: SIPTrace = {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.answer(as: "fork")
        trace.response(200, "OK", headers: ["Session-Expires: 90;refresher=uac"])
        trace.request("ACK")
        trace.request("UPDATE", headers: ["x: 90"])
        trace.response(200, "OK", headers: ["x: 90;refresher=uac"])
        trace.request("BYE", headers: ["Reason: Q.850;cause=16"])
        trace.response(401, "Unauthorized")
        trace.request("BYE")
        trace.response(200, "OK")
        return trace
    }()

    private static let registered: SIPTrace = {
        var trace = SIPTrace()
        trace.request("REGISTER", headers: ["Contact: <sip:alice@192.0.2.1>;expires=60"])
        trace.response(401, "Unauthorized")
        trace.answer(as: "")
        trace.request("REGISTER", headers: ["m: *", "Expires: 0"])
        trace.response(200, "OK")
        return trace
    }()

    private static let withdrawn: SIPTrace = {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(183, "Session Progress", headers: ["RSeq: 5", "Content-Type: application/sdp"], body: "v=0\r\n")
        trace.request("PRACK", headers: ["RAck: 5 1 INVITE"])
        trace.response(200, "OK")
        trace.request("CANCEL")
        trace.rewrite("@example.com.2.", "@example.com.1.")
        trace.answerInvite(487, "Request Terminated")
        return trace
    }()

    private static let transferred: SIPTrace = {
        var trace = SIPTrace.answeredCall(over: .udp)
        let replaces = "Replaces=call-2%40example.com%3Bto-tag%3Dx%3Bfrom-tag%3Dy"
        trace.refer(to: "<sip:carol@example.com?\(replaces)>", headers: ["Referred-By: <sip:alice@example.com>"])
        trace.response(202, "Accepted", headers: ["Refer-Sub: true"])
        trace.notify("SIP/2.0 180 Ringing", event: "refer;id=2", state: "active;expires=60")
        trace.notify("SIP/2.0 486 Busy Here")
        trace.refer(to: "sip:dan@example.com")
        trace.response(603, "Decline")
        return trace
    }()

    private static let throughB2BUA: SIPTrace = {
        let carried = [
            "Session-ID: ab30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000",
            "P-Charging-Vector: icid-value=\"a1\"", "X-CID: b1",
        ]
        var (trace, leg) = (SIPTrace(), SIPTrace(from: .callee, to: .caller))
        trace.request("INVITE", headers: carried)
        leg.newCall("call-2@example.com")
        leg.wait(.milliseconds(3))
        leg.request("INVITE", headers: carried)
        let ends = "Session-ID: 47755a9de7794ba387653f2099600ef2;remote=ab30317f1a784dc48ff824d0d3715d86"
        leg.response(486, "Busy Here", headers: [ends])
        trace.wait(.milliseconds(30))
        trace.response(486, "Busy Here", headers: ["Reason: Q.850;cause=17"])
        trace.merge(leg)
        return trace
    }()
}
