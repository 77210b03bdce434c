internal import NetworkTypes
internal import Tallying

/// The report as a JSON object of schema `siptally.report/1`, the contract that every other output is drawn from.
///
/// Times are RFC 3339 UTC with microseconds, durations seconds, bytes octets. Keys are sorted and lists stand in the
/// orders of ``Report``, so the same input gives the same bytes. The object
/// `kpis` is null where nothing was told of any figure.
package enum JSONReport {
    /// The most servers that the list holds, and the most that a finding lists; what is left out is counted.
    package static let serverLimit = 1_000
    static let findingServerLimit = 100
    /// The most products that the list holds, those that answered most first.
    package static let productLimit = 100
    /// The most directions that the list holds, and the most servers with figures, the busiest first; how many more
    /// directions there are is said.
    package static let directionLimit = 20
    package static let figureLimit = 20

    /// The object with a line feed at its end.
    ///
    /// - Parameter report: What to render.
    /// - Returns: UTF-8 text in which characters that steer a terminal or cannot be seen are escaped.
    /// - Throws: Nothing that a report can cause; what the encoder throws is passed on.
    package static func text(_ report: Report) throws -> String {
        try JSONText.pretty(ReportRecord(report))
    }
}

/// The whole object.
private struct ReportRecord: Encodable {
    let schema = "siptally.report/1"
    let generator: Generator
    let capture: CaptureRecord
    let filter: FilterRecord?
    let messages: MessagesRecord
    let transactions: TransactionsRecord
    let calls: CallsRecord
    let kpis: OrNull<KPIRecord>
    let servers: [ServerRecord]
    let serversOmitted: OmittedServers?
    let products: [ProductRecord]?
    let productsOmitted: Int?
    let directions: [DirectionRecord]?
    let directionsOmitted: Int?
    let windows: [WindowRecord]?
    let rules: RulesRecord
    let findings: [FindingRecord]
    let suppressed: [SuppressedRecord]?
    let limits: [String: Limit]

    /// Who made it.
    struct Generator: Encodable {
        let name = "siptally"
        let version: String

        private enum CodingKeys: String, CodingKey { case name, version }
    }

    /// What the list of servers leaves out.
    struct OmittedServers: Encodable {
        /// Servers that were told apart and do not stand in the list, with their responses.
        let servers: Int
        let responses: UInt64
        /// Responses of servers that were not told apart, because there were too many.
        let unattributedResponses: UInt64

        private enum CodingKeys: String, CodingKey {
            case servers, responses
            case unattributedResponses = "unattributed_responses"
        }
    }

    /// A bound and how often it was reached.
    struct Limit: Encodable {
        let value: UInt64
        let reached: UInt64

        private enum CodingKeys: String, CodingKey { case value, reached }
    }

    private enum CodingKeys: String, CodingKey {
        case schema, generator, capture, filter, messages, transactions, calls, kpis, servers, directions, windows
        case products, rules, findings, suppressed, limits
        case serversOmitted = "servers_omitted"
        case productsOmitted = "products_omitted"
        case directionsOmitted = "directions_omitted"
    }

    init(_ report: Report) {
        generator = Generator(version: report.version)
        capture = CaptureRecord(report)
        filter = report.filter.map { FilterRecord($0, callIDs: report.tally.calls.callIDs) }
        messages = MessagesRecord(report.tally.messages)
        transactions = TransactionsRecord(report.tally.transactions)
        calls = CallsRecord(report.tally.calls)
        kpis = OrNull(report.tally.kpis.isEmpty ? nil : KPIRecord(report.tally.kpis))
        let (between, listed) = (report.rankedDirections, report.listedWindows)
        self.directions =
            between.isEmpty ? nil : between.prefix(JSONReport.directionLimit).map { DirectionRecord($0.key, $0.row) }
        let unlisted = between.count - JSONReport.directionLimit
        directionsOmitted = unlisted > 0 ? unlisted : nil
        windows = listed.isEmpty ? nil : listed.map { WindowRecord($0.span, $0.start, $0.row) }
        let ranked = report.rankedServers
        let directions = report.tally.kpis.directions
        servers = ranked.prefix(JSONReport.serverLimit).enumerated().map { place, entry in
            let row = place < JSONReport.figureLimit ? directions.figures(of: entry.key.endpoint) : nil
            return ServerRecord(entry.key, entry.server, row, in: report)
        }
        serversOmitted = ReportRecord.omitted(
            ranked.dropFirst(JSONReport.serverLimit).map(\.server.responses),
            unattributed: report.tally.servers.uncountedResponses
        )
        let products = report.rankedProducts
        let firstProducts = products.prefix(JSONReport.productLimit)
        self.products = products.isEmpty ? nil : firstProducts.map { ProductRecord($0.name, $0.card) }
        productsOmitted = products.count > firstProducts.count ? products.count - firstProducts.count : nil
        rules = RulesRecord(report)
        suppressed = SuppressedRecord.all(of: report)
        findings = report.rankedFindings.map { FindingRecord($0, in: report) }
        limits = Dictionary(
            report.limits.map { ($0.name, Limit(value: $0.value, reached: $0.reached)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private static func omitted(_ responses: [UInt64], unattributed: UInt64) -> OmittedServers? {
        guard !responses.isEmpty || unattributed > 0 else { return nil }
        return OmittedServers(
            servers: responses.count,
            responses: responses.reduce(0, &+),
            unattributedResponses: unattributed
        )
    }
}
