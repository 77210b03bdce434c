internal import NetworkTypes
internal import SIPMessages
internal import Tallying

/// How far to trust the figures.
extension ReportPage {
    /// Where every frame went, and what was not seen.
    var capture: [String] {
        let isWhole = report.unread.isEmpty && !report.sources.contains(where: \.isTruncated)
        guard tally.frames.total > 0 || !isWhole else { return [] }
        let notes = malformed + issues + filtered + unread + losses + reached
        let hidden = encrypted + unreadable + unreachable
        return prose("CAPTURE", [account] + origins + reasons + notes + hidden)
    }

    /// The frame identity in words.
    private var account: String {
        let frames = tally.frames
        let unreadable = frames.undecodable.values.reduce(0, &+)
        let groups: [(UInt64, String)] = [
            (frames.sip, "with SIP"), (frames.held, ReportPage.parts), (frames.keepAlive, "keep-alive"),
            (frames.empty, "without payload"), (frames.other, "other traffic"), (unreadable, "not readable"),
            (frames.lost.values.reduce(0, &+), "given up"),
        ]
        let words = groups.filter { $0.0 > 0 }.map { count, name in
            TextLayout.unbroken("\(Figures.grouped(count)) \(name)") + (name == ReportPage.parts ? unfinished : "")
        }
        let total = Figures.count(frames.total, "frame")
        guard frames.isComplete else { return "\(total), not all accounted for: \(words.joined(separator: ", "))" }
        if words.count == 1, unfinished.isEmpty, let only = groups.first(where: { $0.0 > 0 }) {
            return "\(total), all \(only.1)"
        }
        return words.isEmpty ? total : "\(total), each accounted for: \(words.joined(separator: ", "))"
    }

    private static let parts = "with a part of a message"

    /// How many of the frames with a part of a message wait for the rest of it still.
    private var unfinished: String {
        let count = min(tally.captureIssues["frames_incomplete_at_end"] ?? 0, tally.frames.held)
        guard count > 0 else { return "" }
        return " (the rest of " + TextLayout.unbroken("\(Figures.grouped(count)) never came)")
    }

    /// How many frames each of several sources gave.
    private var origins: [String] {
        guard report.sources.count > 1 else { return [] }
        let listed = report.sources.prefix(8).map { "\(foreign($0.name)) \(Figures.grouped($0.frames))" }
        let others = report.sources.dropFirst(listed.count)
        let rest =
            others.isEmpty ? [] : ["\(others.count) more \(Figures.grouped(others.reduce(0) { $0 &+ $1.frames }))"]
        return ["frames by source: \((listed + rest).joined(separator: ", "))"]
    }

    private var reasons: [String] {
        [("not readable", tally.frames.undecodable), ("given up", tally.frames.lost)].compactMap { title, counts in
            let ranked = counts.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            guard !ranked.isEmpty else { return nil }
            let words = ranked.map { FrameReasons.phrase($0.value, of: $0.key) }
            return "\(title): \(words.joined(separator: ", "))"
        }
    }

    private var malformed: [String] {
        let messages = tally.messages
        let issues = DecodeIssue.allCases.filter { $0 != .cut && messages.issues[Int($0.rawValue)] > 0 }
            .sorted { messages.issues[Int($0.rawValue)] > messages.issues[Int($1.rawValue)] }
        guard messages.malformed > 0 else { return [] }
        let words = issues.map { "\(Figures.grouped(messages.issues[Int($0.rawValue)])) \($0.identifier)" }
        let count = Figures.count(messages.malformed, "malformed message")
        return ["\(count): \(words.map(TextLayout.unbroken).joined(separator: ", "))"]
    }

    /// What did not fit together on the wire.
    private var issues: [String] {
        let words = tally.captureIssues.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .compactMap { CaptureIssueWords.phrase($0.value, of: $0.key) }
        guard !words.isEmpty else { return [] }
        return ["met in frames: \(words.joined(separator: ", "))"]
    }

    /// What a filter of the capture may have left out.
    private var filtered: [String] {
        guard let packets = tally.captureIssues["later_fragments_missing"] else { return [] }
        let amount = Figures.count(packets, "packet")
        let (v4, v6) = (TextLayout.unbroken("ip[6:2] & 0x1fff != 0"), TextLayout.unbroken("ip6 proto 44"))
        return [
            "of \(amount) only the first fragment was captured, as with a filter by port: \"or \(v4)\" behind that keeps "
                + "the others, and \"or \(v6)\" those of IPv6"
        ]
    }

    /// Which inputs are missing altogether.
    private var unread: [String] {
        let listed = report.unread.prefix(5).map { "\(foreign($0.name)) is not in this report: \(foreign($0.problem))" }
        let others = report.unread.count - listed.count
        guard others > 0 else { return listed }
        return listed + ["nor \(others == 1 ? "is" : "are") \(Figures.count(UInt64(others), "other input"))"]
    }

    /// What is missing: cut messages, cut files, dropped frames.
    private var losses: [String] {
        var sentences: [String] = []
        let cut = tally.messages.issues[Int(DecodeIssue.cut.rawValue)]
        if let frames = tally.captureIssues["frames_cut"] ?? (cut > 0 ? 0 : nil) {
            let messages = "\(Figures.count(cut, "message")), judged as far as seen"
            let amounts = (frames > 0 ? [Figures.count(frames, "frame")] : []) + (cut > 0 ? [messages] : [])
            let advice = "\(TextLayout.unbroken("tcpdump -s 0")) records all"
            sentences.append("cut by the snap length: \(amounts.joined(separator: " with ")); \(advice)")
        }
        for source in report.sources.filter(\.isTruncated).prefix(5) {
            let problem =
                source.problem.map(foreign) ?? "it ends in the middle of a frame; what stands before was analysed"
            sentences.append("\(foreign(source.name)) is not whole: \(problem)")
        }
        let drops = report.drops
        let dropped = [
            ("the kernel", drops.kernel), ("the interface", drops.interface), ("a queue of siptally", drops.queue),
        ]
        .filter { $0.1 > 0 }.map { "\(Figures.grouped($0.1)) by \($0.0)" }
        if !dropped.isEmpty { sentences.append("frames dropped before they were seen: \(Figures.list(dropped))") }
        return sentences
    }

    private var reached: [String] {
        // What was waited for in vain stands among the frames given up.
        let told = ["fragment_seconds", "sctp_seconds"]
        let limits = report.limits.filter { $0.reached > 0 && !told.contains($0.name) }.sorted { $0.name < $1.name }
        return limits.map { limit in
            let name = foreign(limit.name).replacing("_", with: " ")
            return "limit reached: \(name) (\(Figures.grouped(limit.value))), \(Figures.count(limit.reached, "time"))"
        }
    }
}
