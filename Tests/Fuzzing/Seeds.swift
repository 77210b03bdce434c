import NetworkTypes
import TestSupport

/// Sound inputs of each target, short so that many damaged ones of them are read in a second.
enum Seeds {
    static func of(_ target: FuzzTarget) -> [[UInt8]] {
        switch target {
        case .frame: frames
        case .message: messages
        case .stream: streams
        case .header: headers
        case .capture: captures
        case .filter: filterTexts.map(text)
        }
    }

    private static let text = FrameBuilder.bytes

    private static func exchange(_ transport: Transport) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE", headers: ["Contact: <sip:alice@192.0.2.1>"], body: "v=0\r\n")
        trace.response(401, "Unauthorized", headers: ["WWW-Authenticate: Digest realm=\"example.com\", nonce=\"1\""])
        trace.request("ACK")
        trace.response(503, "Service Unavailable", headers: ["Retry-After: 30 (soon)"])
        return trace
    }

    /// A byte for the link type, then each frame behind its length.
    private static func packed(_ link: UInt8, _ frames: [[UInt8]]) -> [UInt8] {
        [link] + frames.flatMap { FrameBuilder.two($0.count) + $0 }
    }

    private static let frames: [[UInt8]] = {
        let datagrams = exchange(.udp).frames.map(\.bytes)
        let segments = exchange(.tcp).segmentFrames(pieceLength: 200).map(\.bytes)
        let datagram = FrameBuilder.udp(exchange(.udp).steps[1].bytes)
        let pieces = [(0, true), (200, false)].map { offset, hasMore in
            FrameBuilder.ethernet(
                FrameBuilder.ipv4(
                    Array(hasMore ? datagram.prefix(200) : datagram.dropFirst(200)),
                    fragmentOffset: offset,
                    hasMore: hasMore
                )
            )
        }
        let packet = Array(datagrams[0].dropFirst(14))
        let v6 = FrameBuilder.ipv6(FrameBuilder.extensionHeader(datagram), next: 0)
        return [
            packed(0, [datagrams[0], datagrams[1]]), packed(0, Array(segments.prefix(6))), packed(0, pieces),
            packed(0, [FrameBuilder.ethernet(packet, tags: [FrameBuilder.EtherType.tag])]),
            packed(0, [FrameBuilder.pppoe(packet)]), packed(0, [FrameBuilder.snap(packet)]),
            packed(0, [FrameBuilder.ethernet(v6)]), packed(1, [packet]), packed(2, [FrameBuilder.loopback(packet)]),
            packed(4, [FrameBuilder.linuxCooked(packet)]), packed(5, [FrameBuilder.linuxCooked2(packet)]),
        ] + associations + webSockets
    }()

    /// Messages of SCTP: several in a packet, in pieces, in pieces that say of which message they are.
    private static let associations: [[UInt8]] = {
        let trace = exchange(.sctp)
        let forms = [
            trace.sctpFrames(), trace.sctpFrames(pieceLength: 90, bundled: 3),
            trace.sctpFrames(pieceLength: 120, bundled: 2, isInterleaved: true),
        ]
        let chunks = trace.steps.enumerated().map { FrameBuilder.data($1.bytes, .init(number: UInt32($0))) }
        return forms.map { packed(0, $0.map(\.bytes)) } + [packed(0, [FrameBuilder.association(chunks)])]
    }()

    /// Messages of WebSocket: in one frame and in several with pings between them, behind an upgrade and without.
    private static let webSockets: [[UInt8]] = [(200, true), (Int.max, true), (100, false)].map { length, hasUpgrade in
        let form = SIPTrace.WebSocketForm(length: length, hasPings: true, hasUpgrade: hasUpgrade)
        return packed(0, exchange(.ws).webSocketFrames(form, pieceLength: 300).map(\.bytes))
    }

    private static let messages = exchange(.udp).steps.map(\.bytes) + ConversationSeeds.all

    private static let streams: [[UInt8]] = {
        let steps = exchange(.tcp).steps.map(\.bytes)
        let cuts: [[UInt8]] = [
            [255, 255, 255, 255, 255, 255, 255, 255],
            [63, 200, 1, 90, 7, 255, 33, 120],
            [9, 10, 2, 250, 1, 80, 17, 41],
        ]
        let frames =
            FrameBuilder.webSocketMessage(steps[0], length: 150, mask: 0xA1B2_0C7F, hasPings: true)
            + FrameBuilder.webSocketMessage(steps[3], mask: 7)
        let streams: [[UInt8]] = [
            steps[1], steps[0] + steps[2], text("\r\n") + steps[3], FrameBuilder.upgrade() + frames,
        ]
        return cuts.flatMap { cuts -> [[UInt8]] in streams.map { cuts + $0 } }
    }()

    private static let headers: [[UInt8]] = headerTexts.map(text)

    private static let headerTexts = [
        "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport",
        "SIP / 2.0 / TCP [2001:db8::1]:5061 ;received=192.0.2.9;branch=z9hG4bK2, SIP/2.0/UDP a",
        "\"A. \\\"B\\\" C\" <sip:a@example.com;transport=tcp?x=1>;tag=1928301774", "sip:a@[2001:db8::1]:5060;tag=2",
        "314159 INVITE", "4294967295 X", "120 (in a meeting);duration=3600",
        "Digest realm=\"example.com\", nonce=\"84a4\", algorithm=MD5, stale=FALSE",
        "307 example.com \"Session parameter not understood\"", "<sip:a@b>, \"c\" <sips:d@e>;q=0.5",
        "SIP;cause=600;text=\"Busy, everywhere\", Q.850;cause=17;text=\"User busy\"",
        "\"A, B\" <sip:a:b@192.0.2.1>;expires=60, <tel:+1-202-555-0101;ext=1>;expires=0",
        "ab30317f1a784dc48ff824d0d3715d86;remote=47755a9d-e779-4ba3-8765-3f2099600ef2",
        "icid-value=\"a\\\"1\";icid-generated-at=192.0.2.1;orig-ioi=home.example",
        "<sip:carol@example.com?Subject=x&Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2>",
        "SIP/2.0 486 Busy Here\r\nTo: x",
        "call-1@example.com;to-tag=1;from-tag=2;early-only", "refer;id=93809824", "terminated;reason=noresource",
    ]

    private static let filterTexts = [
        "code >= 500 && server == 192.0.2.1", "code == 5xx || class == 4 || port < 5070", "code == 486,503 , 400-499",
        "!(method == INVITE && !(from_user == alice))", "method ~ 'vit' || method != bye && transport == UDP, tcp",
        "server == 192.0.2.0/24 && client != 2001:db8::/32", "address == [2001:db8::1]:5060, 198.51.100.2:5060",
        "user_agent ~ \"say \\\"hi\\\"\" || call_id ~ \"a b\"",
        "to_user == +493012345 && request_uri ~ sip:bob;user",
        "time >= 09:12:04 && time == 2026-11-21T09:12:04Z..09:15:00", "23:50:00..00:10:00",
        "2026-11-21T09:12:04Z..2026-11-21T09:15:00.5+01:00", "486, 5xx, 600-699",
        "192.0.2.1, 2001:db8::/32, [2001:db8::1]:5060", "é🙂 ~ 'ü'",
    ]

    private static let captures: [[UInt8]] = {
        let frames = Array(exchange(.udp).frames.prefix(2))
        let packed = PcapBuilder.file(frames)
        var blocks = PcapngBuilder()
        blocks.interface(options: [(2, text("eth0"))])
        for frame in frames { blocks.frame(frame) }
        blocks.simpleFrame(frames[0].bytes)
        blocks.statistics(drops: [(5, 2)])
        return [packed, blocks.bytes, Packing.gzip.pack(packed), Packing.zstd.pack(blocks.bytes)]
    }()
}
