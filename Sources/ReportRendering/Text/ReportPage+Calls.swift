internal import CallTracking
internal import SIPCatalogue
internal import Tallying

/// What was asked, and how calls ended.
extension ReportPage {
    /// Requests by method, and what was sent again, captured twice or never answered.
    var requests: [String] {
        let messages = tally.messages
        let methods = messages.requests.all.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
        let listed = methods.prefix(16).map { TextLayout.unbroken("\(foreign($0.key)) \(Figures.grouped($0.value))") }
        let more = methods.count > listed.count ? ["and \(methods.count - listed.count) other methods"] : []
        var lines = flow(listed + more, width: measure - column)
        if lines.isEmpty { lines = ["none: the capture shows responses only"] }
        lines += repeats.flatMap { TextLayout.wrapped($0, to: measure - column) }
        guard !isNarrow, let first = lines.first else {
            return [Ink.strong.on("REQUESTS")] + lines.map { TextLayout.indented($0, by: column) }
        }
        return [TextLayout.padded(Ink.strong.on("REQUESTS"), to: column) + first]
            + lines.dropFirst().map { TextLayout.indented($0, by: column) }
    }

    /// Calls by outcome, with what each outcome means.
    var calls: [String] {
        let calls = tally.calls
        guard calls.total > 0 else {
            return prose("CALLS", ["none: no INVITE outside a dialog was seen"]) + transfers
        }
        let shown = CallOutcome.allCases.filter { calls.outcomes[$0] ?? 0 > 0 }
        let counts = shown.map { calls.outcomes[$0] ?? 0 }
        let words = TextTable.Column(title: "", cells: shown.map(\.meaning), rank: 1)
        let lines = TextTable([
            .init(title: "CALLS", cells: shown.map(\.words), least: labelWidth),
            figures(Figures.grouped(calls.total), counts),
            shares(counts, of: calls.total),
            words,
        ]).lines(width: width)
        return (width >= 100 ? withBars(counts, beside: lines) : lines) + legs + missedLegHeader + transfers
    }

    /// How many of the calls are further legs of others, and how that was found out.
    private var legs: [String] {
        let legs = tally.calls.legs
        guard legs.total > 0 else { return [] }
        let ways = LegCorrelation.allCases.filter { legs[$0] > 0 }.map { way in
            TextLayout.unbroken(Figures.grouped(legs[way])) + " " + way.words
        }
        let are = legs.total == 1 ? "is a further leg" : "are further legs"
        let others = legs.groups == 1 ? "another" : "\(Figures.grouped(legs.groups)) others"
        let sentence = "\(Figures.grouped(legs.total)) of these \(are) of \(others): \(Figures.list(ways))"
        return TextLayout.wrapped(sentence, to: measure)
    }

    /// That the header field which legs were to be told by is nowhere: its name may be another.
    private var missedLegHeader: [String] {
        guard tally.calls.legs.headerCount == 0 else { return [] }
        return TextLayout.wrapped("no INVITE carried the header field that --leg-header names", to: measure)
    }

    /// How many transfers were asked for, and what became of them.
    private var transfers: [String] {
        let transfers = tally.calls.transfers
        guard transfers.total > 0 else { return [] }
        let outcomes = Transfer.Outcome.allCases.filter { transfers[$0] > 0 }.map { outcome in
            TextLayout.unbroken(Figures.grouped(transfers[outcome])) + " " + outcome.meaning
        }
        let were = transfers.total == 1 ? "was" : "were"
        let sentence = "\(Figures.count(transfers.total, "transfer")) \(were) asked for: \(Figures.list(outcomes))"
        return TextLayout.wrapped(sentence, to: measure)
    }

    /// What happened more than once, or not at all.
    private var repeats: [String] {
        let messages = tally.messages
        var sentences: [String] = []
        let repeated = [(messages.repeatedRequests, "request"), (messages.repeatedResponses, "response")]
            .filter { $0.0 > 0 }.map { Figures.count($0.0, $0.1) }
        if !repeated.isEmpty { sentences.append("sent again: \(Figures.list(repeated))") }
        if messages.duplicates > 0 {
            sentences.append("captured twice: \(Figures.count(messages.duplicates, "message")), judged once")
        }
        if messages.twins > 0 {
            sentences.append("seen on both sides of a NAT: \(Figures.count(messages.twins, "message")), judged once")
        }
        let names = Method.allCases.map(\.name) + ["other"]
        let unanswered = zip(names, tally.transactions.rows).filter { $0.1.unanswered > 0 }
            .sorted { $0.1.unanswered > $1.1.unanswered }
            .map { TextLayout.unbroken("\(Figures.grouped($0.1.unanswered)) \($0.0)") }
        if !unanswered.isEmpty { sentences.append("without a final response: \(Figures.list(unanswered))") }
        return sentences
    }
}

extension LegCorrelation {
    /// How a leg was found.
    fileprivate var words: String {
        switch self {
        case .sessionID: "by Session-ID"
        case .icid: "by the icid-value of P-Charging-Vector"
        case .header: "by the header field named"
        case .guess: "by parties and time, a guess"
        }
    }
}

extension Transfer.Outcome {
    /// What became of a transfer.
    fileprivate var meaning: String {
        switch self {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .refused: "refused"
        case .accepted: "accepted without further word"
        case .unknown: "without an answer"
        }
    }
}

extension CallOutcome {
    /// The outcome in words.
    var words: String { rawValue.replacing("_", with: " ") }

    /// By what a call has this outcome.
    var meaning: String {
        switch self {
        case .answered: "a 2xx to the INVITE"
        case .busy: "486 or 600"
        case .noAnswer: "480; 408 or 487 after ringing"
        case .cancelled: "by the caller before an answer"
        case .rejected: "403, 603, 607 or 608"
        case .redirected: "3xx and not followed"
        case .failed: "any other final response"
        case .challenged: "401 or 407 was the last word"
        case .unanswered: "no final response in time"
        case .inProgress: "when the capture ended"
        }
    }
}
