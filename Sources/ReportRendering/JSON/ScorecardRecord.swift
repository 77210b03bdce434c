internal import RuleEvaluation
internal import Tallying

/// The object `scorecard` of a server or a product: what was judged, and what was found.
struct ScorecardRecord: Encodable {
    private let judged: UInt64
    private let calls: UInt64
    private let findings: [String: UInt64]
    private let rate: OrNull<Double>

    private enum CodingKeys: String, CodingKey {
        case judged, calls, findings
        case rate = "findings_per_thousand_calls"
    }

    init(_ card: Scorecard) {
        judged = card.judged
        calls = card.calls
        findings = Dictionary(
            uniqueKeysWithValues: Severity.allCases.map { ($0.rawValue, card.findings[$0]) }
        )
        // To a thousandth: what is beyond says nothing and depends on how it is rounded.
        rate = OrNull(card.findingsPerThousandCalls.map { ($0 * 1_000).rounded() / 1_000 })
    }
}

/// An element of `products`: all servers that say they are the same.
struct ProductRecord: Encodable {
    private let product: String
    private let servers: Int
    private let scorecard: ScorecardRecord

    private enum CodingKeys: String, CodingKey { case product, servers, scorecard }

    init(_ product: String, _ card: Scorecard) {
        self.product = product
        servers = card.servers
        scorecard = ScorecardRecord(card)
    }
}
