internal import RuleEvaluation
internal import SIPCatalogue
internal import Tallying

/// What to type next.
extension ReportPage {
    /// A few commands, each with what it shows.
    var nextSteps: [String] {
        var steps: [(command: String, purpose: String)] = []
        if let finding = report.rankedFindings.first {
            let rule = finding.rule.identifier
            steps.append(("siptally explain \(rule)", "what it sees, when it is silent"))
        } else if let code = notableCode {
            steps.append(("siptally explain \(code)", "what the code means"))
        }
        steps.append(("siptally codes", "all status codes, a line each"))
        // Without the filter, or other rules, it would be another report, and what came on standard input is gone.
        let isThereStill = !report.sources.contains { $0.name == "standard input" }
        if tally.frames.total > 0, report.filter == nil, report.judgement.isUsual, isThereStill {
            steps.append(("siptally analyze \(inputs) --format json", "this report in full, as data"))
        }
        let widest = steps.map { DisplayWidth.of($0.command) }.max() ?? 0
        return steps.flatMap { step in
            guard widest + 3 + 30 <= width else {
                return TextLayout.wrapped(step.command, to: width)
                    + TextLayout.wrapped(step.purpose, to: width - 2).map {
                        TextLayout.indented(Ink.faint.on($0), by: 2)
                    }
            }
            let purpose = TextLayout.truncated(step.purpose, to: width - widest - 3)
            return [TextLayout.padded(step.command, to: widest + 3) + Ink.faint.on(purpose)]
        }
    }

    /// The code to look up first: the failure that came most often, or any code.
    private var notableCode: UInt16? {
        let counted = tally.messages.distinctResponses.all
            .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
            .compactMap { UInt16($0.key) }
            .filter { ResponseClass(number: $0) != nil }
        return counted.first { $0 >= 400 } ?? counted.first
    }

    /// The one file that was read where its name needs no quotes, else a stand-in.
    private var inputs: String {
        guard report.sources.count == 1, let name = report.sources.first?.name, name.count <= 40 else { return "FILE" }
        return name.allSatisfy(ReportPage.plainCharacters.contains) && !name.hasPrefix("-") ? name : "FILE"
    }

    /// What a shell takes as it stands.
    private static let plainCharacters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/")
}
