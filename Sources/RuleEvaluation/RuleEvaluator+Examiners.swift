internal import CallTracking
internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages

/// Messages are shown to the examiners that are interested in them.
extension RuleEvaluator {
    /// Shows the message to the examiners that are interested in it.
    @inline(__always)
    mutating func ask(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation,
        _ symptoms: Symptoms,
        _ callKey: UInt64,
        _ tracker: borrowing CallTracker
    ) {
        var readers: RuleSet.ExaminerMask = 0
        if observation.isFirst {
            let isResponse = message.start.isResponse
            readers = isResponse ? rules.byCode[Int(message.start.statusCode)] : rules.byMethod[message.method.place]
        }
        var wanted = symptoms.intersection(rules.anySymptoms).rawValue
        while wanted != 0 {
            readers |= rules.bySymptom[wanted.trailingZeroBitCount]
            wanted &= wanted &- 1
        }
        if readers != 0 { show(message, bytes, sighting, observation, symptoms, callKey, to: readers, tracker) }
    }

    @inline(never)
    private mutating func show(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation,
        _ symptoms: Symptoms,
        _ callKey: UInt64,
        to interested: RuleSet.ExaminerMask,
        _ tracker: borrowing CallTracker
    ) {
        let now = tracker.ruleTime
        let isResponse = message.start.isResponse
        let repeats = tracker.repeats(of: observation)
        let slot = observation.transactionSlot
        // An ACK with a branch of its own has no hop; what stands in its slot is another's.
        let isBare = !isResponse && message.method.isACK && tracker.state(of: observation) == .terminated
        let scene = Scene(
            sighting: sighting,
            observation: observation,
            symptoms: symptoms,
            hop: isBare || follower.hops.id(in: slot).isNone
                ? follower.bareHop(of: message, bytes, sighting, observation, callKey) : follower.hops[slot: slot],
            now: now,
            isLossy: now < reporter.lossyUntil,
            seesSender: tracker.sees(sighting.flow.source.address),
            fromTag: follower.tag(message.from.tag, bytes),
            toTag: follower.tag(message.to.tag, bytes),
            request: repeats.request,
            response: repeats.response,
            server: isResponse ? speeds.speed(of: sighting.flow.source.address) : .unknown
        )
        var readers = interested
        while readers != 0 {
            let place = readers.trailingZeroBitCount
            readers &= readers &- 1
            reporter.base = rules.bases[place]
            examiners[place].take(message, bytes, scene, follower.hops, &reporter)
            noteDeadline(place)
        }
        if !reporter.awaited.isEmpty { noteAwaited() }
    }

    private mutating func noteAwaited() {
        for id in reporter.awaited { follower.hops.awaitAnswers(to: id) }
        reporter.awaited.removeAll(keepingCapacity: true)
    }
}
