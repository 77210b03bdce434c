package import CallTracking
package import NetworkTypes
package import RuleEvaluation

/// One occurrence of a finding, shown as an example.
package struct FindingExample: Sendable {
    /// What was seen.
    package let occurrence: Occurrence
    /// How sure it is.
    package let confidence: Confidence
    /// Frames that belong to it, in the order in which they became known: those that the rule named, and those in which
    /// the same response travelled on.
    package internal(set) var relatedFrames: [FrameReference]
}

extension FindingExample {
    /// The frame that completed the message that it is about, the one that brought its first byte, and when.
    package var frame: FrameReference { occurrence.frame }
    package var firstFrame: FrameReference { occurrence.firstFrame }
    package var time: CaptureTime { occurrence.time }
    /// Who sent it to whom.
    package var flow: Flow { occurrence.flow }
    /// The Call-ID, the method and the start line as written.
    package var callID: String { occurrence.callID }
    package var method: String { occurrence.method }
    package var startLine: String { occurrence.startLine }
    /// What the rule saw.
    package var detail: String { occurrence.detail }
}

/// All occurrences of one rule with one severity, rolled up.
package struct FindingGroup: Sendable {
    /// Transactions in which the rule held.
    package internal(set) var count: UInt64 = 0
    /// Calls in which it held.
    package internal(set) var calls: UInt64 = 0
    /// Occurrences of which the request was seen as well, and those that the capture shows from their middle, from one
    /// side, and across a loss.
    package internal(set) var whole: UInt64 = 0
    package internal(set) var midCall: UInt64 = 0
    package internal(set) var oneSided: UInt64 = 0
    package internal(set) var lossy: UInt64 = 0
    /// Occurrences that are not certain.
    package internal(set) var likely: UInt64 = 0
    /// The first and the last occurrence.
    package internal(set) var firstSeen: CaptureTime
    package internal(set) var lastSeen: CaptureTime
    /// Occurrences by server.
    package internal(set) var servers: [ServerKey: UInt64] = [:]
    /// The first few occurrences.
    package internal(set) var examples: [FindingExample] = []

    init(at time: CaptureTime) {
        firstSeen = time
        lastSeen = time
    }
}

/// Which rule with which severity.
package struct FindingKey: Hashable, Sendable {
    /// The place of the rule in the evaluator's list.
    package let rule: Int
    /// The severity with which it held.
    package let severity: Severity
}

/// Findings, one group for each rule and severity.
package struct FindingLedger: Sendable {
    /// How many frames that a response travelled on in an example names.
    private static let relatedLimit = 8

    /// The groups.
    package private(set) var groups: [FindingKey: FindingGroup] = [:]
    /// How many occurrences each exception left out that left out any, by its place in ``RuleControl/exceptions``.
    package private(set) var suppressed: [Int: UInt64] = [:]

    /// No findings yet.
    package init() {}

    /// Occurrences that stand against no server because their group names as many as it may.
    package var unattributed: UInt64 {
        groups.values.reduce(0) { $0 &+ $1.count &- $1.servers.values.reduce(0, &+) }
    }

    /// Counts `verdict`.
    mutating func add(_ verdict: Verdict) {
        if let exception = verdict.exception {
            suppressed[exception, default: 0] &+= 1
            return
        }
        let key = FindingKey(rule: verdict.rule, severity: verdict.severity)
        if verdict.isRelayed {
            noteRelay(key, verdict)
            return
        }
        var group = groups.removeValue(forKey: key) ?? FindingGroup(at: verdict.time)
        group.count &+= 1
        group.calls &+= UInt64(clamping: verdict.calls)
        if case .likely = verdict.confidence { group.likely &+= 1 }
        switch verdict.evidence {
        case .whole: group.whole &+= 1
        case .midCall: group.midCall &+= 1
        case .oneSided: group.oneSided &+= 1
        case .lossy: group.lossy &+= 1
        }
        group.firstSeen = min(group.firstSeen, verdict.time)
        group.lastSeen = max(group.lastSeen, verdict.time)
        let server = ServerKey(endpoint: verdict.party, transport: verdict.transport)
        if group.servers[server] != nil || group.servers.count < ServerTable.limit {
            group.servers[server, default: 0] &+= 1
        }
        if let occurrence = verdict.occurrence {
            group.examples.append(
                FindingExample(
                    occurrence: occurrence,
                    confidence: verdict.confidence,
                    relatedFrames: occurrence.related
                )
            )
        }
        groups[key] = group
    }

    /// Adds the frame of a relayed response to the example that it belongs to, if that one is shown.
    private mutating func noteRelay(_ key: FindingKey, _ verdict: Verdict) {
        guard let examples = groups[key]?.examples, let relayed = verdict.occurrence else { return }
        let place = examples.lastIndex {
            $0.occurrence.callID == relayed.callID && $0.occurrence.method == relayed.method
        }
        guard let place, examples[place].relatedFrames.count < FindingLedger.relatedLimit else { return }
        groups[key]?.examples[place].relatedFrames.append(relayed.frame)
    }
}
