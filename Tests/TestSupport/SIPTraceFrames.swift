internal import NetworkTypes
internal import PacketDecoding

/// The trace as a capture shows it, from Ethernet up.
extension SIPTrace {
    /// A frame for each message; over TCP with the handshake in front.
    ///
    /// A mirror's copy has the identification of the packet before it, and over TCP its sequence number as well.
    package var frames: [SampleFrame] { transport == .tcp ? segmentFrames(pieceLength: .max) : datagramFrames }

    private var datagramFrames: [SampleFrame] {
        steps.map { step in
            SampleFrame(at: step.time.nanoseconds, FrameBuilder.datagram(of: step))
        }
    }

    /// The frames of a TCP connection that carries the messages in segments of up to `pieceLength` bytes, each message
    /// as `framing` makes it.
    package func segmentFrames(pieceLength: Int, framing: (Step) -> [UInt8] = \.bytes) -> [SampleFrame] {
        var connection = TraceConnections()
        return steps.flatMap { step in
            let bytes = framing(step)
            let framed = Step(bytes: bytes, flow: step.flow, time: step.time, identification: step.identification)
            return connection.frames(of: framed, pieceLength: pieceLength)
        }
    }
}

extension FrameBuilder {
    /// A whole Ethernet frame with the message of `step` in a datagram, IPv4 or IPv6 by its addresses.
    package static func datagram(of step: SIPTrace.Step) -> [UInt8] {
        let (source, destination) = (step.flow.source, step.flow.destination)
        let datagram = udp(step.bytes, from: source.port, to: destination.port)
        guard source.address.isV4 else {
            return ethernet(ipv6(datagram, from: source.address, to: destination.address))
        }
        let identification = Int(step.identification)
        return ethernet(
            ipv4(datagram, from: source.address, to: destination.address, identification: identification)
        )
    }
}

/// The sequence numbers of TCP connections, one for each pair of ends.
private struct TraceConnections {
    private var next: [Flow: UInt32] = [:]
    /// The message before: its packet's identification and its first sequence number.
    private var latest: [Flow: (identification: UInt32, sequence: UInt32)] = [:]

    mutating func frames(of step: SIPTrace.Step, pieceLength: Int) -> [SampleFrame] {
        var frames = next[step.flow] == nil ? handshake(step) : []
        let known = latest[step.flow]
        let isCopy = known?.identification == step.identification
        let start = isCopy ? known?.sequence ?? 0 : next[step.flow, default: 0]
        latest[step.flow] = (step.identification, start)
        var sent = 0
        while sent < step.bytes.count {
            let piece = Array(step.bytes[sent..<sent + min(pieceLength, step.bytes.count - sent)])
            frames.append(frame(step, piece, start &+ UInt32(sent)))
            sent += piece.count
        }
        if !isCopy { next[step.flow] = start &+ UInt32(sent) }
        return frames
    }

    private mutating func handshake(_ step: SIPTrace.Step) -> [SampleFrame] {
        next[step.flow] = 1001
        next[step.flow.reversed] = 5001
        let flow = step.flow
        let parts: [(Endpoint, Endpoint, UInt32, UInt32, TCPFlags)] = [
            (flow.source, flow.destination, 1000, 0, .syn),
            (flow.destination, flow.source, 5000, 1001, [.syn, .acknowledgement]),
            (flow.source, flow.destination, 1001, 5001, .acknowledgement),
        ]
        return parts.map { source, destination, sequence, acknowledgement, flags in
            let bytes = FrameBuilder.segment(
                [],
                from: source,
                to: destination,
                sequence: sequence,
                acknowledgement: acknowledgement,
                flags: flags
            )
            return SampleFrame(at: step.time.nanoseconds, bytes)
        }
    }

    private func frame(_ step: SIPTrace.Step, _ piece: [UInt8], _ sequence: UInt32) -> SampleFrame {
        let bytes = FrameBuilder.segment(
            piece,
            from: step.flow.source,
            to: step.flow.destination,
            sequence: sequence,
            acknowledgement: next[step.flow.reversed, default: 0]
        )
        return SampleFrame(at: step.time.nanoseconds, bytes)
    }
}
