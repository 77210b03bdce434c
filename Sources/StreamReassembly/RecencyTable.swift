internal import NetworkTypes

/// A dictionary whose entries also stand in lists, each ordered by last use, so that the oldest of a list is at hand.
///
/// Every operation takes constant time. An entry is known by its slot, a small number that is used again after removal.
/// The caller decides how many entries there may be and which list an entry belongs to.
struct RecencyTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        var key: Key
        var value: Value
        var list: Int
        var older: Int?
        var newer: Int?
        var lastUse: Int64
    }

    private struct List: Sendable {
        var oldest: Int?
        var newest: Int?
    }

    private var slots: [Key: Int] = [:]
    private var entries: [Entry] = []
    private var vacant: [Int] = []
    private var lists: [List]
    private let vacantValue: Value

    /// An empty table with `lists` lists; `vacantValue` takes the place of what is removed.
    init(lists: Int, vacantValue: Value) {
        self.lists = [List](repeating: List(), count: lists)
        self.vacantValue = vacantValue
    }

    /// How many entries there are.
    var count: Int { slots.count }

    /// The values of all entries, in no order.
    var values: some Sequence<Value> { slots.values.lazy.map { entries[$0].value } }

    /// The slot of `key`, where it has an entry.
    func slot(of key: Key) -> Int? { slots[key] }

    /// The slot of the entry of `list` that was used longest ago.
    func oldest(in list: Int) -> Int? { lists[list].oldest }

    /// When the entry was last used, by a clock's stamp.
    func lastUse(of slot: Int) -> Int64 { entries[slot].lastUse }

    /// The slot of the oldest entry of `list`, where it has not been used for `nanoseconds`.
    ///
    /// Entries that were noted under a stray timestamp are made as new as the present.
    mutating func oldest(in list: Int, idleFor nanoseconds: Int64, by clock: SteadyClock) -> Int? {
        while let slot = lists[list].oldest {
            let lastUse = entries[slot].lastUse
            guard lastUse > clock.stamp else { return clock.elapsed - lastUse >= nanoseconds ? slot : nil }
            use(slot, in: list, at: clock.stamp)
        }
        return nil
    }

    /// The value in `slot`, changed in place.
    subscript(slot: Int) -> Value {
        _read { yield entries[slot].value }
        _modify { yield &entries[slot].value }
    }

    /// Adds an entry for `key`, which has none, as the newest of `list`.
    mutating func insert(_ key: Key, _ value: Value, in list: Int, at time: Int64) -> Int {
        let entry = Entry(key: key, value: value, list: list, older: nil, newer: nil, lastUse: time)
        let slot = vacant.popLast() ?? entries.count
        if slot == entries.count { entries.append(entry) } else { entries[slot] = entry }
        slots[key] = slot
        link(slot)
        return slot
    }

    /// Makes the entry the newest of `list`, which may be another than it was in.
    mutating func use(_ slot: Int, in list: Int, at time: Int64) {
        entries[slot].lastUse = time
        if entries[slot].list == list, entries[slot].newer == nil { return }
        unlink(slot)
        entries[slot].list = list
        link(slot)
    }

    /// Takes the entry out and gives its value.
    mutating func remove(_ slot: Int) -> Value {
        unlink(slot)
        slots[entries[slot].key] = nil
        vacant.append(slot)
        let value = entries[slot].value
        entries[slot].value = vacantValue
        return value
    }

    private mutating func link(_ slot: Int) {
        let list = entries[slot].list
        let newest = lists[list].newest
        entries[slot].older = newest
        entries[slot].newer = nil
        if let newest { entries[newest].newer = slot } else { lists[list].oldest = slot }
        lists[list].newest = slot
    }

    private mutating func unlink(_ slot: Int) {
        let (older, newer, list) = (entries[slot].older, entries[slot].newer, entries[slot].list)
        if let older { entries[older].newer = newer } else { lists[list].oldest = newer }
        if let newer { entries[newer].older = older } else { lists[list].newest = older }
    }
}
