/// Correlation values by key, each with the group of legs that carry it; the one unused for longest goes first.
///
/// What is oldest has had its time to be found: a B2BUA sends its leg within seconds.
struct LegValueTable: ~Copyable, Sendable {
    /// A value that calls carry, or parties and a host that they have in common.
    struct Entry: Sendable {
        let key: UInt64
        /// The key of the other UUID of its Session-ID; 0 where that is nil, or where it is no UUID.
        var partner: UInt64 = 0
        /// When an INVITE last carried it.
        var latest: Int64
        /// When an INVITE of another group last did before, where that matters.
        var earlier = Int64.min
        /// The group of the calls that carry it, and how many of them are open.
        var group: UInt32
        var holders: UInt32 = 1
        fileprivate var older = UInt32.max
        fileprivate var newer = UInt32.max

        init(key: UInt64, partner: UInt64, group: UInt32, at time: Int64) {
            (self.key, self.partner, self.group, latest) = (key, partner, group, time)
        }
    }

    private var entries = SlotPool<Entry>()
    private var index = SlotIndex(minimumCapacity: 16)
    private var oldest = UInt32.max
    private var newest = UInt32.max
    /// The most values that are kept.
    let limit: Int
    /// How many values were dropped because there were more.
    private(set) var evictionCount: UInt64 = 0

    /// An empty table for up to `limit` values.
    init(limit: Int) { self.limit = max(1, limit) }

    /// How many values there are.
    var count: Int { entries.count }

    /// The slot of the value under `key`, or `UInt32.max`.
    func slot(of key: UInt64) -> UInt32 { index.firstSlot(of: key) { entries[$0].key == key } }

    /// The value in `slot`, which is in use.
    subscript(slot: UInt32) -> Entry {
        _read { yield entries[slot] }
        _modify { yield &entries[slot] }
    }

    /// Adds `entry`, whose key is not there yet, as the newest.
    mutating func insert(_ entry: Entry) {
        if entries.count >= limit {
            remove(oldest)
            evictionCount &+= 1
        }
        let slot = entries.insert(entry)
        index.insert(slot, key: entry.key)
        append(slot)
    }

    /// Makes the value in `slot` the newest, used at `time`.
    mutating func use(_ slot: UInt32, at time: Int64) {
        entries[slot].latest = time
        guard slot != newest else { return }
        unlink(slot)
        append(slot)
    }

    /// Forgets the value in `slot`.
    mutating func remove(_ slot: UInt32) {
        unlink(slot)
        index.remove(slot, key: entries[slot].key)
        entries.remove(slot)
    }

    private mutating func append(_ slot: UInt32) {
        entries[slot].older = newest
        entries[slot].newer = .max
        if newest == .max { oldest = slot } else { entries[newest].newer = slot }
        newest = slot
    }

    private mutating func unlink(_ slot: UInt32) {
        let (older, newer) = (entries[slot].older, entries[slot].newer)
        if older == .max { oldest = newer } else { entries[older].newer = newer }
        if newer == .max { newest = older } else { entries[newer].older = older }
    }
}
