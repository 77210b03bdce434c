import NetworkTypes
import Tallying
import TestAnalysis
import TestSupport

/// Frames that somebody sends to do harm, and in which groups they have to be counted.
struct HostileFrames: Sendable, CustomStringConvertible {
    /// The number of the kind of input, so that tables of other layers can go on counting.
    let number: Int
    let name: String
    let linkType: LinkType
    let frames: [[UInt8]]
    /// The groups that are not empty: `sip`, `held`, `other`, or a reason with `undecodable.` or `lost.` in front.
    let expected: [String: UInt64]

    var description: String { "\(number). \(name)" }

    init(
        _ number: Int,
        _ name: String,
        _ expected: [String: UInt64],
        linkType: LinkType = .ethernet,
        _ frames: [[UInt8]]
    ) {
        self.number = number
        self.name = name
        self.linkType = linkType
        self.frames = frames
        self.expected = expected
    }

    /// The frames, a microsecond apart.
    var samples: [SampleFrame] { frames.enumerated().map { SampleFrame(at: Int64($0) * 1_000, $1) } }

    /// The groups of `counts` that are not empty.
    static func groups(_ counts: FrameCounts) -> [String: UInt64] {
        var groups = [
            "sip": counts.sip, "held": counts.held, "empty": counts.empty, "keepalive": counts.keepAlive,
            "other": counts.other,
        ]
        for (reason, count) in counts.undecodable { groups["undecodable.\(reason)"] = count }
        for (reason, count) in counts.lost { groups["lost.\(reason)"] = count }
        return groups.filter { $0.value > 0 }
    }

    /// A message of one datagram.
    static let message = FrameBuilder.bytes(
        "OPTIONS sip:bob@example.com SIP/2.0\r\nCall-ID: hostile@example.com\r\nCSeq: 1 OPTIONS\r\n\r\n"
    )
    static let datagram = FrameBuilder.udp(message)
    static let packet = FrameBuilder.ipv4(datagram)
    static let packetV6 = FrameBuilder.ipv6(datagram)
}
