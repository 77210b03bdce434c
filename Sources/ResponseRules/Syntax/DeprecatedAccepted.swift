internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages

/// A server that still answers SUBSCRIBE, and perhaps REFER, with 202.
struct DeprecatedAccepted: Examiner {
    private static let declaration = RuleDeclaration(
        "deprecated-accepted",
        .syntax,
        .notice,
        .operational,
        .server,
        tier: .next,
        title: "202 where 200 is now right",
        sources: ["RFC 6665 §8.3.1", "RFC 3428 §7", "RFC 3515 §2.4.2", "RFC 7647 §5"],
        parameters: [
            .number("report_refer", 0, in: 0...1, "whether 202 to REFER is enough by itself; 1 for yes")
        ],
        explanation: """
            RFC 6665 took 202 away from SUBSCRIBE: a subscription is answered with 200, and NOTIFY tells its state. \
            Clients have to take a 202 as a 200, so nothing breaks, but the server follows the old RFC 3265.
            """,
        silence: """
            For MESSAGE, where 202 says store and forward, and for REGISTER, where it says that a consent is waited \
            for (RFC 5360). For REFER alone, unless that is set. A server is told of once a day.
            """,
        advice: "Nothing urgent; ask for 200 with the next release of the server.",
        example: ["A>P SUBSCRIBE", "P>A 202 Accepted"]
    )

    private static let hour: Int64 = 3_600_000_000_000

    let declarations = [DeprecatedAccepted.declaration]
    let interest = Interest(responses: [202])
    private let countsRefer: Bool
    /// Told an hour after the first or at the end of the capture, with how often it was.
    private var days = StormTable(span: 24 * hour, hold: hour, isFixed: true)

    init(_ values: RuleValues = RuleValues()) {
        countsRefer = values.count(DeprecatedAccepted.declaration, "report_refer") > 0
    }

    var deadline: Int64 { days.deadline }
    var bounds: [(name: String, value: Int, reached: UInt64)] { [("servers_with_accepted", days.limit, days.reached)] }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let proves: Bool
        switch message.method {
        case .subscribe: proves = true
        case .refer: proves = countsRefer
        default: return
        }
        guard scene.observation.completesTransaction, !hops.isRelayed(scene.hop) else { return }
        let flow = scene.sighting.flow
        let key = reporter.servers.key(flow.source.address)
        let kind = UInt16(message.method?.rawValue ?? 0)
        days.note(StormEvent(scene, client: flow.destination.address, kind: kind), of: key)
        if proves, !days.isOpen(key) { days.begin(key, scene.hop, against: flow.source, at: scene.now) }
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for day in days.due(at: now) { report(day, &reporter) }
    }

    mutating func conclude(_ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for day in days.finish() { report(day, &reporter) }
    }

    private func report(_ day: Storm, _ reporter: inout Reporter) {
        reporter.report(day, .notice) {
            let methods = day.kinds.sorted { $0.key < $1.key }.map { kind, count in
                "\(Method(rawValue: UInt8(clamping: kind))?.name ?? "other") × \(count)"
            }
            return "202 to " + methods.joined(separator: ", ")
        }
    }
}
