internal import NetworkTypes
internal import Tallying

/// The object `capture`: what was read, and where every frame of it went.
struct CaptureRecord: Encodable {
    private let sources: [Source]
    private let unread: [Unread]?
    /// Start and end are there without a frame as well.
    private let start: OrNull<String>
    private let end: OrNull<String>
    private let durationSeconds: Double
    private let frames: Frames
    private let drops: Drops
    private let issues: [String: UInt64]?
    private let encrypted: [EncryptedRecord]?
    private let encryptedOmitted: EncryptedRecord.Omitted?
    private let unreadable: [String: UInt64]?
    private let unreachable: [UnreachableRecord]?
    private let unreachableOmitted: UInt64?

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

    private struct Unread: Encodable {
        let name: String
        let problem: String

        enum CodingKeys: String, CodingKey { case name, problem }
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
        case unread = "sources_not_read"
        case durationSeconds = "duration_seconds"
        case encryptedOmitted = "encrypted_omitted"
        case unreachableOmitted = "unreachable_omitted"
    }

    init(_ report: Report) {
        sources = report.sources.map(CaptureRecord.source)
        start = OrNull(report.tally.start?.rfc3339)
        end = OrNull(report.tally.end?.rfc3339)
        durationSeconds = JSONDuration.seconds(report.duration)
        frames = CaptureRecord.frames(report.tally.frames)
        drops = Drops(kernel: report.drops.kernel, interface: report.drops.interface, queue: report.drops.queue)
        // What there is nothing to say of is left out.
        unread = CaptureRecord.said(report.unread.map { Unread(name: $0.name, problem: $0.problem) })
        issues = CaptureRecord.said(report.tally.captureIssues)
        encrypted = CaptureRecord.said(report.rankedEncrypted.map { EncryptedRecord($0, $1) })
        encryptedOmitted = EncryptedRecord.Omitted(report.tally.encrypted.omitted)
        unreadable = CaptureRecord.said(report.tally.unreadable.filter { $0.value > 0 })
        unreachable = CaptureRecord.said(report.rankedUnreachable.map { UnreachableRecord($0, $1) })
        unreachableOmitted = report.tally.unreachable.omitted > 0 ? report.tally.unreachable.omitted : nil
    }

    private static func said<Said: Collection>(_ all: Said) -> Said? { all.isEmpty ? nil : all }

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
