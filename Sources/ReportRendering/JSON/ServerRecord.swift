internal import NetworkTypes
internal import RuleEvaluation
internal import Tallying

/// An element of `servers`: what one address and port answered.
struct ServerRecord: Encodable {
    private let address: String
    private let port: UInt16
    private let transport: String
    private let product: String?
    private let responses: UInt64
    private let classes: [String: UInt64]
    private let codes: [String: UInt64]
    private let retransmissions: UInt64
    private let responseTime: IntervalRecord?
    private let findings: [String: UInt64]
    private let kpis: FigureRowRecord?

    private enum CodingKeys: String, CodingKey {
        case address, port, transport, product, responses, classes, codes, retransmissions, findings, kpis
        case responseTime = "response_time"
    }

    init(_ key: ServerKey, _ server: Server, _ figures: FigureRow?, in report: Report) {
        let rules = report.rules
        address = key.endpoint.address.description
        port = key.endpoint.port
        transport = key.transport.rawValue
        product = server.product.name
        responses = server.responses
        classes = ClassMap.of(server.classes)
        // The spelling of a code out of range is not kept by server.
        codes = Dictionary(
            server.codes.all.map { ($0.code == 0 ? "other" : String($0.code), $0.count) },
            uniquingKeysWith: &+
        )
        retransmissions = server.retransmissions
        responseTime = server.responseTime.count > 0 ? IntervalRecord(server.responseTime) : nil
        kpis = figures.map { FigureRowRecord($0) }
        findings = Dictionary(
            server.findings.filter { rules.indices.contains($0.key) }.map { (rules[$0.key].identifier, $0.value) },
            uniquingKeysWith: &+
        )
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(address, forKey: .address)
        try container.encode(port, forKey: .port)
        try container.encode(transport, forKey: .transport)
        // A server that does not say what it is has a product all the same, null.
        try container.encode(product, forKey: .product)
        try container.encode(responses, forKey: .responses)
        try container.encode(classes, forKey: .classes)
        try container.encode(codes, forKey: .codes)
        try container.encode(retransmissions, forKey: .retransmissions)
        try container.encodeIfPresent(responseTime, forKey: .responseTime)
        try container.encode(findings, forKey: .findings)
        try container.encodeIfPresent(kpis, forKey: .kpis)
    }
}
