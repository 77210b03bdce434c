internal import CallTracking
internal import NetworkTypes
internal import PacketDecoding
internal import StreamReassembly
internal import Tallying
internal import WireBytes

/// IP fragments, and what the packets hold that they are put together to.
extension AnalysisPipeline {
    /// Takes a fragment and, where it completes a packet, what that carries.
    ///
    /// A tunnel packet that was put together may hold a fragment again. The frames that brought it stay held with that
    /// one, and are lost or let go together with it.
    mutating func take(_ fragment: Fragment, _ bytes: RawSpan, _ frame: Frame, _ nesting: Nesting) {
        var whole: (packet: ReassembledPacket, payload: [UInt8])?
        let frames = nesting.heldFrames + 1
        let place = FrameReference(source: frame.source, number: frame.number).packed
        _ = fragments.take(fragment, bytes, at: frame.time, frame: place, frames: frames) { packet, payload in
            // Copied once more, so that what it carries may change this pipeline; such packets are few.
            whole = (packet, payload.copy(of: ByteRange(0, payload.byteCount)))
        }
        guard let (packet, payload) = whole else {
            analysis.tally.frames.held &+= 1
            return
        }
        let inner = Nesting(depth: nesting.depth + 1, heldFrames: packet.heldFrames)
        let isSIP = payload.withRawSpan { payload in
            let decoded = packets.decodeTransport(
                of: packet.protocolNumber,
                from: packet.source,
                to: packet.destination,
                identification: packet.identification,
                payload
            )
            guard case .fragment(let fragment) = decoded else {
                return take(decoded, payload, frame, first: FrameReference(packed: packet.firstFrame))
            }
            guard inner.depth < Nesting.limit else { return take(.undecodable(.tunnelDepth), payload, frame) }
            take(fragment, payload, frame, inner)
            // What becomes of the held frames has been said there.
            return true
        }
        if !isSIP { analysis.tally.frames.releaseHeld(UInt64(packet.heldFrames)) }
    }
}

/// How deep inside reassembled packets something was found.
struct Nesting {
    /// How many reassembled packets may stand inside each other; a tunnel in a tunnel makes two or three.
    ///
    /// Each may be completed by one and the same frame, from pieces that were sent long before.
    static let limit = 4

    /// The reassembled packets around it.
    var depth = 0
    /// The frames, counted as held, that brought the innermost of them beside the frame at hand.
    var heldFrames = 0
}
