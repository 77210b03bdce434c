import NetworkTypes
import PacketDecoding
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// What is said of SIP that was not delivered.
@Suite struct UnreachableTests {
    private static let (here, there) = (
        Endpoint(address: .caller, port: 7000), Endpoint(address: .callee, port: 7001)
    )

    private static func error(
        _ code: UInt8 = 3,
        about payload: [UInt8],
        from source: Endpoint = .caller,
        to destination: Endpoint = .callee,
        quoted: Int = 28
    ) -> SampleFrame {
        let packet = FrameBuilder.ipv4(
            FrameBuilder.udp(payload, from: source.port, to: destination.port),
            from: source.address,
            to: destination.address
        )
        return SampleFrame(at: 9, FrameBuilder.icmp(type: 3, code: code, about: packet, quoted: quoted))
    }

    @Test func `an error about the port of SIP counts by peer and reason, and is no message`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        let text = trace.steps[0].bytes
        let whole = UnreachableTests.error(about: text, quoted: .max)
        let tally = try Analysed(
            trace.frames + [whole, UnreachableTests.error(about: text), UnreachableTests.error(1, about: text)]
        ).tally
        #expect(tally.messages.total == 1)
        #expect(tally.frames.other == 3)
        #expect(
            tally.unreachable.peers == [
                UnreachablePeer(endpoint: .callee, transport: .udp, reason: "port_unreachable"): 2,
                UnreachablePeer(endpoint: .callee, transport: .udp, reason: "host_unreachable"): 1,
            ]
        )
    }

    @Test func `on other ports it counts where SIP was seen or is quoted`() throws {
        var trace = SIPTrace(from: UnreachableTests.here, to: UnreachableTests.there)
        trace.request("OPTIONS")
        let (here, there) = (UnreachableTests.here, UnreachableTests.there)
        let media = UnreachableTests.error(about: [0x80, 0, 0, 1], from: here, to: there)
        let quoting = UnreachableTests.error(about: trace.steps[0].bytes, from: here, to: there, quoted: 200)
        #expect(try Analysed([media]).tally.unreachable.peers.isEmpty)
        #expect(try Analysed([quoting]).tally.unreachable.peers.values.reduce(0, +) == 1)
        #expect(try Analysed(trace.frames + [media]).tally.unreachable.peers.values.reduce(0, +) == 1)
        trace = SIPTrace(from: here, to: there, transport: .tcp)
        trace.request("OPTIONS")
        #expect(try Analysed(trace.frames + [media]).tally.unreachable.peers.values.reduce(0, +) == 1)
    }

    @Test(arguments: [(UInt16(5060), 1), (5061, 1), (8080, 0)])
    func `a refused connection to a port of SIP counts as a peer that is not there`(port: UInt16, count: Int) throws {
        let (client, server) = (UnreachableTests.here, Endpoint(address: .callee, port: port))
        let frames = [
            FrameBuilder.segment([], from: client, to: server, sequence: 41, flags: .syn),
            FrameBuilder.segment(
                [],
                from: server,
                to: client,
                sequence: 0,
                acknowledgement: 42,
                flags: [.reset, .acknowledgement]
            ),
        ]
        let tally = try Analysed(frames.map { SampleFrame(at: 0, $0) }).tally
        let peer = UnreachablePeer(endpoint: server, transport: .tcp, reason: "connection_refused")
        #expect(tally.unreachable.peers == (count > 0 ? [peer: 1] : [:]))
        #expect(tally.captureIssues.isEmpty)
        #expect(tally.frames.empty == 2)
    }

    @Test func `an error in fragments counts, and its frames are other traffic`() throws {
        let packet = FrameBuilder.ipv4(FrameBuilder.udp([UInt8](repeating: 1, count: 90)))
        let message = [3, 3] + FrameBuilder.two(0) + FrameBuilder.four(0) + packet
        let frames = [0, 64].map { offset in
            let piece = Array(message[offset..<min(message.count, offset + 64)])
            let fragment = FrameBuilder.ipv4(
                piece,
                from: .callee,
                to: .caller,
                protocolNumber: 1,
                fragmentOffset: offset,
                hasMore: offset == 0
            )
            return SampleFrame(at: 1, FrameBuilder.ethernet(fragment))
        }
        let tally = try Analysed([frames[0], SampleFrame(at: 2, Array(frames[1].bytes))]).tally
        #expect(message.count <= 128)
        #expect(tally.unreachable.peers.count == 1)
        #expect(tally.frames.other == 2)
    }

    @Test func `beyond a thousand peers they are counted together`() throws {
        let frames = (0..<1_007).map { index in
            let peer = Endpoint(address: IPAddress(v4: 0xC633_0000 + UInt32(index)), port: 5060)
            return UnreachableTests.error(about: [], to: peer)
        }
        let analysed = try Analysed(frames)
        #expect(analysed.tally.unreachable.peers.count == 1_000)
        #expect(analysed.tally.unreachable.omitted == 7)
        #expect(analysed.limits.first { $0.name == "unreachable_peers" }?.reached == 7)
    }
}
