internal import MessageFiltering
internal import NetworkTypes
internal import Tallying

/// What of the capture was left out because somebody asked for a part of it.
extension ReportPage {
    /// The filter and what it did; nothing where everything was analysed.
    var filter: [String] {
        guard let use = report.filter else { return [] }
        let conditions = use.expression.map { [foreign($0)] } ?? []
        return prose("FILTER", conditions + [window(use), selected(use), whole(use)].compactMap(\.self))
    }

    private func window(_ use: FilterUse) -> String? {
        let (start, end) = (use.start.map(moment), use.end.map(moment))
        switch (start, end) {
        case (let start?, let end?): return "time from \(start) to \(end)"
        case (let start?, nil): return "time from \(start) on"
        case (nil, let end?): return "time to \(end)"
        case (nil, nil): return nil
        }
    }

    /// What the window does not change.
    private func whole(_ use: FilterUse) -> String? {
        guard use.start != nil || use.end != nil else { return nil }
        return "files, frames and their times are those of the whole capture"
    }

    private func moment(_ time: CaptureTime) -> String {
        let time = CivilTime(time)
        return TextLayout.unbroken("\(time.date) \(time.timeOfDayWithMilliseconds) UTC")
    }

    private func selected(_ use: FilterUse) -> String {
        let messages = tally.messages.total &+ use.messagesExcluded
        return "\(Figures.count(tally.calls.callIDs, "Call-ID")) selected; "
            + "\(Figures.grouped(use.messagesExcluded)) of \(Figures.count(messages, "SIP message")) left out"
    }
}
