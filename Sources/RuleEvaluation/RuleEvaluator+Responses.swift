internal import CallTracking
internal import NetworkTypes
internal import SIPMessages
internal import WireBytes

/// Rules that judge each response by itself.
extension RuleEvaluator {
    /// Asks the rules that judge each response by itself.
    @inline(__always)
    mutating func askResponseRules(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation
    ) {
        let code = Int(message.start.statusCode)
        let isStream = sighting.flow.transport.isStream
        let hasUnusualPhrase = !phrases.isUsual(message.start.reasonPhrase, bytes, code: code)
        for index in rules.candidates[code].indices {
            let candidate = rules.candidates[code][index]
            let isTriggered =
                switch candidate.trigger {
                case .always: true
                case .issue(let issue): message.issues.contains(issue)
                case .issueOrStream(let issue): isStream || message.issues.contains(issue)
                case .issueOrCode(let issue, let other): code == Int(other) || message.issues.contains(issue)
                case .issueOrRest(let issue):
                    bytes.byteCount > message.body.upper || message.issues.contains(issue)
                case .unusualPhrase: hasUnusualPhrase
                case .noToTag: message.to.tag.isEmpty
                case .repeatedField: message.repeatsSingleField
                }
            if isTriggered { ask(candidate.place, message, bytes, sighting, observation) }
        }
    }

    private mutating func ask(
        _ place: Int,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation
    ) {
        let slot = observation.transactionSlot
        let facts = HopFacts(
            request: follower.hops[slot: slot].hasRequest ? follower.hops[slot: slot].traits : nil,
            flow: sighting.flow,
            isInSync: sighting.isInSync
        )
        guard let severity = rules.responseRules[place].judge(message, bytes, facts) else { return }
        guard !follower.hops[slot: slot].marks.contains(place) else { return }
        let scene = Scene(
            sighting: sighting,
            observation: observation,
            symptoms: [],
            hop: follower.hops[slot: slot],
            now: 0,
            isLossy: false,
            seesSender: true,
            fromTag: 0,
            toTag: 0,
            request: Repeats(),
            response: Repeats(),
            server: .unknown
        )
        reporter.base = place
        let rule = rules.responseRules[place]
        reporter.report(0, severity, confidence: rule.confidence, message, bytes, scene) {
            rule.evidence(message, bytes)
        }
    }
}
