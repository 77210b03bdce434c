import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

@Suite struct SCTPTests {
    private static let chunks = [
        FrameBuilder.chunk([1, 2, 3], type: 4), FrameBuilder.data([9, 8], .init(number: 5)),
    ]

    private func sctp(_ decoded: Decoded) -> SCTPPacket? {
        if case .chunks(let packet) = decoded { packet } else { nil }
    }

    @Test(arguments: [(Endpoint.caller, Endpoint.callee), (.callerV6, .calleeV6)])
    func `ports, tag and chunks are read`(source: Endpoint, destination: Endpoint) throws {
        let frame = FrameBuilder.association(SCTPTests.chunks, from: source, to: destination, tag: 0xDEAD_BEEF)
        let packet = try #require(sctp(decode(frame)))
        #expect(packet.source == source && packet.destination == destination)
        #expect(packet.verificationTag == 0xDEAD_BEEF)
        #expect(packet.flow.transport == .sctp)
        let found = frame.withRawSpan { bytes in
            var found: [SCTPChunk] = []
            while let chunk = SCTPChunk.read(bytes, at: found.last?.next ?? packet.chunks.lower, of: packet) {
                found.append(chunk)
            }
            return found
        }
        #expect(found.map(\.type) == [4, 0])
        #expect(found.map(\.value.count) == [3, 14])
        #expect(found.map(\.flags) == [0, 3])
    }

    @Test func `a packet cut at every byte gets the verdict of the layer it ends in`() {
        let frame = FrameBuilder.association(SCTPTests.chunks)
        for count in 34..<frame.count {
            let decoded = decode(Array(frame[..<count]))
            switch count {
            case ..<50: #expect(decoded.reason == .sctpCut)
            default: #expect(sctp(decoded)?.missingByteCount == frame.count - count)
            }
        }
    }

    @Test func `a packet that is too short or whose first chunk has a wrong length cannot be read`() {
        let wrong: [([UInt8], UndecodableReason)] = [
            ([0x13, 0xC4, 0x13, 0xC4, 0, 0, 0, 1, 0, 0, 0], .sctpHeader), (FrameBuilder.sctp([]), .sctpChunk),
            (FrameBuilder.sctp([FrameBuilder.chunk([], type: 0, length: 3)]), .sctpChunk),
            (FrameBuilder.sctp([FrameBuilder.chunk([1], type: 0, length: 9)]), .sctpChunk),
        ]
        for (bytes, reason) in wrong {
            let frame = FrameBuilder.ethernet(FrameBuilder.ipv4(bytes, protocolNumber: 132))
            #expect(decode(frame).reason == reason)
        }
    }
}
