internal import CPrefetch

/// Which call carries a value by which other legs of it would be told, as long as it has none: nearly every call.
///
/// A fixed table in sets of four, the newest of a set first, that is there from the first value on. Nothing is taken
/// out of it when a call ends: a place counts only while its call is open.
struct LegCarriers: Sendable {
    /// A value and the call whose INVITE last carried it.
    struct Place: Sendable {
        /// The key of the value; 0 where the place is vacant.
        var key: UInt64 = 0
        /// The slot of the call, and a part of its key that tells it from one that has the slot after it.
        var call: UInt32 = 0
        var callMark: UInt32 = 0
    }

    private static let ways = 4
    /// The bits of a key that its place follows from.
    private static let placeMask: UInt64 = 1 << 20 - 1

    private var places: [Place] = []
    /// The most values that are kept.
    let limit: Int
    /// How many values of open calls were pushed out by newer ones.
    var evictionCount: UInt64 = 0
    /// How many INVITEs carried the header field that was named for it.
    var headerCount: UInt64 = 0

    /// An empty table for up to `limit` values, or somewhat fewer.
    init(limit: Int) {
        self.limit = 1 << max(2, Int.bitWidth - 1 - max(1, limit).leadingZeroBitCount)
    }

    /// The place of the value under `key`; `nil` where there is none.
    func place(of key: UInt64) -> Place? {
        guard !places.isEmpty else { return nil }
        let set = set(of: key)
        for place in set..<set + LegCarriers.ways where places[place].key == key { return places[place] }
        return nil
    }

    /// Puts `new` where it belongs; the result is what it pushed out, vacant where that was nothing.
    mutating func insert(_ new: Place) -> Place {
        if places.isEmpty { places = [Place](repeating: Place(), count: limit) }
        let set = set(of: new.key)
        var carried = new
        for place in set..<set + LegCarriers.ways {
            swap(&carried, &places[place])
            if carried.key == new.key || carried.key == 0 { return Place() }
        }
        return carried
    }

    /// The key of a value: of `keyed`, its hash with a secret of the process, that nobody makes a second value for, and
    /// of `stable`, a hash that is the same in every run, so that what is pushed out is the same as well.
    static func key(_ keyed: UInt64, placedBy stable: UInt64) -> UInt64 { keyed & ~placeMask | stable & placeMask | 1 }

    /// Asks for where `key` stands, so that it is near when it is looked for.
    func prefetch(_ key: UInt64) {
        guard key != 0 else { return }
        unsafe places.withUnsafeBufferPointer { all in
            if let first = all.baseAddress { unsafe prefetch_line(first + set(of: key)) }
        }
    }

    private func set(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: key & LegCarriers.placeMask) & (limit &- 1) & ~(LegCarriers.ways &- 1)
    }
}
