package import CallTracking
package import NetworkTypes
package import RuleEvaluation
package import SIPCatalogue
package import SIPMessages
internal import WireBytes

/// Everything that is counted: streaming, so that memory does not grow with the capture.
package struct Tally: Sendable {
    /// Where every frame went.
    package var frames = FrameCounts()
    /// What frames said that did not fit together, such as gaps and contradicting copies, by name; zeroes are left out.
    package var captureIssues: [String: UInt64] = [:]
    /// What was seen of SIP that is encrypted and cannot be read; its frames count as `other`, as any that carry no SIP
    /// that can be read.
    package var encrypted = EncryptedTable()
    /// How often SIP was not delivered, as ICMP or a refused connection says.
    package var unreachable = UnreachableTable()
    /// Messages that were seen and cannot be read for another reason than encryption, by that reason; the names are a
    /// closed set.
    package var unreadable: [String: UInt64] = [:]
    /// The figures of RFC 6076 and of operators.
    package var kpis: KPITable
    /// The time of the first and of the last frame; `nil` before any.
    package private(set) var start: CaptureTime?
    package private(set) var end: CaptureTime?
    /// Message figures.
    package private(set) var messages = MessageCounts()
    /// Transaction figures.
    package private(set) var transactions = TransactionCounts()
    /// Figures of calls that ended; a snapshot adds those that are open.
    package private(set) var calls = CallCounts()
    /// Who answered what.
    package private(set) var servers = ServerTable()
    /// What was wrong.
    package private(set) var findings = FindingLedger()

    /// Nothing counted yet; figures are to count what `options` says.
    package init(options: KPIOptions = KPIOptions()) { kpis = KPITable(options: options) }

    /// Counts a frame that was captured at `time` as taken.
    package mutating func takeFrame(at time: CaptureTime) {
        frames.take()
        if start.map({ time < $0 }) ?? true { start = time }
        if end.map({ time > $0 }) ?? true { end = time }
    }

    /// Counts `message`.
    package mutating func add(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation
    ) {
        messages.add(message, bytes, sighting.flow.transport, observation)
        guard !observation.isTwin else { return addTwin(observation) }
        if observation.hasNewCallID { calls.callIDs &+= 1 }
        if let leg = observation.legCorrelation { calls.legs.add(leg, formsGroup: observation.formsLegGroup) }
        transactions.add(message, observation)
        if observation.bringsRequest { kpis.addTransaction() }
        if observation.isFirstRepeat { kpis.addRepeatedRequest() }
        guard message.start.isResponse, !observation.isDuplicate else { return }
        let key = ServerKey(endpoint: sighting.flow.source, transport: sighting.flow.transport)
        servers.add(message, bytes, from: key, observation)
        guard observation.responseDelay >= 0 else { return }
        kpis.addResponse(to: message.method, after: observation.responseDelay)
    }

    /// Counts a message that was seen before on the other side of a NAT.
    @inline(never)
    private mutating func addTwin(_ observation: Observation) {
        messages.addTwin()
        if let leg = observation.legCorrelation { calls.legs.add(leg, formsGroup: observation.formsLegGroup) }
    }

    /// Counts `verdict`.
    package mutating func add(_ verdict: Verdict) {
        if !verdict.isRelayed, verdict.exception == nil { servers.add(verdict) }
        findings.add(verdict)
    }

    /// Counts `call`, which ended as `outcome`; it `isOver` where nothing more can come, and not where it had to make
    /// room.
    package mutating func add(_ call: borrowing Call, _ outcome: CallOutcome, isOver: Bool) {
        calls.add(call, outcome)
        addUntold(of: call, outcome, isOver: isOver)
    }

    /// Of the attempt and the session of `call` counts what was not counted before.
    private mutating func addUntold(of call: borrowing Call, _ outcome: CallOutcome, isOver: Bool) {
        let (attempt, session) = call.untold(outcome, isOver: isOver)
        if attempt != nil || session != nil { kpis.add(attempt, session) }
        if isOver, call.isUnreleased { kpis.addUnfinished() }
        if let afterthought = call.afterthought { kpis.addAfterthought(afterthought) }
    }

    /// Counts an attempt, a session or both that have ended while their call goes on.
    package mutating func add(_ attempt: AttemptFacts?, _ session: SessionFacts?) { kpis.add(attempt, session) }

    /// Counts a registration that has ended.
    package mutating func add(_ registration: RegistrationFacts) { kpis.add(registration) }

    /// Counts a transaction of `method` that got no final response although its timers have passed.
    package mutating func addUnanswered(_ method: Method?) { transactions.addUnanswered(method) }

    /// Counts the calls that `tracker` still holds open as well: what a report is made from.
    package mutating func close(with tracker: borrowing CallTracker) {
        let end = end
        tracker.forEachSetAside { attempt, session in kpis.add(attempt, session) }
        tracker.forEachOpenCall { call, outcome in
            calls.add(call, outcome)
            let mayGoOn = end.map { call.mayGoOn(at: $0) } ?? false
            addUntold(of: call, mayGoOn ? .inProgress : outcome, isOver: false)
            if call.isUnreleased, !call.hasExpired { kpis.addUp() }
        }
        calls.legs.headerCount = tracker.legHeaderCount
        kpis.sessions = tracker.sessions
        kpis.settle()
    }
}
