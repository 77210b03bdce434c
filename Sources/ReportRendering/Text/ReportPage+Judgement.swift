internal import NetworkTypes
internal import RuleEvaluation
internal import Tallying

/// What the rules went by, where that is not what they do by default.
extension ReportPage {
    /// The most names that a line gives.
    private static let mostNames = 12

    /// What is off, what was set, and what exceptions left out.
    var judgement: [String] {
        let lines = [origin, silenced, changed].compactMap(\.self) + exceptions
        return lines.isEmpty ? [] : prose("RULES", lines)
    }

    private var control: RuleControl { report.judgement.control }

    private var origin: String? { report.judgement.settingsName.map { "as \(foreign($0)) says" } }

    /// How many rules judge, and which do not.
    private var silenced: String? {
        let on = report.rules.count(where: control.isOn)
        guard on < report.rules.count else { return nil }
        let off = named { $0 == .off }
        let selected = control.selection.map { names($0.map(\.name)) }
        let without = off.isEmpty ? "" : "\(selected == nil ? "all but" : ", without") \(names(off))"
        return "\(on) of \(Figures.count(UInt64(report.rules.count), "rule")) judge: \(selected ?? "")\(without)"
    }

    /// Severities and parameters that were set.
    private var changed: String? {
        let severities = [RuleLevel.notice, .warning, .error].flatMap { level in
            named { $0 == level }.map { "\($0) (\(level.rawValue))" }
        }
        let parameters = report.rules.filter(control.isOn).flatMap { rule in
            report.judgement.parameters(of: rule).map { "\(rule.identifier).\($0.name) (\(foreign($0.value)))" }
        }
        let words = severities + parameters
        return words.isEmpty ? nil : "changed: \(names(words))"
    }

    /// The families and the rules of which such a level was set; a rule only where it is selected.
    private func named(_ isMeant: (RuleLevel) -> Bool) -> [String] {
        let families = RuleFamily.allCases.filter { family in
            control.level(of: family).map(isMeant) ?? false && report.rules.contains { $0.family == family }
        }
        let rules = report.rules.filter { control.isSelected($0) && control.ownLevel(of: $0).map(isMeant) ?? false }
        return families.map(\.rawValue) + rules.map(\.identifier)
    }

    /// A line for each exception that left something out, and one for each that has ended.
    private var exceptions: [String] {
        let all = Array(control.exceptions.enumerated())
        let used = all.filter { tally.findings.suppressed[$0.offset] != nil }.map { place, exception in
            let count = Figures.count(tally.findings.suppressed[place] ?? 0, "finding")
            return "\(count) of \(about(exception)) left out: \(foreign(exception.reason))"
        }
        let over = all.filter { report.tally.end.map($0.element.isOver) ?? false }.map { _, exception in
            "the exception of \(about(exception)) ended on \(exception.until?.description ?? "")"
        }
        return shortened(used) + shortened(over)
    }

    private func about(_ exception: RuleException) -> String {
        "\(exception.subject.name) for \(foreign(exception.serverText))"
    }

    private func names(_ names: [String]) -> String {
        let rest = names.count - min(names.count, ReportPage.mostNames)
        return (names.prefix(ReportPage.mostNames) + (rest > 0 ? ["\(rest) more"] : [])).joined(separator: ", ")
    }

    private func shortened(_ lines: [String]) -> [String] {
        let rest = lines.count - min(lines.count, ReportPage.mostNames)
        return lines.prefix(ReportPage.mostNames)
            + (rest > 0 ? ["and so for \(Figures.count(UInt64(rest), "other exception"))"] : [])
    }
}
