import CallTracking
import NetworkTypes
import PacketDecoding
import SIPMessages
import Tallying
import TestAnalysis
import TestSupport

/// What is on the wire where somebody means harm, or knows no better, and the verdict that it must get.
///
/// The numbers are those of the list of hostile inputs, one for each shape of trouble; a test or a row of one names its
/// own.
enum Hostile {
    /// A request, or a response by its `start`, in which lines are put in place of those with the same name, or are
    /// added.
    static func message(
        _ start: String = "INVITE sip:bob@example.com SIP/2.0",
        changing changes: [(name: String, lines: [String])] = [],
        body: String = "",
        lineEnd: String = "\r\n"
    ) -> [UInt8] {
        var lines: [(name: String, line: String)] = [
            ("Via", "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKhostile"),
            ("From", "From: <sip:alice@example.com>;tag=a"), ("To", "To: <sip:bob@example.com>"),
            ("Call-ID", "Call-ID: hostile@example.com"), ("CSeq", "CSeq: 1 INVITE"),
            ("Content-Length", "Content-Length: \(body.utf8.count)"),
        ]
        for change in changes {
            let place = lines.firstIndex { $0.name == change.name } ?? lines.count
            lines.removeAll { $0.name == change.name }
            lines.insert(contentsOf: change.lines.map { (change.name, $0) }, at: min(place, lines.count))
        }
        return Array(([start] + lines.map(\.line) + ["", body]).joined(separator: lineEnd).utf8)
    }

    /// A request with its own Call-ID, for streams.
    static func options(_ callID: String, length: Int? = nil, body: String = "") -> [UInt8] {
        message(
            "OPTIONS sip:bob@example.com SIP/2.0",
            changing: [
                ("Call-ID", ["Call-ID: \(callID)"]), ("CSeq", ["CSeq: 1 OPTIONS"]),
                ("Content-Length", ["Content-Length: \(length ?? body.utf8.count)"]),
            ],
            body: body
        )
    }
}

/// One end of a TCP connection, byte by byte in the hand of a test.
struct HostileStream {
    /// The segments so far.
    private(set) var frames: [SampleFrame] = []
    /// The time of the next one, in nanoseconds.
    var now: Int64 = 1_795_252_324_000_000_000
    /// The sequence number of the byte at place 0.
    let first: UInt32
    /// Who sends.
    var source = Endpoint.caller

    /// A stream whose first byte is numbered `first`, picked up in its middle unless a SYN is sent.
    init(first: UInt32 = 1_000) { self.first = first }

    /// A segment that carries `bytes`, the first of them at `place`.
    mutating func send(_ bytes: [UInt8], at place: Int, flags: TCPFlags = .acknowledgement) {
        let sequence = first &+ UInt32(truncatingIfNeeded: place)
        let frame = FrameBuilder.segment(bytes, from: source, to: .callee, sequence: sequence, flags: flags)
        frames.append(SampleFrame(at: now, frame))
        now += 1_000_000
    }

    /// The SYN before the byte at place 0.
    mutating func open() { send([], at: -1, flags: .syn) }

    /// `bytes` from `place` on, in segments of up to `count` bytes.
    mutating func send(_ bytes: [UInt8], at place: Int = 0, by count: Int) {
        var sent = 0
        while sent < bytes.count {
            let end = min(sent + count, bytes.count)
            send(Array(bytes[sent..<end]), at: place + sent)
            sent = end
        }
    }
}

extension Analysed {
    /// The identifiers of the decode issues that were met.
    var issues: Set<String> {
        Set(DecodeIssue.allCases.filter { tally.messages.issues[Int($0.rawValue)] > 0 }.map(\.identifier))
    }

    /// How many messages there were.
    var messageCount: UInt64 { tally.messages.total }

    /// How often the limit called `name` was reached.
    func reached(_ name: String) -> UInt64 { limits.first { $0.name == name }?.reached ?? 0 }
}
