internal import NetworkTypes
internal import RuleEvaluation
internal import Tallying

/// The object `rules`: by what the findings were judged.
struct RulesRecord: Encodable {
    /// The rules that judged, and those that were left out or off.
    private let on: [String]
    private let off: [String]
    /// The severities that were set, and the parameters.
    private let severities: [String: String]
    private let parameters: [String: [String: String]]
    /// The file that settled it.
    private let settings: OrNull<String>

    private enum CodingKeys: String, CodingKey { case on, off, severities, parameters, settings }

    init(_ report: Report) {
        let judgement = report.judgement
        let rules = report.rules.filter(judgement.control.isOn)
        on = rules.map(\.identifier)
        off = report.rules.filter { !judgement.control.isOn($0) }.map(\.identifier)
        var (severities, parameters) = ([String: String](), [String: [String: String]]())
        for rule in rules {
            severities[rule.identifier] = judgement.control.level(of: rule)?.rawValue
            let values = judgement.parameters(of: rule)
            guard !values.isEmpty else { continue }
            parameters[rule.identifier] = Dictionary(values.map { ($0.name, $0.value) }) { first, _ in first }
        }
        (self.severities, self.parameters) = (severities, parameters)
        settings = OrNull(judgement.settingsName)
    }
}

/// An element of `suppressed`: what an exception left out.
struct SuppressedRecord: Encodable {
    private let rule: String
    private let server: String
    private let reason: String
    private let until: OrNull<String>
    private let isOver: Bool
    private let count: UInt64

    private enum CodingKeys: String, CodingKey {
        case rule, server, reason, until, count
        case isOver = "expired"
    }

    /// One for each exception, in the order of the settings; `nil` where there is none.
    static func all(of report: Report) -> [SuppressedRecord]? {
        let exceptions = report.judgement.control.exceptions
        guard !exceptions.isEmpty else { return nil }
        return exceptions.enumerated().map { place, exception in
            SuppressedRecord(
                rule: exception.subject.name,
                server: exception.serverText,
                reason: exception.reason,
                until: OrNull(exception.until?.description),
                isOver: report.tally.end.map(exception.isOver) ?? false,
                count: report.tally.findings.suppressed[place] ?? 0
            )
        }
    }
}
