/// How often things of a few kinds happened to each of many within a span before now, exactly.
///
/// A ring of all of them in the order of time, and a row of sums for each of whom they are. Where there is no room for
/// another, the oldest are forgotten before their time: then the span is a shorter one for all.
package struct SlidingCounts: Sendable {
    /// Up to eight kinds.
    package typealias Sums = SIMD8<UInt32>

    private struct Event: Sendable {
        let time: Int64
        let row: UInt32
        let kind: UInt32
    }

    private struct Row: Sendable {
        var key: UInt64
        /// The next row of its chain, or of those that are free.
        var next: UInt32
        var total: UInt32
        var sums: Sums
    }

    private static let none = UInt32.max

    /// The span in nanoseconds.
    package let span: Int64
    /// The most rows and events there are, powers of two.
    package let rowLimit: Int
    package let eventLimit: Int
    /// How often the oldest were forgotten early.
    package private(set) var forgotten: UInt64 = 0

    private var events: [Event] = []
    private var head = 0
    private var count = 0
    private var rows: [Row] = []
    private var chains: [UInt32]
    private var free = none

    /// Nothing happened yet; a span of 0 stands for counts that nobody wants.
    package init(span: Int64, rowLimit: Int = 4_096, eventLimit: Int = 1 << 19) {
        self.span = span
        self.rowLimit = rowLimit
        self.eventLimit = eventLimit
        chains = [UInt32](repeating: SlidingCounts.none, count: span > 0 ? rowLimit : 0)
    }

    /// Notes that something of `kind` happened to the one with `key`, which is a hash.
    package mutating func note(_ kind: Int, of key: UInt64, at now: Int64) {
        guard span > 0 else { return }
        expire(now)
        if count == events.count { makeRoom() }
        let row = place(of: key) ?? insert(key)
        events[(head &+ count) & (events.count &- 1)] = Event(time: now, row: row, kind: UInt32(kind))
        count &+= 1
        rows[Int(row)].total &+= 1
        rows[Int(row)].sums[kind] &+= 1
    }

    /// What happened to the one with `key` within the span before `now`.
    package mutating func sums(of key: UInt64, at now: Int64) -> Sums {
        guard span > 0 else { return Sums() }
        expire(now)
        return place(of: key).map { rows[Int($0)].sums } ?? Sums()
    }

    @inline(__always)
    private mutating func expire(_ now: Int64) {
        while count > 0, now &- events[head].time > span { dropOldest() }
    }

    private mutating func dropOldest() {
        let event = events[head]
        head = (head &+ 1) & (events.count &- 1)
        count &-= 1
        let row = Int(event.row)
        rows[row].sums[Int(event.kind)] &-= 1
        rows[row].total &-= 1
        if rows[row].total == 0 { remove(event.row) }
    }

    /// Doubles the ring, or forgets its oldest event.
    private mutating func makeRoom() {
        guard events.count < eventLimit else {
            forgotten &+= 1
            dropOldest()
            return
        }
        let size = max(64, events.count * 2)
        var larger: [Event] = []
        larger.reserveCapacity(size)
        for offset in 0..<count { larger.append(events[(head &+ offset) & (events.count &- 1)]) }
        let vacant = Event(time: 0, row: 0, kind: 0)
        larger.append(contentsOf: repeatElement(vacant, count: size - count))
        (events, head) = (larger, 0)
    }

    @inline(__always)
    private func chain(of key: UInt64) -> Int { Int(truncatingIfNeeded: key) & (rowLimit &- 1) }

    @inline(__always)
    private func place(of key: UInt64) -> UInt32? {
        var row = chains[chain(of: key)]
        while row != SlidingCounts.none {
            if rows[Int(row)].key == key { return row }
            row = rows[Int(row)].next
        }
        return nil
    }

    private mutating func insert(_ key: UInt64) -> UInt32 {
        if free == SlidingCounts.none, rows.count == rowLimit {
            forgotten &+= 1
            while free == SlidingCounts.none { dropOldest() }
        }
        let chain = chain(of: key)
        let row = Row(key: key, next: chains[chain], total: 0, sums: Sums())
        let place: UInt32
        if free != SlidingCounts.none {
            place = free
            free = rows[Int(place)].next
            rows[Int(place)] = row
        } else {
            place = UInt32(rows.count)
            rows.append(row)
        }
        chains[chain] = place
        return place
    }

    private mutating func remove(_ row: UInt32) {
        let chain = chain(of: rows[Int(row)].key)
        if chains[chain] == row {
            chains[chain] = rows[Int(row)].next
        } else {
            var before = Int(chains[chain])
            while rows[before].next != row { before = Int(rows[before].next) }
            rows[before].next = rows[Int(row)].next
        }
        rows[Int(row)].next = free
        free = row
    }
}
