import NetworkTypes
import PacketDecoding
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// What is told of SIP that TLS hides.
@Suite struct TLSTests {
    private static let client = Endpoint(address: .caller, port: 40_000)
    private static let server = Endpoint(address: .callee, port: 5061)
    private static let web = Endpoint(address: .callee, port: 443)

    /// A handshake and a record with data, from the SYN on, in segments of up to `length` bytes.
    private static func frames(
        _ hello: [UInt8],
        _ answer: [UInt8],
        to server: Endpoint,
        length: Int = .max
    ) -> [SampleFrame] {
        let data = FrameBuilder.record([1, 2, 3], type: 23)
        return stream([], from: client, to: server, flags: .syn, sequence: 0)
            + stream(hello, from: client, to: server, length: length)
            + stream(answer, from: server, to: client, length: length)
            + stream(data, from: client, to: server, sequence: 1 + UInt32(hello.count))
    }

    private static func stream(
        _ bytes: [UInt8],
        from source: Endpoint,
        to destination: Endpoint,
        length: Int = .max,
        flags: TCPFlags = .acknowledgement,
        sequence: UInt32 = 1
    ) -> [SampleFrame] {
        guard !bytes.isEmpty else {
            let frame = FrameBuilder.segment(bytes, from: source, to: destination, sequence: sequence, flags: flags)
            return [SampleFrame(at: 1, frame)]
        }
        return stride(from: 0, to: bytes.count, by: min(length, bytes.count)).map { start in
            let piece = Array(bytes[start..<min(bytes.count, start + min(length, bytes.count))])
            let number = sequence + UInt32(start)
            let frame = FrameBuilder.segment(piece, from: source, to: destination, sequence: number, flags: flags)
            return SampleFrame(at: Int64(number), frame)
        }
    }

    private static let hello = FrameBuilder.record(
        FrameBuilder.clientHello(name: "sip.example.com", versions: [0x3A3A, 0x0304, 0x0303])
    )
    private static let answer = FrameBuilder.record(FrameBuilder.serverHello(version: 0x0304, legacy: 0x0303))

    @Test func `the server, its name and the version agreed on are told`() throws {
        let tally = try Analysed(TLSTests.frames(TLSTests.hello, TLSTests.answer, to: TLSTests.server)).tally
        let peer = EncryptedPeer(
            server: TLSTests.server,
            isDatagram: false,
            serverName: "sip.example.com",
            version: 0x0304
        )
        #expect(tally.encrypted.peers == [peer: .init(frames: 3, connections: 1)])
        #expect(peer.versionName == "TLS 1.3")
        #expect(tally.frames.other == 3)
        #expect(tally.messages.total == 0)
    }

    @Test func `a hello in segments of any length and over several records says the same`() throws {
        let content = Array(TLSTests.hello.dropFirst(5))
        let (first, second) = (Array(content.prefix(20)), Array(content.dropFirst(20)))
        for hello in [TLSTests.hello, FrameBuilder.record(first) + FrameBuilder.record(second)] {
            for length in [1, 2, 5, 6, 7, 50] {
                let frames = TLSTests.frames(hello, TLSTests.answer, to: TLSTests.server, length: length)
                let tally = try Analysed(frames).tally
                #expect(tally.encrypted.peers.keys.map(\.serverName) == ["sip.example.com"], "pieces of \(length)")
                #expect(tally.encrypted.peers.keys.map(\.version) == [0x0304])
                #expect(tally.frames.held == 0)
            }
        }
    }

    @Test func `a version is that of the answer, or the highest offered without one`() throws {
        let versions: [([UInt8], [UInt8], String?)] = [
            (FrameBuilder.clientHello(), FrameBuilder.serverHello(version: 0x0303), "TLS 1.2"),
            (FrameBuilder.clientHello(), FrameBuilder.serverHello(version: 0x0301), "TLS 1.0"),
            (FrameBuilder.clientHello(), [], "TLS 1.2"),
            (FrameBuilder.clientHello(versions: [0x0304, 0x0303]), [], "TLS 1.3"),
        ]
        for (hello, answer, version) in versions {
            let answer = answer.isEmpty ? [] : FrameBuilder.record(answer)
            let tally = try Analysed(TLSTests.frames(FrameBuilder.record(hello), answer, to: TLSTests.server)).tally
            #expect(tally.encrypted.peers.keys.map(\.versionName) == [version])
        }
    }

    @Test(arguments: [(["sip"], 1), (["sip/2"], 1), (["h2", "http/1.1"], 0), ([], 0)] as [([String], UInt64)])
    func `on another port TLS counts where the client wants to speak SIP`(names: [String], connections: UInt64) throws {
        let hello = FrameBuilder.record(FrameBuilder.clientHello(name: "www.example.com", protocols: names))
        let tally = try Analysed(TLSTests.frames(hello, TLSTests.answer, to: TLSTests.web)).tally
        #expect(tally.encrypted.total.connections == connections)
        #expect(tally.encrypted.total.frames == 3 * connections)
        #expect(tally.frames.other == 3)
    }

    @Test func `records in the middle of a connection on port 5061 count, without a name`() throws {
        let record = FrameBuilder.record([UInt8](repeating: 0xAB, count: 40), type: 23)
        for server in [TLSTests.server, TLSTests.web] {
            let tally = try Analysed(TLSTests.stream(record, from: server, to: TLSTests.client)).tally
            let isSIP = server == TLSTests.server
            #expect(tally.encrypted.total == .init(frames: isSIP ? 1 : 0, connections: isSIP ? 1 : 0))
            #expect(tally.encrypted.peers.keys.allSatisfy { $0.server == server && $0.versionName == nil })
        }
    }

    @Test func `a second connection between the same ends is one more`() throws {
        let once = TLSTests.frames(TLSTests.hello, TLSTests.answer, to: TLSTests.server)
        let again = TLSTests.stream(TLSTests.hello, from: TLSTests.client, to: TLSTests.server)
        #expect(try Analysed(once + again).tally.encrypted.total == .init(frames: 4, connections: 1))
        #expect(try Analysed(once + once).tally.encrypted.total == .init(frames: 6, connections: 2))
    }

    @Test func `DTLS on port 5061 is told, elsewhere it is other traffic`() throws {
        let hello = FrameBuilder.datagramRecord(
            FrameBuilder.clientHello(name: "sip.example.com", legacy: 0xFEFD, isDatagram: true)
        )
        let answer = FrameBuilder.datagramRecord(FrameBuilder.serverHello(version: 0xFEFD, isDatagram: true))
        for server in [TLSTests.server, TLSTests.web] {
            let tally = try Analysed([
                SampleFrame(at: 1, FrameBuilder.datagram(hello, from: TLSTests.client, to: server)),
                SampleFrame(at: 2, FrameBuilder.datagram(hello, from: TLSTests.client, to: server)),
                SampleFrame(at: 3, FrameBuilder.datagram(answer, from: server, to: TLSTests.client)),
            ]).tally
            let peer = EncryptedPeer(
                server: server,
                isDatagram: true,
                serverName: "sip.example.com",
                version: 0xFEFD
            )
            let isSIP = server == TLSTests.server
            #expect(tally.encrypted.peers == (isSIP ? [peer: .init(frames: 3, connections: 1)] : [:]))
            #expect(peer.versionName == "DTLS 1.2" && peer.layer == "dtls")
            #expect(tally.frames.other == 3)
        }
    }

    @Test func `a hello cut at every byte is named as far as it goes`() throws {
        for count in 6..<TLSTests.hello.count {
            let cut = Array(TLSTests.hello.prefix(count))
            let end = TLSTests.stream(
                [],
                from: TLSTests.client,
                to: TLSTests.server,
                flags: [.fin, .acknowledgement],
                sequence: 1 + UInt32(count)
            )
            let frames = TLSTests.frames(cut, [], to: TLSTests.server).dropLast() + end
            let tally = try Analysed(Array(frames)).tally
            #expect(tally.encrypted.total.connections == 1)
            #expect(tally.encrypted.peers.keys.allSatisfy { ["sip.example.com", nil].contains($0.serverName) })
        }
    }

    @Test func `beyond a thousand peers they are counted together`() throws {
        let frames = (0..<1_010).flatMap { index in
            let server = Endpoint(address: IPAddress(v4: 0xC633_0000 + UInt32(index)), port: 5061)
            return TLSTests.frames(TLSTests.hello, TLSTests.answer, to: server)
        }
        let analysed = try Analysed(frames)
        #expect(analysed.tally.encrypted.peers.count == 1_000)
        #expect(analysed.tally.encrypted.omitted.connections == 10)
        #expect(analysed.tally.encrypted.total.connections == 1_010)
        #expect(analysed.limits.first { $0.name == "encrypted_peers" }?.reached == 10)
    }

    @Test func `beyond the limit the connection that was first is let go and stays counted`() throws {
        let frames = (0..<16_390).flatMap { index in
            let client = Endpoint(address: IPAddress(v4: 0xC633_0000 + UInt32(index)), port: 40_000)
            return TLSTests.stream(TLSTests.hello, from: client, to: TLSTests.server)
        }
        let analysed = try Analysed(frames)
        #expect(analysed.tally.encrypted.total == .init(frames: 16_390, connections: 16_390))
        #expect(analysed.limits.first { $0.name == "tls_connections" }?.reached == 6)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>) func `damaged hellos are accounted for`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let datagram = FrameBuilder.datagramRecord(FrameBuilder.clientHello(name: "a.example", isDatagram: true))
        let frames = (0..<200).flatMap { index -> [SampleFrame] in
            let client = Endpoint(address: .caller, port: 20_000 + UInt16(index))
            let hello = random.damaged(index.isMultiple(of: 2) ? TLSTests.hello : TLSTests.answer)
            let bytes = FrameBuilder.datagram(random.damaged(datagram), from: client, to: TLSTests.server)
            return TLSTests.stream(hello, from: client, to: TLSTests.server) + [SampleFrame(at: 9, bytes)]
        }
        #expect(try Analysed(frames, pause: .seconds(40)).tally.messages.total == 0)
    }
}
