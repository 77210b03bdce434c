internal import CallTracking
internal import Tallying

/// How well it went, in the figures that operators go by.
extension ReportPage {
    /// Ratios with what they are made of, and how long things took; nothing where nothing was told.
    var kpis: [String] {
        let total = tally.kpis.total
        let ratios = ReportPage.ratioWords.map { ($0, total.ratios[$0.name]) }.filter { $0.1.denominator > 0 }
        let delays = ReportPage.intervalWords.map { ($0, total.intervals[$0.name]) }.filter { $0.1.count > 0 }
        let rows = ratios.map { row($0, $1) } + averageDuration(total.intervals[.sdt])
        let tables = [lines(of: rows), delayLines(delays)].filter { !$0.isEmpty }
        return tables.joined(separator: [""]) + callsThatAreUp + exclusions
    }

    /// A row of figures that are one number each, with the counts that it is made of.
    private typealias Row = (title: String, value: String, counts: String, meaning: String)

    private func lines(of rows: [Row]) -> [String] {
        guard !rows.isEmpty else { return [] }
        return TextTable([
            .init(title: "KPIS", cells: rows.map(\.title), least: labelWidth),
            .init(title: "", cells: rows.map(\.value), isTrailing: true, least: figureWidth),
            .init(title: "of", cells: rows.map(\.counts), isTrailing: true, least: figureWidth),
            .init(title: "what counts", cells: rows.map(\.meaning), rank: 1, shrinksTo: 20),
        ]).lines(width: width)
    }

    private func row(_ words: RatioWords, _ ratio: Ratio) -> Row {
        let counts = "\(Figures.grouped(ratio.numerator)) of \(Figures.grouped(ratio.denominator))"
        return (words.title, Figures.percent(ratio.numerator, of: ratio.denominator), counts, meaning(of: words))
    }

    /// The mean of what calls lasted, which operators know under this name; nothing where none ended.
    private func averageDuration(_ durations: Interval) -> [Row] {
        guard let mean = durations.mean else { return [] }
        let counts = Figures.count(durations.count, "call")
        return [("ACD   call duration", Figures.seconds(mean), counts, "mean of all from 2xx to BYE")]
    }

    /// What counts above the line, where that can be chosen by the choice.
    private func meaning(of words: RatioWords) -> String {
        let options = tally.kpis.options
        switch words.name {
        case .isa:
            let codes = options.ineffectiveCodes
            return codes.map { "\($0)" }.joined(separator: ", ") + (codes.contains(408) ? ", no answer" : "")
        case .ner where options.countsUserErrors: return "2xx, ended by a user, misdialled"
        default: return words.meaning
        }
    }

    private func delayLines(_ shown: [(words: IntervalWords, interval: Interval)]) -> [String] {
        guard !shown.isEmpty else { return [] }
        let intervals = shown.map(\.interval)
        return TextTable([
            .init(title: "DELAYS", cells: shown.map(\.words.title), least: labelWidth),
            spans("p50", intervals.map { $0.percentiles?.p50 }),
            spans("p95", intervals.map { $0.percentiles?.p95 }),
            spans("mean", intervals.map(\.mean), rank: 2),
            spans("greatest", intervals.map(\.maximum), rank: 3),
            figures("count", intervals.map(\.count), rank: 1),
            .init(title: "from … to", cells: shown.map(\.words.meaning), rank: 4),
        ]).lines(width: width)
    }

    /// A column of lengths of time.
    private func spans(_ title: String, _ seconds: [Double?], rank: Int = 0) -> TextTable.Column {
        let cells = seconds.map { $0.map(Figures.seconds) ?? "–" }
        return .init(title: title, cells: cells, isTrailing: true, rank: rank, least: figureWidth)
    }

    /// How many answered calls nobody has released: SCR does not count them as completed, and it is no fault.
    private var callsThatAreUp: [String] {
        let kpis = tally.kpis
        return [("still up when the capture ended", kpis.up), ("given up without a BYE", kpis.unfinished)]
            .filter { $0.1 > 0 }
            .flatMap { reason, count in
                let calls = Figures.count(count, "call")
                return TextLayout.wrapped("answered and not completed (SCR), \(reason): \(calls)", to: measure)
            }
    }

    private var exclusions: [String] {
        exclusion("their beginning or end was not captured", tally.kpis.incomplete)
            + exclusion("one side of them alone was captured", tally.kpis.oneSided)
    }

    private func exclusion(_ reason: String, _ left: Exclusions) -> [String] {
        let parts = [(left.attempts, "attempt"), (left.registrations, "registration")].filter { $0.0 > 0 }
        guard !parts.isEmpty else { return [] }
        let words = Figures.list(parts.map { Figures.count($0.0, $0.1) })
        return TextLayout.wrapped("not counted, as \(reason): \(words)", to: measure)
    }

    private typealias RatioWords = (name: KPIRatio, title: String, meaning: String)
    private typealias IntervalWords = (name: KPIInterval, title: String, meaning: String)

    private static let ratioWords: [RatioWords] = [
        (.asr, "ASR   answer seizure", "2xx"),
        (.ner, "NER   effectiveness", "2xx, or ended by a user"),
        (.ser, "SER   establishment", "2xx, redirected ones left out"),
        (.seer, "SEER  effectiveness", "the same with 480, 486, 600, 603"),
        (.isa, "ISA   ineffective", ""),
        (.scr, "SCR   completed", "2xx, ACK, BYE and 2xx to that"),
        (.ira, "IRA   registrations", "failed; 401, 402, 407 do not"),
    ]

    private static let intervalWords: [IntervalWords] = [
        (.pdd, "PDD   post-dial delay", "first INVITE … what the caller notices"),
        (.srdSuccess, "SRD   answered calls", "first INVITE … first status beyond 100"),
        (.ringTime, "ring time", "ringing … answer, final or CANCEL"),
        (.answerDelay, "answer delay", "first INVITE … 2xx"),
        (.sdt, "SDT   call duration", "2xx … BYE"),
        (.rrd, "RRD   registration", "first REGISTER … 2xx"),
    ]
}
