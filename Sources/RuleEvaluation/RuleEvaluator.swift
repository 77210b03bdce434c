package import CallTracking
package import NetworkTypes
internal import SIPCatalogue
package import SIPMessages
internal import WireBytes

/// Runs the rules of a set over what the tracker saw.
package struct RuleEvaluator: ~Copyable {
    /// The rules, with what is said of each in the order in which verdicts name them.
    package let rules: RuleSet
    private let phrases = ReasonPhrases()
    private var follower = HopFollower()
    private var speeds = ServerSpeeds()
    private var connections = ClosedConnections()
    /// Hops whose time is over and of which something was reported: they go when that is counted.
    private var endedHops: [HopID] = []
    private var reporter: Reporter
    /// The examiners with what they remember, by their places in the set, and when each wants to be called again.
    private var examiners: [any Examiner]
    private var deadlines: [Int64]
    private var nextDeadline = Int64.max
    /// The findings since they were taken over last.
    private var verdicts: [Verdict] = []

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

    private mutating func noteDeadline(_ place: Int) {
        let deadline = examiners[place].deadline
        guard deadline != deadlines[place] else { return }
        deadlines[place] = deadline
        nextDeadline = deadlines.min() ?? .max
    }
}

extension RuleEvaluator {
    /// Notes what the message is to its server, and whether somebody keeps an eye on that.
    @inline(__always)
    private mutating func feedServers(
        _ message: borrowing SIPMessage,
        _ sighting: Sighting,
        _ observation: Observation,
        _ symptoms: inout Symptoms,
        at now: Int64
    ) {
        if message.start.isResponse {
            if observation.completesTransaction { feedFinal(message.start.statusCode, sighting, observation, at: now) }
        } else if observation.bringsRequest || observation.isFirstRepeat {
            let server = sighting.flow.destination.address
            reporter.servers.takeRequest(to: server, isRepeat: !observation.bringsRequest, at: now)
        }
        guard reporter.servers.watchesAny else { return }
        let server = message.start.isResponse ? sighting.flow.source : sighting.flow.destination
        if reporter.servers.watches(server.address) { symptoms.insert(.watched) }
    }

    @inline(__always)
    private mutating func feedFinal(_ code: UInt16, _ sighting: Sighting, _ observation: Observation, at now: Int64) {
        let slot = observation.transactionSlot
        let hasCredentials = !follower.hops[slot: slot].traits.isDisjoint(with: .credentials)
        reporter.servers.takeFinal(
            code,
            sighting.flow,
            isRelayed: code >= 500 && follower.hops.isRelayed(follower.hops[slot: slot]),
            isContinuation: hasCredentials && follower.hops.followsChallenge(follower.hops[slot: slot]),
            at: now
        )
    }

    /// Shows the message to the examiners that are interested in it.
    @inline(__always)
    private mutating func ask(
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

    /// Asks the rules that judge each response by itself.
    @inline(__always)
    private mutating func askResponseRules(
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

    /// Counts what was reported: once for each transaction and call, as each finding says.
    @inline(never)
    private mutating func settle(_ observation: Observation?, _ sighting: Sighting?, _ tracker: inout CallTracker) {
        var forgotten: Set<UInt64> = []
        for pending in reporter.pending {
            var verdict = pending.verdict
            let rule = verdict.rule
            if case .transaction = pending.counting, follower.hops.holds(pending.hop) {
                guard follower.hops[slot: pending.hop.slot].marks.insert(rule) else { continue }
            }
            if verdict.exception != nil {
                // It counts as left out, once, and does not touch the call, in which the rule may hold for others.
                if !verdict.isRelayed { verdicts.append(verdict) }
                continue
            }
            let (call, key) = (pending.call, pending.callKey)
            // With its last transaction a call may have gone.
            let isNewInCall =
                tracker.knowsCall(call, key: key)
                ? tracker.markCall(call, key: key, rule)
                : call != .max && forgotten.insert(key &+ UInt64(rule)).inserted
            switch pending.counting {
            case .call where call != .max && !isNewInCall: continue
            case .call, .transaction: verdict.calls = isNewInCall && !verdict.isRelayed ? 1 : 0
            case .each(let calls): verdict.calls = calls
            }
            if !pending.hasEvidence, let observation, let sighting {
                verdict.evidence = tracker.evidence(of: observation, on: sighting.flow)
            }
            reporter.noteShown(verdict)
            verdicts.append(verdict)
        }
        reporter.pending.removeAll(keepingCapacity: true)
        for id in endedHops { follower.hops.end(id) }
        endedHops.removeAll(keepingCapacity: true)
    }
}
