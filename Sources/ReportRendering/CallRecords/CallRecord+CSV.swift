package import CallTracking
internal import NetworkTypes
package import RuleEvaluation

/// The same record as a row of CSV (RFC 4180), for a spreadsheet.
extension CallRecord {
    /// The names of the columns, without a line feed.
    package static let csvHeader = [
        "kind", "call_id", "from", "to", "request_uri", "caller", "callee", "transport", "started", "ringing",
        "answered", "ended", "duration_seconds", "post_dial_delay_seconds", "ring_seconds", "outcome", "final_code",
        "final_reason", "released_by", "forks", "hops", "leg_group", "leg_by", "1xx", "2xx", "3xx", "4xx", "5xx",
        "6xx", "other", "codes", "retransmissions", "challenges", "findings", "source", "first_frame", "last_source",
        "last_frame", "evidence", "session_expires", "session_refresher", "session_refreshed", "session_expired",
        "replaces", "replaced", "transfers", "transfer_targets",
        "dialogs", "referred_by",
    ].joined(separator: ",")

    /// The record as a row without its line feed; `nil` where there is none.
    ///
    /// Cells of absent values are empty; `codes` reads `100:1 200:2`, `transfers` `failed:486 succeeded:200`, `dialogs`
    /// `lossy:1 whole:1`, and blanks part what stands in `findings` and `transfer_targets`. No cell begins a formula,
    /// and what steers a terminal or cannot be seen is shown instead.
    ///
    /// - Parameters:
    ///   - call: The call; its words are empty unless the tracker keeps them.
    ///   - outcome: How it ended.
    ///   - rules: The rules that judged; the call's marks name them by place.
    ///   - sources: The names of the sources; the call's frames name them by place.
    /// - Returns: The row.
    package static func csvLine(
        for call: Call,
        outcome: CallOutcome,
        rules: [RuleDeclaration],
        sources: [String]
    ) -> String? {
        let facts = CallFacts(call, outcome, rules: rules, sources: sources)
        guard facts.isRecorded else { return nil }
        let parties = [facts.callID, facts.from, facts.to, facts.requestURI].map { csvCell($0 ?? "") }
        let times = [call.began, call.ringing, call.answered, call.ended].map { $0?.rfc3339 ?? "" }
        var cells = [call.kind.rawValue] + parties
        cells += [call.caller.description, call.callee.description, call.transport.rawValue] + times
        cells += [facts.durationSeconds, facts.postDialDelaySeconds, facts.ringSeconds].map { $0 ?? "" }
        cells += [outcome.rawValue, facts.finalCode ?? "", csvCell(facts.finalReason ?? ""), facts.releasedBy ?? ""]
        cells += [String(call.forks), String(call.hops)]
        cells += [facts.legGroup.map(csvCell) ?? "", facts.legBy ?? ""]
        cells += facts.classes.map { String($0.count) }
        cells.append(facts.codes.map { "\($0.key):\($0.count)" }.joined(separator: " "))
        cells += [String(call.retransmissions), String(call.challenges), facts.findings.joined(separator: " ")]
        cells += [csvCell(facts.source), String(call.firstFrame.number)]
        cells += [csvCell(facts.lastSource), String(call.lastFrame.number), call.evidence.rawValue]
        cells += [facts.sessionExpires ?? "", call.sessionRefresher?.rawValue ?? ""]
        cells += [call.sessionRefreshed?.rfc3339 ?? "", facts.hasExpired ?? ""]
        cells += [facts.replaced.map(csvCell) ?? "", String(call.wasReplaced)]
        cells += [call.transfers.map(\.words).joined(separator: " "), facts.transferTargets.map(csvCell) ?? ""]
        cells.append(facts.dialogs.filter { $0.count > 0 }.map { "\($0.key):\($0.count)" }.joined(separator: " "))
        cells.append(facts.referredBy.map(csvCell) ?? "")
        return cells.joined(separator: ",")
    }

    /// `text` as a quoted cell that no spreadsheet takes for a formula.
    ///
    /// A cell that begins with an equals sign, a sign or an at sign is one for a spreadsheet, in some languages also
    /// with their wide forms; an apostrophe in front makes it text. Cells are always quoted, so that no other separator
    /// that a program may use splits them.
    static func csvCell(_ text: String) -> String {
        let visible = TerminalText.escaped(text)
        // Looked at before the escape as well: tab and line ends are pictures by now, and count all the same.
        let isFormula = text.unicodeScalars.first.map { "=+-@＝＋－＠\t\r\n".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + visible : visible
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
