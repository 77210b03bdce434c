import NetworkTypes
import PacketDecoding
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// The same exchange in every tunnel, in fragments or whole, gives the same tally but for frames.
@Suite struct TunnelledTallyTests {
    /// An IP packet on its way, before anything carries it.
    struct Travelling: Sendable {
        let time: Int64
        let identification: Int
        let bytes: [UInt8]
    }

    private static let overUDP = SameTallyTests.exchange(.udp, from: .caller, to: .callee)
    private static let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    private static let overIP = Tunnel.all.filter(\.isOverIP)

    private static func packets(_ frames: [SampleFrame]) -> [Travelling] {
        frames.enumerated().map {
            Travelling(time: $1.time.nanoseconds, identification: $0 + 1, bytes: Array($1.bytes.dropFirst(14)))
        }
    }

    private static func trace(isV6: Bool) -> SIPTrace {
        isV6 ? SameTallyTests.exchange(.udp, from: .callerV6, to: .calleeV6) : overUDP
    }

    /// The packets that carry the message of `step` in `count` fragments.
    private static func fragments(of step: SIPTrace.Step, into count: Int) -> [[UInt8]] {
        FrameBuilder.fragments(
            FrameBuilder.udp(step.bytes),
            into: count,
            from: step.flow.source.address,
            to: step.flow.destination.address,
            protocolNumber: 17,
            identification: Int(step.identification)
        )
    }

    private func expected() throws -> Summary { Summary(try Analysed(TunnelledTallyTests.overUDP)) }

    @Test(arguments: Tunnel.all)
    func `in every tunnel, over UDP and TCP, IPv4 and IPv6`(_ tunnel: Tunnel) throws {
        let expected = try expected()
        for isV6 in [false, true] {
            let (caller, callee): (Endpoint, Endpoint) = isV6 ? (.callerV6, .calleeV6) : (.caller, .callee)
            let overTCP = SameTallyTests.exchange(.tcp, from: caller, to: callee).segmentFrames(pieceLength: 200)
            for frames in [TunnelledTallyTests.trace(isV6: isV6).frames, overTCP] {
                let carried = TunnelledTallyTests.packets(frames).map {
                    SampleFrame(at: $0.time, tunnel.frame($0.bytes))
                }
                #expect(Summary(try Analysed(carried, linkType: tunnel.linkType)) == expected)
            }
        }
    }

    @Test(arguments: Tunnel.all)
    func `in fragments inside every tunnel, in any order`(_ tunnel: Tunnel) throws {
        let expected = try expected()
        for isV6 in [false, true] {
            // Eight messages, so that each of the six orders is among them.
            let frames = TunnelledTallyTests.trace(isV6: isV6).steps.enumerated().flatMap { index, step in
                let pieces = TunnelledTallyTests.fragments(of: step, into: 3)
                let order = TunnelledTallyTests.orders[index % 6]
                return order.map { SampleFrame(at: step.time.nanoseconds, tunnel.frame(pieces[$0])) }
            }
            let analysed = try Analysed(frames, linkType: tunnel.linkType)
            #expect(Summary(analysed) == expected)
            #expect(analysed.tally.frames.sip == 8)
            #expect(analysed.tally.frames.held == 16)
        }
    }

    @Test(arguments: overIP, [false, true])
    func `in tunnel packets that come in fragments, in any order`(_ tunnel: Tunnel, isV6: Bool) throws {
        let packets = TunnelledTallyTests.packets(TunnelledTallyTests.overUDP.frames)
        let frames = packets.enumerated().flatMap { index, packet in
            let number = packet.identification
            let pieces = tunnel.fragments(packet.bytes, into: 3, identification: number, isV6: isV6)
            return TunnelledTallyTests.orders[index % 6].map { SampleFrame(at: packet.time, pieces[$0]) }
        }
        let analysed = try Analysed(frames)
        #expect(Summary(analysed) == (try expected()))
        #expect(analysed.tally.frames.sip == 8)
        #expect(analysed.tally.frames.held == 16)
    }

    @Test(arguments: overIP)
    func `in fragments inside tunnel packets in fragments, one of them twice, in any order`(_ tunnel: Tunnel) throws {
        let expected = try expected()
        var random = SeededRandom(seed: 16)
        for _ in 0..<2 {
            let frames = TunnelledTallyTests.overUDP.steps.enumerated().flatMap { index, step in
                let pieces = TunnelledTallyTests.fragments(of: step, into: 2)
                let carried = pieces.enumerated().flatMap { piece, packet in
                    tunnel.fragments(packet, into: 2, identification: 10 * index + piece + 1)
                }
                let sent = (carried + carried.prefix(1)).shuffled(using: &random)
                return sent.map { SampleFrame(at: step.time.nanoseconds, $0) }
            }
            let analysed = try Analysed(frames)
            #expect(Summary(analysed) == expected)
            #expect(analysed.tally.frames.sip == 8)
            #expect(analysed.tally.frames.held == 32)
        }
    }

    @Test(arguments: [2152, 4789, 4790, 6081, 1701, 4500] as [UInt16])
    func `on the port of a tunnel, without a tunnel`(port: UInt16) throws {
        let expected = try expected()
        for (near, far) in [(port, 5060), (5060, port), (port, port)] as [(UInt16, UInt16)] {
            let caller = Endpoint(address: .caller, port: near)
            let callee = Endpoint(address: .callee, port: far)
            #expect(Summary(try Analysed(SameTallyTests.exchange(.udp, from: caller, to: callee))) == expected)
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `damaged tunnels and fragments in them are all accounted for`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let ethernet = Tunnel.all.filter { $0.linkType == .ethernet }
        var frames: [SampleFrame] = []
        for (index, step) in TunnelledTallyTests.overUDP.steps.enumerated() {
            for tunnel in ethernet {
                for (number, piece) in TunnelledTallyTests.fragments(of: step, into: 2).enumerated() {
                    let outer = tunnel.fragments(piece, into: 2, identification: 10 * index + number)
                    for bytes in outer + [tunnel.frame(piece)] {
                        frames.append(SampleFrame(at: step.time.nanoseconds, random.damaged(bytes)))
                    }
                }
            }
        }
        let counts = try Analysed(frames.shuffled(using: &random), pause: .seconds(40)).tally.frames
        #expect(counts.total == UInt64(frames.count))
    }
}
