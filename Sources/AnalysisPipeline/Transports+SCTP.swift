internal import CallTracking
internal import NetworkTypes
internal import PacketDecoding
internal import SIPMessages
internal import StreamReassembly
internal import WireBytes

/// What becomes of SCTP packets.
extension Transports {
    /// Takes an SCTP packet, of which each user message is a SIP message as a datagram is one (RFC 4168 §5).
    static func take(
        _ packet: SCTPPacket,
        _ bytes: RawSpan,
        _ frame: Frame,
        _ associations: inout AssociationTable,
        _ flows: inout SIPFlows,
        _ analysis: inout MessageAnalysis
    ) -> Bool {
        let sighting = Sighting(
            flow: packet.flow,
            time: frame.time,
            frame: FrameReference(source: frame.source, number: frame.number),
            identification: 0,
            isInSync: true
        )
        let place = sighting.frame.packed
        let outcome = associations.take(packet, bytes, at: frame.time, frame: place) { message, part, firstFrame in
            var sighting = sighting
            sighting.firstFrame = FrameReference(packed: firstFrame)
            return takeUserMessage(message, part, sighting, &flows, &analysis)
        }
        return count(outcome, &analysis)
    }

    /// Takes a user message of SCTP, or says whether one may begin so.
    private static func takeUserMessage(
        _ message: RawSpan,
        _ part: UserMessagePart,
        _ sighting: Sighting,
        _ flows: inout SIPFlows,
        _ analysis: inout MessageAnalysis
    ) -> UserMessage {
        var start = 0
        while message.octet(at: start) == 0x0D || message.octet(at: start) == 0x0A { start &+= 1 }
        if part == .beginning {
            let hasLine = message.offset(of: 0x0A, in: ByteRange(start, message.byteCount)) < message.byteCount
            var issues = DecodeIssues()
            let mayBegin = start >= message.byteCount || message.octet(at: start).isTokenCharacter
            guard hasLine else { return mayBegin ? .sip : .other }
            return StartLine.read(message, at: start, issues: &issues) != nil ? .sip : .other
        }
        if analysis.takeDatagram(message, from: start, isCut: part == .cut, sighting) {
            flows.insert(sighting.flow)
            return .sip
        }
        let isKeepAlive = KeepAlives.isKeepAlive(message, ByteRange(0, message.byteCount))
        return isKeepAlive && flows.contains(sighting.flow) ? .keepalive : .other
    }
}
