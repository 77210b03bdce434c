internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import Tallying

/// The object `messages`: what the capture holds, message by message.
struct MessagesRecord: Encodable {
    private let total: UInt64
    private let requests: [String: UInt64]
    private let responses: [String: UInt64]
    private let classes: [String: UInt64]
    private let retransmissions: Retransmissions
    private let duplicates: UInt64
    private let twins: UInt64
    private let malformed: UInt64
    private let issues: [String: UInt64]
    private let distinctResponses: [String: UInt64]
    private let cutResponses: UInt64
    private let transports: [String: UInt64]

    private struct Retransmissions: Encodable {
        let requests: UInt64
        let responses: UInt64

        enum CodingKeys: String, CodingKey { case requests, responses }
    }

    private enum CodingKeys: String, CodingKey {
        case total, requests, responses, classes, retransmissions, duplicates, malformed, issues, transports
        case twins = "nat_twins"
        case distinctResponses = "distinct_responses"
        case cutResponses = "distinct_responses_cut"
    }

    init(_ messages: MessageCounts) {
        total = messages.total
        requests = messages.requests.all
        responses = messages.responses.all
        classes = ClassMap.of(messages.classes)
        retransmissions = Retransmissions(
            requests: messages.repeatedRequests,
            responses: messages.repeatedResponses
        )
        duplicates = messages.duplicates
        twins = messages.twins
        malformed = messages.malformed
        issues = MessagesRecord.named(messages.issues, DecodeIssue.allCases.map(\.identifier))
        distinctResponses = messages.distinctResponses.all
        cutResponses = messages.cutResponses
        transports = MessagesRecord.named(messages.transports, Transport.allCases.map(\.rawValue))
    }

    /// The counts that are not zero under their names.
    private static func named(_ counts: [UInt64], _ names: [String]) -> [String: UInt64] {
        Dictionary(zip(names, counts).filter { $0.1 > 0 }, uniquingKeysWith: &+)
    }
}

/// Maps by response class, which always show all classes.
enum ClassMap {
    /// Counts of 1xx…6xx at 1…6 and all others at 0, under their names.
    static func of(_ counts: [UInt64]) -> [String: UInt64] {
        var map = of(counts, transform: \.self)
        map["other"] = counts.first ?? 0
        return map
    }

    /// What `transform` makes of the counts of 1xx…6xx at 1…6.
    static func of<Value>(_ counts: [UInt64], transform: (UInt64) -> Value) -> [String: Value] {
        var map: [String: Value] = [:]
        for responseClass in ResponseClass.allCases where counts.indices.contains(responseClass.rawValue) {
            map[responseClass.name] = transform(counts[responseClass.rawValue])
        }
        return map
    }
}
