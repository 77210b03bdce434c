package import NetworkTypes

/// A call over a proxy, as a capture shows it that sees all of its sides: a client A, the proxy P, and far sides B, C
/// and D, with the Via stacks that they have on each hop.
extension SIPTrace {
    /// A hop between the proxy and one of the others.
    package enum Link: Int, Sendable {
        /// From the client to the proxy.
        case client
        /// From the proxy to a far side.
        case first, second, third

        /// Who is on it beside the proxy.
        package var party: Endpoint {
            switch self {
            case .client: .caller
            case .first: .trunk
            case .second: Endpoint(address: IPAddress(v4: 0xCB00_7108), port: 5060)
            case .third: Endpoint(address: IPAddress(v4: 0xCB00_7109), port: 5060)
            }
        }
    }

    /// A request over `link`, toward the far side.
    ///
    /// - Parameters:
    ///   - method: The method; ACK and CANCEL have the branch of the INVITE.
    ///   - link: The hop.
    ///   - cSeq: The number of its CSeq.
    ///   - tag: Its To tag; empty outside a dialog.
    ///   - isOwn: Whether the proxy made it, so that it has the proxy's Via alone.
    ///   - hops: Its Max-Forwards.
    ///   - headers: Further header lines.
    package mutating func send(
        _ method: String,
        over link: Link,
        cSeq: Int = 1,
        tag: String = "",
        isOwn: Bool = false,
        hops: Int? = nil,
        headers: [String] = []
    ) {
        let start = "\(method) sip:bob@example.com SIP/2.0"
        let fields = fields(method, link, cSeq: cSeq, tag: tag, isOwn: isOwn)
        let limit = hops.map { ["Max-Forwards: \($0)"] } ?? []
        let ends = link == .client ? (link.party, Endpoint.callee) : (Endpoint.callee, link.party)
        let flow = Flow(source: ends.0, destination: ends.1, transport: transport)
        send([start] + fields + limit + headers + ["Content-Length: 0", "", ""], along: flow)
    }

    /// A response over `link`, toward the client.
    ///
    /// - Parameters:
    ///   - code: The status code.
    ///   - link: The hop.
    ///   - method: The method that its CSeq names.
    ///   - cSeq: The number there.
    ///   - tag: Its To tag.
    ///   - phrase: Its reason phrase.
    ///   - isOwn: Whether its request had the proxy's Via alone.
    ///   - vias: The hop whose Via stack it has, where that is another.
    ///   - headers: Further header lines.
    package mutating func answer(
        _ code: Int,
        over link: Link,
        to method: String = "INVITE",
        cSeq: Int = 1,
        tag: String = "",
        phrase: String? = nil,
        isOwn: Bool = false,
        vias: Link? = nil,
        headers: [String] = []
    ) {
        let start = "SIP/2.0 \(code) \(phrase ?? (code == 100 ? "Trying" : "Phrase"))"
        let fields = fields(method, vias ?? link, cSeq: cSeq, tag: tag, isOwn: isOwn)
        let ends = link == .client ? (Endpoint.callee, link.party) : (link.party, Endpoint.callee)
        let flow = Flow(source: ends.0, destination: ends.1, transport: transport)
        send([start] + fields + headers + ["Content-Length: 0", "", ""], along: flow)
    }

    private func fields(_ method: String, _ link: Link, cSeq: Int, tag: String, isOwn: Bool) -> [String] {
        let step = ["ACK", "CANCEL"].contains(method) ? "INVITE" : method
        let name = transport.rawValue.uppercased()
        let client = "Via: SIP/2.0/\(name) \(Endpoint.caller);branch=z9hG4bK-a-\(callID).\(cSeq).\(step)"
        let proxy = "Via: SIP/2.0/\(name) \(Endpoint.callee);branch=z9hG4bK-p\(link.rawValue)-\(callID).\(cSeq).\(step)"
        return (link == .client ? [client] : isOwn ? [proxy] : [proxy, client]) + [
            "From: <sip:alice@example.com>;tag=caller",
            "To: <sip:bob@example.com>" + (tag.isEmpty ? "" : ";tag=\(tag)"),
            "Call-ID: \(callID)",
            "CSeq: \(cSeq) \(method)",
        ]
    }

    /// A call with `callID` over the proxy to B, which answers `code` at once; the proxy sends a 100 of its own first
    /// where it `tries`.
    package mutating func relayedCall(_ callID: String, _ code: Int, tries: Bool = true) {
        newCall(callID)
        send("INVITE", over: .client)
        if tries { answer(100, over: .client) }
        send("INVITE", over: .first)
        answer(code, over: .first, tag: "b")
        answer(code, over: .client, tag: "b")
    }
}
