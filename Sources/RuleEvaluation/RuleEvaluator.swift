package import CallTracking
internal import NetworkTypes
internal import SIPCatalogue
package import SIPMessages
internal import WireBytes

/// That a rule held for a response.
package struct Verdict: Sendable {
    /// The place of the rule in the evaluator's list.
    package let rule: Int
    /// The severity with which it held.
    package let severity: Severity
    /// Whether the same finding was made on the hop below and only travelled on: it is shown there and not counted.
    package let isRelayed: Bool
    /// Whether the rule had not held in this call before.
    package let isFirstInCall: Bool
}

/// Runs the rules over what the tracker saw.
package struct RuleEvaluator: Sendable {
    /// The rules, in the order in which verdicts name them.
    package let rules: [any ResponseRule]
    /// For each code 100…699 the rules that want it; for code 0, out of range, likewise.
    private let candidates: [[Candidate]]
    private let phrases = ReasonPhrases()
    private var relays = RelayMemory()

    /// A rule by its place, with what a message must show for it.
    private struct Candidate: Sendable {
        let place: Int
        let trigger: Trigger
    }

    /// An evaluator of `rules`, at most ``ruleLimit`` of them.
    package init(rules: [any ResponseRule]) {
        precondition(rules.count <= RuleEvaluator.ruleLimit, "a mark set holds 192 rules")
        self.rules = rules
        candidates = (0..<700).map { code in
            rules.indices.filter { rules[$0].codes.contain(UInt16(code)) }
                .map { Candidate(place: $0, trigger: rules[$0].trigger) }
        }
    }

    /// How many responses with a finding are remembered to know them on their way, and how many were forgotten for
    /// others.
    package var relayBound: (value: Int, reached: UInt64) { (RelayMemory.limit, relays.evictions) }

    /// How many rules a mark set can tell apart.
    package static let ruleLimit = 192

    /// What the rules say of `message`, of which the tracker said `observation`.
    package mutating func judge(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation,
        _ tracker: inout CallTracker
    ) -> [Verdict] {
        guard message.start.isResponse, observation.isFirst else { return [] }
        let code = Int(message.start.statusCode)
        let isStream = sighting.flow.transport.isStream
        let hasUnusualPhrase = !phrases.isUsual(message.start.reasonPhrase, bytes, code: code)
        var verdicts: [Verdict] = []
        for index in candidates[code].indices {
            let candidate = candidates[code][index]
            let isTriggered =
                switch candidate.trigger {
                case .always: true
                case .issue(let issue): message.issues.contains(issue)
                case .issueOrStream(let issue): isStream || message.issues.contains(issue)
                case .unusualPhrase: hasUnusualPhrase
                }
            guard isTriggered else { continue }
            let hop = HopFacts(
                hasRequest: tracker.hasRequest(observation),
                isStream: isStream,
                isInSync: sighting.isInSync
            )
            let place = candidate.place
            guard let severity = rules[place].judge(message, bytes, hop) else { continue }
            guard tracker.markTransaction(of: observation, place) else { continue }
            let isRelayed = relays.isRelayed(message, bytes, sighting, rule: place)
            let isFirstInCall = tracker.markCall(of: observation, place)
            verdicts.append(
                Verdict(rule: place, severity: severity, isRelayed: isRelayed, isFirstInCall: isFirstInCall)
            )
        }
        return verdicts
    }
}

extension JudgedCodes {
    fileprivate func contain(_ code: UInt16) -> Bool {
        switch self {
        case .every: true
        case .some(let codes): codes.contains(code)
        case .outOfRange: code == 0
        }
    }
}
