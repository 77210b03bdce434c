internal import NetworkTypes
internal import Tallying

/// The object `capture`: what was read, and where every frame of it went.
struct CaptureRecord: Encodable {
    private let sources: [Source]
    private let start: String?
    private let end: String?
    private let durationSeconds: Double
    private let frames: Frames
    private let drops: Drops
    private let issues: [String: UInt64]?
    private let encrypted: [EncryptedRecord]
    private let encryptedOmitted: EncryptedRecord.Omitted?
    private let unreadable: [String: UInt64]
    private let unreachable: [UnreachableRecord]
    private let unreachableOmitted: UInt64

    private struct Source: Encodable {
        let name: String
        let format: String
        let linkTypes: [String]
        let frames: UInt64
        let bytes: UInt64
        let truncated: Bool
        let problem: String?

        enum CodingKeys: String, CodingKey {
            case name, format, frames, bytes, truncated, problem
            case linkTypes = "link_types"
        }
    }

    private struct Frames: Encodable {
        let total: UInt64
        let sip: UInt64
        let held: UInt64
        let empty: UInt64
        let keepAlive: UInt64
        let other: UInt64
        let undecodable: [String: UInt64]
        let lost: [String: UInt64]

        enum CodingKeys: String, CodingKey {
            case total, sip, held, empty, other, undecodable, lost
            case keepAlive = "keepalive"
        }
    }

    private struct Drops: Encodable {
        let kernel: UInt64
        let interface: UInt64
        let queue: UInt64

        enum CodingKeys: String, CodingKey { case kernel, interface, queue }
    }

    private enum CodingKeys: String, CodingKey {
        case sources, start, end, frames, drops, issues, encrypted, unreadable, unreachable
        case durationSeconds = "duration_seconds"
        case encryptedOmitted = "encrypted_omitted"
        case unreachableOmitted = "unreachable_omitted"
    }

    init(_ report: Report) {
        sources = report.sources.map(CaptureRecord.source)
        start = report.tally.start?.rfc3339
        end = report.tally.end?.rfc3339
        durationSeconds = JSONDuration.seconds(report.duration)
        frames = CaptureRecord.frames(report.tally.frames)
        drops = Drops(kernel: report.drops.kernel, interface: report.drops.interface, queue: report.drops.queue)
        issues = report.tally.captureIssues.isEmpty ? nil : report.tally.captureIssues
        encrypted = report.rankedEncrypted.map { EncryptedRecord($0, $1) }
        encryptedOmitted = EncryptedRecord.Omitted(report.tally.encrypted.omitted)
        unreadable = report.tally.unreadable.filter { $0.value > 0 }
        unreachable = report.rankedUnreachable.map { UnreachableRecord($0, $1) }
        unreachableOmitted = report.tally.unreachable.omitted
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sources, forKey: .sources)
        // Start and end are there without a frame as well, as null.
        try container.encode(start, forKey: .start)
        try container.encode(end, forKey: .end)
        try container.encode(durationSeconds, forKey: .durationSeconds)
        try container.encode(frames, forKey: .frames)
        try container.encode(drops, forKey: .drops)
        try container.encodeIfPresent(issues, forKey: .issues)
        if !encrypted.isEmpty { try container.encode(encrypted, forKey: .encrypted) }
        try container.encodeIfPresent(encryptedOmitted, forKey: .encryptedOmitted)
        if !unreadable.isEmpty { try container.encode(unreadable, forKey: .unreadable) }
        if !unreachable.isEmpty { try container.encode(unreachable, forKey: .unreachable) }
        if unreachableOmitted > 0 { try container.encode(unreachableOmitted, forKey: .unreachableOmitted) }
    }

    private static func source(_ source: ReportSource) -> Source {
        Source(
            name: source.name,
            format: source.format,
            linkTypes: source.linkTypeNames,
            frames: source.frames,
            bytes: source.bytes,
            truncated: source.isTruncated,
            problem: source.problem
        )
    }

    private static func frames(_ frames: FrameCounts) -> Frames {
        Frames(
            total: frames.total,
            sip: frames.sip,
            held: frames.held,
            empty: frames.empty,
            keepAlive: frames.keepAlive,
            other: frames.other,
            undecodable: frames.undecodable.filter { $0.value > 0 },
            lost: frames.lost.filter { $0.value > 0 }
        )
    }
}

/// Durations as JSON carries them.
enum JSONDuration {
    /// `nanoseconds` as seconds.
    static func seconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) / 1_000_000_000 }
}
