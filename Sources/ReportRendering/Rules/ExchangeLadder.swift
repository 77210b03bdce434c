/// An exchange of messages drawn as a ladder: a column for each party, an arrow for each message, the time at the left.
///
///             A                      P
///             │─────── INVITE ──────▶│
///      40 ms  │◀─────── 100 ─────────│
struct ExchangeLadder {
    /// A line of an example: a message from one party to another, or words about what happens.
    struct Step {
        let from: String
        let to: String
        let words: String
        let time: String
        /// Whether it is a message.
        var isMessage: Bool { !from.isEmpty }

        /// What `text` says: `A>P INVITE [40 ms]`, or anything else as a remark.
        init(_ text: String) {
            var rest = Substring(text)
            var time = ""
            if rest.hasSuffix("]"), let open = rest.lastIndex(of: "[") {
                time = String(rest[rest.index(after: open)...].dropLast())
                rest = rest[..<open]
            }
            let words = rest.split(separator: " ", maxSplits: 1)
            let ends = words.first?.split(separator: ">", omittingEmptySubsequences: false) ?? []
            let isMessage = ends.count == 2 && ends[0] != ends[1] && ends.allSatisfy(Step.isParty)
            from = isMessage ? String(ends[0]) : ""
            to = isMessage ? String(ends[1]) : ""
            let said = isMessage ? words.dropFirst().first ?? "" : rest
            self.words = TextLayout.trimmedEnd(String(said))
            self.time = time
        }

        /// Whether `name` is that of a party: a capital letter, and perhaps a few more letters or digits.
        private static func isParty(_ name: Substring) -> Bool {
            guard let first = name.first, first.isUppercase, name.count <= 8 else { return false }
            return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "'") }
        }
    }

    private let steps: [Step]
    /// The parties from left to right: a client, what is watched, the far side; others as they come.
    let parties: [String]
    /// Where the first lifeline stands, and how far one is from the next.
    private let start: Int
    private let distance: Int
    private let width: Int

    /// The ladder of `example`, no wider than `width`.
    init(_ example: [String], width: Int) {
        steps = example.map(Step.init)
        let named = steps.filter(\.isMessage).flatMap { [$0.from, $0.to] }
        var seen: [String] = []
        for name in named where !seen.contains(name) { seen.append(name) }
        let places = seen.map { name in Role.allCases.firstIndex { $0.letters.contains(name.prefix(1)) } }
        // Whoever uses other letters says by the order of the messages who stands where.
        let isKnown = !places.contains(nil)
        parties = isKnown ? zip(places, seen).sorted { ($0.0 ?? 0, $0.1) < ($1.0 ?? 0, $1.1) }.map(\.1) : seen
        self.width = width
        let times = steps.map { DisplayWidth.of($0.time) }.max() ?? 0
        start = times == 0 ? 2 : min(times, 14) + 3
        let most = (width - start - 2) / max(1, parties.count - 1)
        let words = steps.filter(\.isMessage).map { DisplayWidth.of($0.words) }.max() ?? 0
        // A message that passes several columns has more room, but few do.
        distance = max(min(most, words + 8), min(most, ExchangeLadder.least))
    }

    /// The least distance of two lifelines that looks well.
    private static let least = 20

    /// What parties are, from left to right, by the first letters of their names.
    private enum Role: CaseIterable {
        case client, watched, server, farSide

        var letters: [Substring] {
            switch self {
            case .client: ["A", "X"]
            case .watched: ["P"]
            case .server: ["S", "R"]
            case .farSide: ["B", "C", "D"]
            }
        }

        /// The words for one of them, and for several.
        var words: (one: String, several: String) {
            switch self {
            case .client: ("the client", "clients")
            case .watched: ("the watched gateway or proxy", "watched gateways or proxies")
            case .server: ("the server", "servers")
            case .farSide: ("the far side", "the far side")
            }
        }
    }

    /// Who is who, for the parties that occur: `A is the client and P the watched gateway or proxy`.
    var legend: String {
        let roles = Role.allCases.compactMap { role -> String? in
            let names = parties.filter { role.letters.contains($0.prefix(1)) }
            guard let first = names.first else { return nil }
            let verb = first == parties.first ? (names.count == 1 ? " is" : " are") : ""
            return "\(Figures.list(names))\(verb) \(names.count == 1 ? role.words.one : role.words.several)"
        }
        return Figures.list(roles)
    }

    /// The lines; none where the example shows no message.
    var lines: [String] {
        guard !parties.isEmpty else { return steps.map(\.words) }
        var lines = [names]
        for step in steps { lines += step.isMessage ? arrow(step) : remark(step) }
        return lines.map(TextLayout.trimmedEnd)
    }

    private func column(of place: Int) -> Int { start + place * distance }

    /// The names, each in the middle above its lifeline.
    private var names: String {
        var line = ""
        for (place, name) in parties.enumerated() {
            let column = max(0, column(of: place) - DisplayWidth.of(name) / 2)
            line = TextLayout.padded(line, to: column) + name
        }
        return line
    }

    /// The lifelines of a line without an arrow, as characters by column.
    private var lifelines: [Character] {
        var cells = [Character](repeating: " ", count: column(of: parties.count - 1) + 1)
        for place in parties.indices { cells[column(of: place)] = "│" }
        return cells
    }

    private func arrow(_ step: Step) -> [String] {
        guard let from = parties.firstIndex(of: step.from), let to = parties.firstIndex(of: step.to) else { return [] }
        let (left, right) = (column(of: min(from, to)), column(of: max(from, to)))
        let room = right - left - 1
        var cells = lifelines
        for place in left + 1..<right { cells[place] = "─" }
        cells[from < to ? right - 1 : left + 1] = from < to ? "▶" : "◀"
        let words = step.words.isEmpty ? "" : " \(step.words) "
        let wordWidth = DisplayWidth.of(words)
        guard wordWidth + 4 > room else {
            // Characters may be wide, so that the line is put together of pieces.
            let first = left + 1 + (room - wordWidth) / 2
            let line = String(cells[..<first]) + words + String(cells[(first + wordWidth)...])
            return [timed(line, step)]
        }
        let above = TextLayout.wrapped(step.words, to: room - 2).map { text in
            let first = left + 2
            let rest = lifelines[(first + DisplayWidth.of(text))...]
            return String(lifelines[..<first]) + text + String(rest)
        }
        let arrow = String(cells)
        return above.enumerated().map { $0 == 0 ? timed($1, step) : $1 } + [arrow]
    }

    /// Words that are no message, behind the first lifeline.
    private func remark(_ step: Step) -> [String] {
        let first = start + 2
        return TextLayout.wrapped(step.words, to: width - first).enumerated().map { index, text in
            let end = first + DisplayWidth.of(text)
            let rest = end < lifelines.count ? String(lifelines[end...]) : ""
            let line = String(lifelines[..<first].prefix(first)) + text + rest
            return index == 0 ? timed(line, step) : line
        }
    }

    /// `line` with the time of `step` before it.
    private func timed(_ line: String, _ step: Step) -> String {
        guard !step.time.isEmpty else { return line }
        let time = TextLayout.padded(TextLayout.truncated(step.time, to: start - 3), to: start - 2, trailing: true)
        return TextLayout.padded(time, to: start) + line.dropFirst(start)
    }
}
