internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import Tallying

/// An element of `findings`: all occurrences of one rule with one severity.
struct FindingRecord: Encodable {
    private let rule: String
    private let family: String
    private let severity: String
    private let title: String
    private let source: String
    private let sources: [String]
    private let advice: String
    private let basis: String
    private let confidence: String
    private let count: UInt64
    private let calls: UInt64
    private let firstSeen: String
    private let lastSeen: String
    private let evidence: Evidence
    private let servers: [FoundServer]
    private let serversOmitted: Int?
    private let examples: [ExampleRecord]

    /// How much was seen of what the rule held for.
    private struct Evidence: Encodable {
        let whole: UInt64
        let midCall: UInt64
        let oneSided: UInt64
        let lossy: UInt64

        enum CodingKeys: String, CodingKey {
            case whole, lossy
            case midCall = "mid_call"
            case oneSided = "one_sided"
        }
    }

    private struct FoundServer: Encodable {
        let address: String
        let port: UInt16
        let transport: String
        let count: UInt64

        enum CodingKeys: String, CodingKey { case address, port, transport, count }
    }

    private enum CodingKeys: String, CodingKey {
        case rule, family, severity, title, source, sources, advice, basis, confidence, count, calls, evidence
        case servers, examples
        case firstSeen = "first_seen"
        case lastSeen = "last_seen"
        case serversOmitted = "servers_omitted"
    }

    init(_ finding: ReportedFinding, in report: Report) {
        let (declaration, group) = (finding.rule, finding.group)
        rule = declaration.identifier
        family = declaration.family.rawValue
        severity = finding.severity.rawValue
        title = declaration.title
        source = declaration.sources.first ?? ""
        sources = declaration.sources
        advice = declaration.advice
        basis = declaration.basis.rawValue
        confidence = group.likely == 0 ? Confidence.certain.rawValue : Confidence.likely.rawValue
        count = group.count
        calls = group.calls
        firstSeen = group.firstSeen.rfc3339
        lastSeen = group.lastSeen.rfc3339
        evidence = Evidence(
            whole: group.whole,
            midCall: group.midCall,
            oneSided: group.oneSided,
            lossy: group.lossy
        )
        let ranked = group.rankedServers
        servers = ranked.prefix(JSONReport.findingServerLimit).map { key, count in
            FoundServer(
                address: key.endpoint.address.description,
                port: key.endpoint.port,
                transport: key.transport.rawValue,
                count: count
            )
        }
        serversOmitted = ranked.count > servers.count ? ranked.count - servers.count : nil
        examples = group.examples.map { ExampleRecord($0, in: report) }
    }
}

/// An element of `examples`: one occurrence, and the frame to look it up.
struct ExampleRecord: Encodable {
    private let source: String
    private let frame: UInt64
    /// Where the message began, if that was in an earlier frame of the same source.
    private let firstFrame: UInt64?
    private let time: String
    private let callID: String
    private let method: String
    private let from: String
    private let to: String
    private let transport: String
    private let startLine: String
    private let detail: String
    private let confidence: String
    private let relatedFrames: [UInt64]

    private enum CodingKeys: String, CodingKey {
        case source, frame, time, method, from, to, transport, detail, confidence
        case firstFrame = "first_frame"
        case callID = "call_id"
        case startLine = "start_line"
        case relatedFrames = "related_frames"
    }

    init(_ example: FindingExample, in report: Report) {
        let seen = example.occurrence
        source = report.sourceName(at: seen.frame.source)
        frame = seen.frame.number
        let isLater = seen.firstFrame != seen.frame && seen.firstFrame.source == seen.frame.source
        firstFrame = isLater ? seen.firstFrame.number : nil
        time = seen.time.rfc3339
        callID = seen.callID
        method = seen.method
        from = seen.flow.source.description
        to = seen.flow.destination.description
        transport = seen.flow.transport.rawValue
        startLine = seen.startLine
        detail = seen.detail
        confidence = example.confidence.rawValue
        // A frame is named within its source, and those of one exchange nearly always stand in one.
        relatedFrames = example.relatedFrames.filter { $0.source == seen.frame.source }.map(\.number)
    }
}
