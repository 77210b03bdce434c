import CallTracking
import NetworkTypes
import PacketDecoding
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// What a tally says of SIP, without what it says of frames.
struct Summary: Equatable, CustomStringConvertible {
    let requests: [String: UInt64]
    let responses: [String: UInt64]
    let repeated: [UInt64]
    let transactions: UInt64
    let outcomes: [CallOutcome: UInt64]
    let findings: [String: UInt64]
    let issues: [UInt64]

    var description: String {
        "\(requests) \(responses) \(repeated) \(transactions) \(outcomes) \(findings) \(issues)"
    }

    init(_ analysed: Analysed) {
        let messages = analysed.tally.messages
        requests = messages.requests.all
        responses = messages.responses.all
        repeated = [messages.repeatedRequests, messages.repeatedResponses, messages.duplicates, messages.malformed]
        transactions = analysed.tally.transactions.total
        outcomes = analysed.tally.calls.outcomes
        findings = analysed.findings
        issues = messages.issues
    }
}

/// The same exchange, however it is carried, gives the same tally but for frames.
@Suite struct SameTallyTests {
    static func exchange(_ transport: Transport, from caller: Endpoint, to callee: Endpoint) -> SIPTrace {
        var trace = SIPTrace(from: caller, to: callee, transport: transport)
        trace.request("INVITE", body: "v=0\r\ns=-\r\n")
        trace.response(100, "Trying")
        trace.response(407, "Proxy Authentication Required")
        trace.request("ACK")
        trace.request("INVITE", headers: ["Subject: " + String(repeating: "long ", count: 60)])
        trace.response(503, "Service Unavailable", headers: ["Retry-After: never"])
        trace.wait(.milliseconds(500))
        trace.resend()
        trace.request("ACK")
        return trace
    }

    private static let overUDP = exchange(.udp, from: .caller, to: .callee)
    private static let overTCP = exchange(.tcp, from: .caller, to: .callee)

    private func expected() throws -> Summary {
        let summary = Summary(try Analysed(SameTallyTests.overUDP))
        #expect(summary.requests == ["INVITE": 2, "ACK": 2])
        #expect(summary.findings.values.reduce(0, +) == 3)
        return summary
    }

    @Test func `over TCP, whole and in pieces of any size`() throws {
        let expected = try expected()
        for length in [.max, 1, 2, 3, 7, 64, 400] {
            let analysed = try Analysed(SameTallyTests.overTCP.segmentFrames(pieceLength: length))
            #expect(Summary(analysed) == expected, "pieces of \(length)")
        }
    }

    @Test func `over TCP, a message split at every byte`() throws {
        var trace = SIPTrace(transport: .tcp)
        trace.request("INVITE")
        trace.response(503, "Service Unavailable", body: "v=0\r\n")
        let expected = Summary(try Analysed(trace))
        let count = trace.steps[1].bytes.count
        for split in 1..<count {
            let frames = trace.segmentFrames(pieceLength: .max)
            let pieces = SameTallyTests.split(trace.steps[1], at: split)
            let analysed = try Analysed(frames.dropLast() + pieces)
            #expect(Summary(analysed) == expected, "split at \(split)")
            #expect(analysed.tally.frames.held == 1)
        }
    }

    @Test(arguments: [true, false], [.max, 1, 50, 125, 126, 200])
    func `over WebSocket, masked and not, whole and in frames of any size`(isMasked: Bool, length: Int) throws {
        let expected = try expected()
        let trace = SameTallyTests.exchange(.ws, from: .caller, to: .callee)
        for pieceLength in [.max, 1, 2, 7, 400] {
            for hasPings in [false, true] {
                let form = SIPTrace.WebSocketForm(length: length, isMasked: isMasked, hasPings: hasPings)
                let analysed = try Analysed(trace.webSocketFrames(form, pieceLength: pieceLength))
                #expect(Summary(analysed) == expected, "\(form) in pieces of \(pieceLength)")
                #expect(analysed.tally.messages.transports[Transport.ws.place] == 8)
            }
        }
    }

    @Test(arguments: [.max, 1_000, 100, 7, 3], [1, 3])
    func `over SCTP, whole and in pieces of any size`(pieceLength: Int, bundled: Int) throws {
        let expected = try expected()
        let trace = SameTallyTests.exchange(.sctp, from: .caller, to: .callee)
        for isInterleaved in [false, true] {
            let frames = trace.sctpFrames(pieceLength: pieceLength, bundled: bundled, isInterleaved: isInterleaved)
            let analysed = try Analysed(frames)
            #expect(Summary(analysed) == expected, "pieces of \(pieceLength), interleaved \(isInterleaved)")
            #expect(analysed.tally.messages.transports[Transport.sctp.place] == 8)
            #expect(analysed.tally.frames.sip == 8)
        }
    }

    private static func split(_ step: SIPTrace.Step, at place: Int) -> [SampleFrame] {
        [(0, step.bytes.prefix(place)), (place, step.bytes.dropFirst(place))].map { offset, piece in
            let bytes = FrameBuilder.segment(
                Array(piece),
                from: step.flow.source,
                to: step.flow.destination,
                sequence: 5001 + UInt32(offset)
            )
            return SampleFrame(at: step.time.nanoseconds, bytes)
        }
    }

    @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
    func `in IP fragments that come in any order`(order: [Int]) throws {
        let frames = SameTallyTests.overUDP.steps.flatMap { step -> [SampleFrame] in
            let datagram = FrameBuilder.udp(step.bytes)
            let size = (datagram.count / 3 + 8) / 8 * 8
            let pieces = order.map { index in
                let piece = Array(datagram[index * size..<min(datagram.count, (index + 1) * size)])
                return FrameBuilder.ethernet(
                    FrameBuilder.ipv4(
                        piece,
                        from: step.flow.source.address,
                        to: step.flow.destination.address,
                        identification: Int(step.identification),
                        fragmentOffset: index * size,
                        hasMore: index < 2
                    )
                )
            }
            return pieces.map { SampleFrame(at: step.time.nanoseconds, $0) }
        }
        let analysed = try Analysed(frames)
        let expected = try expected()
        #expect(Summary(analysed) == expected)
        #expect(analysed.tally.frames.sip == 8)
        #expect(analysed.tally.frames.held == 16)
    }

    @Test func `over IPv6`() throws {
        let expected = try expected()
        for transport in [Transport.udp, .tcp] {
            let trace = SameTallyTests.exchange(transport, from: .callerV6, to: .calleeV6)
            #expect(Summary(try Analysed(trace)) == expected)
        }
    }

    @Test func `behind VLAN tags, on the any device and without a link header`() throws {
        let expected = try expected()
        let packets = SameTallyTests.overUDP.frames.map { ($0.time.nanoseconds, Array($0.bytes.dropFirst(14))) }
        let links: [(LinkType, ([UInt8]) -> [UInt8])] = [
            (.ethernet, { FrameBuilder.ethernet($0, tags: [FrameBuilder.EtherType.tag]) }),
            (
                .ethernet,
                { FrameBuilder.ethernet($0, tags: [FrameBuilder.EtherType.providerTag, FrameBuilder.EtherType.tag]) }
            ),
            (.ethernet, { FrameBuilder.snap($0) }),
            (.linuxCooked, { FrameBuilder.linuxCooked($0) }),
            (.linuxCooked2, { FrameBuilder.linuxCooked2($0) }),
            (.null, { FrameBuilder.loopback($0, isLittleEndian: true) }),
            (.raw, { $0 }),
        ]
        for (linkType, wrap) in links {
            let frames = packets.map { SampleFrame(at: $0.0, wrap($0.1)) }
            #expect(Summary(try Analysed(frames, linkType: linkType)) == expected, "link type \(linkType.rawValue)")
        }
    }
}
