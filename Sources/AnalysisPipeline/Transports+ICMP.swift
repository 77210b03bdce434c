internal import NetworkTypes
internal import PacketDecoding
internal import SIPMessages
internal import Tallying
internal import WireBytes

/// What becomes of ICMP errors.
extension Transports {
    /// Takes an error about the packet of `quote`, whose payload lies in `bytes`.
    ///
    /// SIP that is quoted is not a message, and the frame is other traffic; that its peer could not be reached is
    /// counted.
    static func take(_ quote: Quote, _ bytes: RawSpan, _ flows: SIPFlows, _ analysis: inout MessageAnalysis) {
        analysis.tally.frames.other &+= 1
        guard isSIP(quote, bytes, flows) else { return }
        let peer = UnreachablePeer(
            endpoint: quote.flow.destination,
            transport: quote.flow.transport,
            reason: quote.error.rawValue
        )
        analysis.add(peer)
    }

    /// Whether the quoted packet is of a SIP flow: by its ports, by what was seen on it, or by a start line.
    private static func isSIP(_ quote: Quote, _ bytes: RawSpan, _ flows: SIPFlows) -> Bool {
        if SecuredConnections.hasPort(quote.flow) || flows.contains(quote.flow) { return true }
        let payload = bytes.part(quote.payload)
        var issues = DecodeIssues()
        return StartLine.read(payload, at: 0, issues: &issues) != nil
    }
}
