package import CallTracking
internal import NetworkTypes
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
    /// For each code 100…699 the places of the rules that want it; for code 0, out of range, likewise.
    private let placesByCode: [[Int]]
    private var relays = RelayMemory()

    /// An evaluator of `rules`, at most ``ruleLimit`` of them.
    package init(rules: [any ResponseRule]) {
        precondition(rules.count <= RuleEvaluator.ruleLimit, "a mark set holds 192 rules")
        self.rules = rules
        placesByCode = (0..<700).map { code in rules.indices.filter { rules[$0].codes.contain(UInt16(code)) } }
    }

    /// How many rules a mark set can tell apart.
    package static let ruleLimit = 192

    /// Judges `message`, of which the tracker said `observation`, and hands each verdict to `report`.
    package mutating func judge(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation,
        _ tracker: inout CallTracker,
        _ report: (Verdict) -> Void
    ) {
        guard message.start.isResponse, observation.copy == .first else { return }
        let places = placesByCode[Int(message.start.statusCode)]
        guard !places.isEmpty else { return }
        let hop = HopFacts(
            hasRequest: tracker.hasRequest(observation),
            isStream: sighting.flow.transport != .udp,
            isInSync: sighting.isInSync
        )
        for place in places {
            guard let severity = rules[place].judge(message, bytes, hop) else { continue }
            guard tracker.markTransaction(of: observation, place) else { continue }
            let isRelayed = relays.isRelayed(message, bytes, sighting, rule: place)
            let isFirstInCall = tracker.markCall(of: observation, place)
            report(Verdict(rule: place, severity: severity, isRelayed: isRelayed, isFirstInCall: isFirstInCall))
        }
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
