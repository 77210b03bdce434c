package import CallTracking
package import NetworkTypes
internal import SIPCatalogue
package import SIPMessages
internal import WireBytes

/// Runs the rules of a set over what the tracker saw.
package struct RuleEvaluator: ~Copyable {
    /// The rules, with what is said of each in the order in which verdicts name them.
    package let rules: RuleSet
    let phrases = ReasonPhrases()
    var follower = HopFollower()
    var speeds = ServerSpeeds()
    private var connections = ClosedConnections()
    /// Hops whose time is over and of which something was reported: they go when that is counted.
    var endedHops: [HopID] = []
    var reporter: Reporter
    /// The examiners with what they remember, by their places in the set, and when each wants to be called again.
    var examiners: [any Examiner]
    private var deadlines: [Int64]
    private var nextDeadline = Int64.max
    /// The findings since they were taken over last.
    var verdicts: [Verdict] = []

    /// An evaluator that has seen nothing and judges by `rules`.
    package init(rules: RuleSet) {
        self.rules = rules
        reporter = Reporter(rulings: rules.rulings, ruleCount: rules.declarations.count, loads: rules.loads)
        examiners = rules.examiners
        deadlines = rules.examiners.map(\.deadline)
        nextDeadline = deadlines.min() ?? .max
    }

    /// The bounds of what is remembered for judging, by name, with how often each was reached.
    package var bounds: [(name: String, value: Int, reached: UInt64)] {
        [
            ("relayed_findings", RelayMemory.limit, reporter.relays.evictions),
            ("servers_timed", ServerSpeeds.limit, speeds.evictions),
            ("closed_connections", ClosedConnections.limit, connections.evictions),
        ] + reporter.servers.bounds + examiners.flatMap(\.bounds)
    }

    /// Whether findings wait to be taken over.
    package var hasVerdicts: Bool { !verdicts.isEmpty }

    /// Hands every finding since the last time to `body`.
    package mutating func takeVerdicts(_ body: (Verdict) -> Void) {
        for verdict in verdicts { body(verdict) }
        verdicts.removeAll(keepingCapacity: true)
    }

    /// Judges `message`, of which the tracker said `observation`; `isDoubtful` says that it may be none: it is followed
    /// and not judged.
    package mutating func judge(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation,
        _ keys: MessageKeys,
        isDoubtful: Bool,
        _ tracker: inout CallTracker
    ) {
        guard !observation.isDuplicate, !observation.isTwin, observation.transactionSlot != .max else { return }
        var symptoms: Symptoms = observation.isFirst ? [] : .copy
        if message.start.isResponse {
            if observation.isFirst {
                symptoms.formUnion(follower.takeResponse(message, bytes, sighting, observation, keys))
                if symptoms.contains(.orphan), !tracker.sees(sighting.flow.source.address) {
                    symptoms.insert(.unheard)
                }
                if symptoms.contains(.orphan), observation.beginsTransaction {
                    follower.hops[slot: observation.transactionSlot].words = reporter.keepWords(message, bytes)
                }
            }
        } else if message.method.isACK {
            if case .failure = observation.acknowledges {} else { follower.takeAck(message, bytes, observation, keys) }
            symptoms.formUnion(follower.takeAcknowledgement(sighting, observation))
            if observation.isFirst, !tracker.sees(sighting.flow.source.address) { symptoms.insert(.unheard) }
        } else if observation.isFirst {
            let words = reporter.keepWords(message, bytes)
            symptoms.formUnion(
                follower.takeRequest(message, bytes, sighting, observation, keys, words: words, at: tracker.ruleTime)
            )
            if !tracker.sees(sighting.flow.source.address) { symptoms.insert(.unheard) }
        } else {
            follower.takeCopy(of: observation.transactionSlot, keys, at: tracker.ruleTime)
        }
        if !message.issues.isEmpty { symptoms.insert(.issues) }
        if message.start.isResponse, message.headers.has(.retryAfter) { symptoms.insert(.retryAfter) }
        feedServers(message, sighting, observation, &symptoms, at: tracker.ruleTime)
        guard !isDoubtful else { return }
        if message.start.isResponse, observation.isFirst { askResponseRules(message, bytes, sighting, observation) }
        ask(message, bytes, sighting, observation, symptoms, keys.callKey, tracker)
        if observation.responseDelay >= 0 {
            let isInvite = message.cSeq.method.isInvite
            speeds.note(sighting.flow.source.address, observation.responseDelay, isInvite: isInvite)
        }
        if !reporter.pending.isEmpty { settle(observation, sighting, &tracker) }
    }

    /// Takes a transaction whose time is over; `isVisible` says of a host whether anything was sent to it lately.
    package mutating func takeEnd(_ ended: EndedTransaction, sees isVisible: (IPAddress) -> Bool) {
        let id = follower.hops.id(in: ended.slot)
        guard let hop = follower.hops[id] else { return }
        // Deadlines of a hostile capture may lie beyond what numbers hold.
        let now = max(0, min(ended.deadline, CallTracker.latestRuleTime))
        let end = EndedHop(
            hop: hop,
            transaction: ended,
            now: now,
            isLossy: now < reporter.lossyUntil,
            seesClient: isVisible(hop.flow.source.address),
            seesServer: isVisible(hop.flow.destination.address),
            wasClosed: connections.wasClosed(hop.flow, within: TrackingLimits.transactionSpan, before: now),
            server: speeds.speed(of: hop.flow.destination.address)
        )
        if ended.isOver, hop.hasRequest, !hop.hasResponse, end.seesClient {
            reporter.servers.takeUnanswered(from: hop.flow.source.address, at: end.now)
        }
        for place in rules.byEnding {
            reporter.base = rules.bases[place]
            examiners[place].takeEnd(end, follower.hops, &reporter)
            noteDeadline(place)
        }
        guard ended.isOver else { return }
        if reporter.pending.isEmpty { follower.hops.end(id) } else { endedHops.append(id) }
    }

    /// Takes notice that the connection between the ends of `flow` was closed at `now`.
    package mutating func noteClosed(_ flow: Flow, at now: Int64) { connections.note(flow, at: now) }

    /// Lets examiners decide what they only held back, once, at the end of the capture.
    package mutating func conclude(_ tracker: inout CallTracker) {
        for place in examiners.indices {
            reporter.base = rules.bases[place]
            examiners[place].conclude(follower.hops, &reporter)
        }
        if !reporter.pending.isEmpty { settle(nil, nil, &tracker) }
    }

    /// Takes what the stages below counted so far of what they were not given.
    package mutating func note(_ counts: WireCounts) { reporter.wire = counts }

    /// Lets examiners decide what is due by the time of `tracker`, and counts what they and ended transactions brought.
    package mutating func advance(_ tracker: inout CallTracker) {
        if nextDeadline <= tracker.ruleTime { advanceExaminers(to: tracker.ruleTime) }
        if !reporter.pending.isEmpty { settle(nil, nil, &tracker) }
    }

    @inline(never)
    private mutating func advanceExaminers(to now: Int64) {
        for place in examiners.indices where deadlines[place] <= now {
            reporter.base = rules.bases[place]
            examiners[place].advance(to: now, follower.hops, &reporter)
            deadlines[place] = examiners[place].deadline
        }
        nextDeadline = deadlines.min() ?? .max
    }

    mutating func noteDeadline(_ place: Int) {
        let deadline = examiners[place].deadline
        guard deadline != deadlines[place] else { return }
        deadlines[place] = deadline
        nextDeadline = deadlines.min() ?? .max
    }
}
