internal import NetworkTypes

/// Windows of one length by their beginning, the earliest first; where there are too many the earliest goes.
struct WindowRows: Sendable {
    /// Those that are kept.
    var kept: [(start: CaptureTime, row: FigureRow)] = []
    /// Windows that went to make room, and what came for one before all that are kept.
    private(set) var omitted: UInt64 = 0
    private let limit: Int

    /// No window yet, and `limit` of them at most.
    init(limit: Int) { self.limit = limit }

    /// Where the window stands that begins at `start`, and whether it was opened now; `nil` where it comes too late.
    mutating func place(of start: CaptureTime) -> (place: Int, isNew: Bool)? {
        var place = kept.count
        while place > 0, kept[place - 1].start > start { place -= 1 }
        if place > 0, kept[place - 1].start == start { return (place - 1, false) }
        if kept.count >= limit {
            omitted &+= 1
            guard place > 0 else { return nil }
            kept.removeFirst()
            place -= 1
        }
        kept.insert((start, FigureRow()), at: place)
        return (place, true)
    }
}
