package import NetworkTypes

/// Transfers: what asks for one and what tells of it (RFC 3515).
extension SIPTrace {
    /// A call that is up.
    package static func answeredCall(over transport: Transport) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.response(200, "OK")
        trace.request("ACK")
        trace.rewrite("branch=z9hG4bK", "branch=z9hG4bK-ack-")
        return trace
    }

    /// A REFER of the caller, inside the dialog unless it is outside of any.
    package mutating func refer(to target: String, headers: [String] = [], isOutside: Bool = false) {
        request("REFER", headers: ["Refer-To: \(target)"] + headers, isInside: !isOutside)
    }

    /// A NOTIFY of the callee with a status line, and its 200.
    package mutating func notify(
        _ status: String,
        event: String = "refer",
        state: String = "terminated;reason=noresource",
        type: String = "message/sipfrag;version=2.0"
    ) {
        swapSides()
        let headers = ["Event: \(event)", "Subscription-State: \(state)", "Content-Type: \(type)"]
        request("NOTIFY", headers: headers, body: status + "\r\n", isInside: true)
        response(200, "OK")
        swapSides()
    }
}
