internal import NetworkTypes
internal import RuleEvaluation
internal import Tallying

/// An element of `servers`: what one address and port answered.
struct ServerRecord: Encodable {
    private let address: String
    private let port: UInt16
    private let transport: String
    /// A server that does not say what it is has a product all the same, null.
    private let product: OrNull<String>
    private let responses: UInt64
    private let classes: [String: UInt64]
    private let codes: [String: UInt64]
    private let retransmissions: UInt64
    private let responseTime: OrNull<IntervalRecord>
    private let findings: [String: UInt64]
    private let scorecard: ScorecardRecord
    private let kpis: FigureRowRecord?

    private enum CodingKeys: String, CodingKey {
        case address, port, transport, product, responses, classes, codes, retransmissions, findings, scorecard
        case kpis
        case responseTime = "response_time"
    }

    init(_ key: ServerKey, _ server: Server, _ figures: FigureRow?, in report: Report) {
        let rules = report.rules
        address = key.endpoint.address.description
        port = key.endpoint.port
        transport = key.transport.rawValue
        product = OrNull(server.product.name)
        responses = server.responses
        classes = ClassMap.of(server.classes)
        // The spelling of a code out of range is not kept by server.
        codes = Dictionary(
            server.codes.all.map { ($0.code == 0 ? "other" : String($0.code), $0.count) },
            uniquingKeysWith: &+
        )
        retransmissions = server.retransmissions
        responseTime = OrNull(server.responseTime.count > 0 ? IntervalRecord(server.responseTime) : nil)
        kpis = figures.map { FigureRowRecord($0) }
        scorecard = ScorecardRecord(Scorecard(server))
        findings = Dictionary(
            server.findings.filter { rules.indices.contains($0.key) }.map { (rules[$0.key].identifier, $0.value) },
            uniquingKeysWith: &+
        )
    }
}
