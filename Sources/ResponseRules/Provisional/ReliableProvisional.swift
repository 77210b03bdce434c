internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Judges reliable provisional responses (RFC 3262): whether they are made right, and whether a PRACK comes.
struct ReliableProvisional: Examiner {
    /// The most early dialogs that are followed.
    static let limit = 8_192

    let declarations = [malformed, prackMissing]
    let interest = Interest(requests: [.prack], symptoms: [.reliable, .copy])
    let wait: Int64
    var series: [ReliableSeries.Key: ReliableSeries] = [:]
    var deadlines = Deadlines<ReliableSeries.Deadline>(limit: limit)
    private var forgotten: UInt64 = 0

    init(_ values: RuleValues = RuleValues()) {
        wait = values.span(ReliableProvisional.prackMissing, "wait_s")
    }

    var deadline: Int64 { deadlines.next }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("reliable_provisional_dialogs", ReliableProvisional.limit, forgotten &+ deadlines.dropped)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard message.start.isResponse else {
            if !series.isEmpty, case .prack = message.start.method { takePrack(message, bytes, scene, hops) }
            return
        }
        if scene.observation.isFirst {
            takeResponse(message, bytes, scene, hops, &reporter)
        } else if message.start.responseClass == 1, !series.isEmpty, message.headers.has(.rSeq) {
            takeCopy(message, bytes, scene, hops)
        }
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let due = deadlines.due(at: now) { decide(due, hops, &reporter) }
    }

    private mutating func takeResponse(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard scene.hop.hasRequest, scene.hop.traits.contains(.isWhole), message.hasWholeHeaderSection else { return }
        let form = ReliableForm(message, bytes)
        var faults = form.faults(offeredBy: scene.hop)
        if form.isReliable, let number = form.number {
            let key = ReliableSeries.Key(hop: scene.hop.id, tag: hops.tag(message.to.tag, bytes))
            if let known = series[key] { faults += known.faults(before: number, message, bytes, scene) }
            follow(key, number, message.start.statusCode, scene)
        }
        guard let severity = faults.map(\.severity).max() else { return }
        let code = bytes.text(of: message.start.statusText)
        reporter.report(0, severity, message, bytes, scene, related: [scene.hop.frame]) {
            "\(code) " + faults.map(\.words).joined(separator: ", ")
        }
    }

    /// Follows the reliable response `number`, and waits for its PRACK where none is waited for.
    private mutating func follow(
        _ key: ReliableSeries.Key,
        _ number: UInt32,
        _ code: UInt16,
        _ scene: borrowing Scene
    ) {
        if series[key] == nil { makeRoom() }
        let now = scene.now
        var known = series[key] ?? ReliableSeries(began: now)
        let isNew = known.take(number, code, scene)
        series[key] = known
        // A client that does not know 100rel is not to blame for what it does not acknowledge.
        guard isNew, !scene.hop.traits.isDisjoint(with: [.supports100rel, .requires100rel]) else { return }
        deadlines.wait(ReliableSeries.Deadline(key: key, number: number), until: scene.now &+ wait)
    }

    private mutating func takeCopy(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable
    ) {
        let key = ReliableSeries.Key(hop: scene.hop.id, tag: hops.tag(message.to.tag, bytes))
        guard let number = ReliableForm.number(message, bytes) else { return }
        series[key]?.takeCopy(number, scene)
    }

    /// Acknowledges what the PRACK names, on every hop of its dialog: it may take another way than the response.
    private mutating func takePrack(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable
    ) {
        let tag = hops.tag(message.to.tag, bytes)
        let named = ReliableForm.acknowledged(message, bytes)
        hops.forEach(inCallOf: scene.hop) { hop in
            guard case .invite = hop.method else { return }
            let number = named?.cSeq == hop.cSeq ? named?.number : nil
            series[ReliableSeries.Key(hop: hop.id, tag: tag)]?.acknowledge(number)
        }
    }

    private mutating func makeRoom() {
        guard series.count >= ReliableProvisional.limit else { return }
        let times = series.values.map(\.began).sorted()
        let (middle, count) = (times[times.count / 2], series.count)
        series = series.filter { $0.value.began > middle }
        forgotten &+= UInt64(count - series.count)
    }
}
