internal import MessageFiltering
internal import NetworkTypes
internal import Tallying

/// What was read.
extension ReportPage {
    /// The name of the capture and beside it what it is, how long, and how much of it is SIP.
    var head: [String] {
        let name = TextLayout.wrapped(sourceNames, to: width)
        let indent = (name.first.map { DisplayWidth.of($0) } ?? 0) + 3
        let isBeside = name.count == 1 && indent <= 27 && width >= 72
        let column = isBeside ? indent : 2
        var lines = flow(captureFacts, width: width - column)
        if tally.messages.total > 0 { lines += flow(messageFacts, width: width - column) }
        guard isBeside, let first = lines.first else {
            return name.map { Ink.strong.on($0) } + lines.map { TextLayout.indented($0, by: column) }
        }
        return [TextLayout.padded(Ink.strong.on(name[0]), to: column) + first]
            + lines.dropFirst().map { TextLayout.indented($0, by: column) }
    }

    /// What to say in place of all figures where there is no SIP.
    var absence: [String] {
        let frames = tally.frames
        if let filter = report.filter, filter.messagesExcluded > 0 {
            return TextLayout.wrapped("The filter leaves no SIP message of the capture to count.", to: measure)
        }
        let sentence =
            frames.total > 0
            ? "No SIP message in \(Figures.count(frames.total, "frame"))."
            : "No frame was read, so there is nothing to count."
        return TextLayout.wrapped(sentence, to: measure)
    }

    private var sourceNames: String {
        let names = report.sources.prefix(3).map { foreign($0.name) }
        let others = report.sources.count - names.count
        return Figures.list(others > 0 ? names + ["\(others) more"] : names)
    }

    private var captureFacts: [String] {
        let formats = unique(report.sources.map(\.format)).map(foreign)
        let links = unique(report.sources.flatMap(\.linkTypeNames)).map { LinkNames.words(for: foreign($0)) }
        var facts = [(formats + links).joined(separator: ", "), Figures.count(tally.frames.total, "frame")]
        if let start = tally.start, let end = tally.end { facts.append(period(start, end)) }
        return facts.filter { !$0.isEmpty }
    }

    private var messageFacts: [String] {
        let messages = tally.messages
        let used = Transport.allCases.filter { messages.transports[$0.place] > 0 }
        let shares = used.map { transport in
            let name = transport.rawValue.uppercased()
            guard used.count > 1 else { return name }
            return "\(name)\u{A0}\(Figures.percent(messages.transports[transport.place], of: messages.total))"
        }
        return [
            Figures.count(tally.calls.total, "call"), Figures.count(messages.total, "SIP message"),
            shares.joined(separator: ", "),
        ]
    }

    /// `2026-11-21 09:12:04 – 10:03:51 UTC (51 min 47 s)`.
    private func period(_ start: CaptureTime, _ end: CaptureTime) -> String {
        let (first, last) = (CivilTime(start), CivilTime(end))
        let begin = "\(first.date) \(first.timeOfDay)"
        if start == end { return "\(begin) UTC" }
        if report.duration < 1_000_000_000 { return "\(begin) UTC (\(Figures.span(report.duration)))" }
        let until = first.date == last.date ? last.timeOfDay : "\(last.date) \(last.timeOfDay)"
        return "\(begin) – \(until) UTC (\(Figures.span(report.duration)))"
    }

    private func unique(_ names: [String]) -> [String] {
        names.enumerated().filter { names.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    }
}

/// Link types in words.
enum LinkNames {
    /// What people call the link type that packet tools name `name`.
    static func words(for name: String) -> String {
        switch name {
        case "EN10MB": "Ethernet"
        case "LINUX_SLL": "Linux cooked"
        case "LINUX_SLL2": "Linux cooked v2"
        case "RAW", "IPV4", "IPV6": "raw IP"
        case "NULL", "LOOP": "loopback"
        case "IEEE802_11": "IEEE 802.11"
        case "IEEE802_11_RADIO": "IEEE 802.11 with radiotap"
        case "PPP", "PPP_SERIAL", "PPP_PPPD", "PPP_WITH_DIR": "PPP"
        case "PPP_ETHER": "PPPoE"
        case "C_HDLC", "CHDLC": "Cisco HDLC"
        default: name
        }
    }
}
