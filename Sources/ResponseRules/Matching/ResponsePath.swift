internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// From where to where a response goes.
extension ResponseMatching {
    static let responseWrongSource = RuleDeclaration(
        "response-wrong-source",
        .matching,
        .warning,
        .must,
        .transaction,
        tier: .next,
        title: "response from another address than the request went to",
        sources: ["RFC 3261 §18.2.2", "RFC 3581 §4"],
        parameters: [
            .list(
                "aliases",
                "addresses and networks of one cluster; an entry of several joined by + is a cluster"
            )
        ],
        explanation: """
            A response comes from where its request went. A NAT or a firewall in front of the client lets nothing else \
            in, and a client may throw away what comes from a stranger. From another port of the same address it is a \
            notice.
            """,
        silence: """
            Where the request was not seen, between addresses that were set as one cluster, and for a new connection \
            from the same address.
            """,
        advice: "Bind the server to the address that it is called at, or name its addresses as one cluster.",
        example: ["A>P REGISTER", "B>A 200"]
    )

    static let responseWrongDestination = RuleDeclaration(
        "response-wrong-destination",
        .matching,
        .error,
        .must,
        .transaction,
        tier: .next,
        title: "response not sent where the Via says",
        sources: ["RFC 3261 §18.2.2", "RFC 3581 §4"],
        explanation: """
            Over UDP a response goes to the address from which the request came: to the port of its topmost Via, or, \
            where that has rport, to the port from which the request came. Sent elsewhere it does not pass the client's \
            NAT, and the client sees no answer.
            """,
        silence: """
            Where the request was not seen, over other transports, where the server saw the request come from elsewhere \
            than the capture did, and where a maddr or a sent-by is a name.
            """,
        advice: "Look at the settings for NAT of the server that answers; rport and received have to be honoured.",
        example: ["A>P REGISTER Via: 192.168.1.2:5060;rport", "P sends a 200 to 192.168.1.2:5060"]
    )

    /// Judges a response between other ends than the request of `hop`, which has the same Via values.
    func judgeEnds(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        of hop: Hop,
        _ reporter: inout Reporter
    ) {
        let flow = scene.sighting.flow
        let isOfClient = hop.flow.source.address == flow.destination.address
        let isOfServer = hop.flow.destination.address == flow.source.address
        // Where both are others, the request went on behind an address translation.
        if isOfClient {
            guard !aliases.areOne(hop.flow.destination, flow.source) else { return }
            reportSource(.warning, message, bytes, scene, of: hop, &reporter)
        } else if isOfServer {
            judgeDestination(message, bytes, scene, of: hop, &reporter)
        }
    }

    /// Judges a response between the same addresses whose ports may be others.
    func judgePorts(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ reporter: inout Reporter
    ) {
        let (flow, hop) = (scene.sighting.flow, scene.hop)
        // Of one that was seen on the far side of a NAT alone the addresses are others as well.
        guard hop.flow.source.address == flow.destination.address, hop.flow.destination.address == flow.source.address,
            case .udp = flow.transport
        else { return }
        if flow.destination.port != hop.flow.source.port,
            judgeDestination(message, bytes, scene, of: hop, &reporter)
        {
            return
        }
        if flow.source.port != hop.flow.destination.port {
            reportSource(.notice, message, bytes, scene, of: hop, &reporter)
        }
    }

    private func reportSource(
        _ severity: Severity,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        of hop: Hop,
        _ reporter: inout Reporter
    ) {
        let (source, code) = (scene.sighting.flow.source, bytes.text(of: message.start.statusText))
        report(.source, severity, message, bytes, scene, of: hop, &reporter) {
            "\(code) from \(source), the request went to \(hop.flow.destination)"
        }
    }

    @discardableResult
    private func judgeDestination(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        of hop: Hop,
        _ reporter: inout Reporter
    ) -> Bool {
        let destination = scene.sighting.flow.destination
        guard case .udp = scene.sighting.flow.transport else { return false }
        let path = ReturnPath(message.topmostVia, bytes)
        let asks = hop.traits.contains(.asksSourcePort)
        guard !path.allows(destination, requestFrom: hop.flow.source, asksSourcePort: asks) else { return false }
        let code = bytes.text(of: message.start.statusText)
        report(.destination, .error, message, bytes, scene, of: hop, &reporter) {
            "\(code) to \(destination), the request came from \(hop.flow.source) "
                + "with Via \(bytes.text(of: message.topmostVia.extent))"
        }
        return true
    }
}
