package import CallTracking
package import NetworkTypes
package import RuleEvaluation

/// One occurrence of a finding, shown as an example.
package struct FindingExample: Sendable {
    /// The frame that completed the message, and when.
    package let frame: FrameReference
    package let time: CaptureTime
    /// The frame that brought the message's first byte; the same unless it came in several segments or fragments.
    package let firstFrame: FrameReference
    /// The Call-ID as written; empty where there is none.
    package let callID: String
    /// The method of the CSeq.
    package let method: String
    /// Who sent it to whom.
    package let flow: Flow
    /// The start line as written.
    package let startLine: String
    /// What the rule saw.
    package let detail: String
    /// Frames in which the same response travelled on.
    package internal(set) var relatedFrames: [UInt64] = []

    /// An occurrence at `sighting`.
    package init(_ sighting: Sighting, callID: String, method: String, startLine: String, detail: String) {
        frame = sighting.frame
        firstFrame = sighting.firstFrame
        time = sighting.time
        flow = sighting.flow
        self.callID = callID
        self.method = method
        self.startLine = startLine
        self.detail = detail
    }
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
    /// How many examples a group keeps.
    package static let exampleLimit = 5

    /// The groups.
    package private(set) var groups: [FindingKey: FindingGroup] = [:]

    /// No findings yet.
    package init() {}

    /// Occurrences that stand against no server because their group names as many as it may.
    package var unattributed: UInt64 {
        groups.values.reduce(0) { $0 &+ $1.count &- $1.servers.values.reduce(0, &+) }
    }

    /// Counts `verdict`; `example` is asked only where its occurrence will be shown.
    mutating func add(
        _ verdict: Verdict,
        _ sighting: Sighting,
        server: ServerKey,
        evidence: Evidence,
        example: () -> FindingExample
    ) {
        let key = FindingKey(rule: verdict.rule, severity: verdict.severity)
        if verdict.isRelayed {
            noteRelay(key, sighting, example)
            return
        }
        var group = groups.removeValue(forKey: key) ?? FindingGroup(at: sighting.time)
        group.count &+= 1
        if verdict.isFirstInCall { group.calls &+= 1 }
        switch evidence {
        case .whole: group.whole &+= 1
        case .midCall: group.midCall &+= 1
        case .oneSided: group.oneSided &+= 1
        case .lossy: group.lossy &+= 1
        }
        group.firstSeen = min(group.firstSeen, sighting.time)
        group.lastSeen = max(group.lastSeen, sighting.time)
        if group.servers[server] != nil || group.servers.count < ServerTable.limit {
            group.servers[server, default: 0] &+= 1
        }
        if group.examples.count < FindingLedger.exampleLimit { group.examples.append(example()) }
        groups[key] = group
    }

    /// Adds the frame of a relayed response to the example that it belongs to, if that one is shown.
    private mutating func noteRelay(_ key: FindingKey, _ sighting: Sighting, _ example: () -> FindingExample) {
        guard let examples = groups[key]?.examples, !examples.isEmpty else { return }
        let relayed = example()
        guard let place = examples.lastIndex(where: { $0.callID == relayed.callID && $0.method == relayed.method }),
            examples[place].frame.source == sighting.frame.source,
            examples[place].relatedFrames.count < FindingLedger.exampleLimit
        else { return }
        groups[key]?.examples[place].relatedFrames.append(sighting.frame.number)
    }
}
