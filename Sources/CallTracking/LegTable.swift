/// Which calls are legs of one: groups of calls with different Call-IDs that carry the same value.
///
/// A call is put into a group once, by the first of these that another call carries: a UUID of Session-ID, the
/// icid-value, the header field named for it, and at last parties and time. Nothing outlives the open calls: a value
/// goes with the last call that carries it, a group with its last call.
struct LegTable: ~Copyable, Sendable {
    /// How long after the latest leg another one may follow: half an hour, for calls that wait in a queue.
    ///
    /// What comes back later, while a call is still open, is a value used twice.
    static let span: Int64 = 1_800_000_000_000
    /// How long after a leg the next one follows where only parties and time tell: five seconds.
    static let guessSpan: Int64 = 5_000_000_000
    /// The most legs of a group: a value that more calls carry tells nothing.
    static let mostLegs = 64

    // Not private: Swift 6.3 cannot destroy from another file what holds such types.
    struct Group: Sendable {
        let number: UInt64
        /// The slot of its first call, which is there as long as the group has no other.
        let firstCall: UInt32
        var openCalls: UInt32 = 0
        var legs: UInt32 = 0
        var hasGuess = false
        /// The Call-ID of its first leg, where records are written and it has several.
        var name: [UInt8] = []
    }

    struct Member: Sendable {
        let group: UInt32
        let correlation: LegCorrelation?
        /// The keys of the values that it carries.
        var keys = SIMD8<UInt64>(repeating: 0)
    }

    /// What became of a call.
    struct Placement {
        /// Its slot in this table.
        let member: UInt32
        /// By what it was joined to others; `nil` where it was not.
        let correlation: LegCorrelation?
        /// The slot of the first call of its group, where that has become a group of several with it.
        var firstCall: UInt32?
    }

    private(set) var values: LegValueTable
    private var groups = SlotPool<Group>()
    private var members = SlotPool<Member>()
    private var lastNumber: UInt64 = 0
    /// How often a call was not joined because its group had too many legs.
    private(set) var refusalCount: UInt64 = 0

    /// An empty table for up to `limit` values.
    init(limit: Int) { values = LegValueTable(limit: limit) }

    /// How many values, groups and calls it holds.
    var counts: (values: Int, groups: Int, members: Int) { (values.count, groups.count, members.count) }

    /// Puts the call in `call`, which has no place here yet and whose INVITE at `now` says `found`, into a group.
    mutating func place(_ call: UInt32, _ found: LegValues, at now: Int64) -> Placement {
        var (group, correlation) = search(found, at: now)
        if group != .max, groups[group].legs >= LegTable.mostLegs {
            refusalCount &+= 1
            (group, correlation) = (.max, nil)
        }
        if group == .max {
            lastNumber &+= 1
            group = groups.insert(Group(number: lastNumber, firstCall: call))
        }
        groups[group].openCalls &+= 1
        groups[group].legs &+= 1
        if let correlation, correlation.isGuess { groups[group].hasGuess = true }
        let member = members.insert(Member(group: group, correlation: correlation))
        var placement = Placement(member: member, correlation: correlation)
        if correlation != nil, groups[group].legs == 2 { placement.firstCall = groups[group].firstCall }
        note(found, of: member, at: now)
        return placement
    }

    /// Notes what a further INVITE of the call at `member` says, for legs that come later.
    mutating func note(_ found: LegValues, of member: UInt32, at now: Int64) {
        note(found.local, partner: found.remote, of: member, at: now)
        note(found.remote, partner: found.local, of: member, at: now)
        note(found.icid, of: member, at: now)
        note(found.header, of: member, at: now)
        offer(found.offered.0, of: member, at: now)
        offer(found.offered.1, of: member, at: now)
    }

    /// Notes that the call at `member` carries the value under `key`, unless a call of another group does.
    mutating func note(_ key: UInt64, partner: UInt64 = 0, of member: UInt32, at now: Int64) {
        guard key != 0 else { return }
        let (slot, group) = (values.slot(of: key), members[member].group)
        if slot == .max {
            guard hold(key, member) else { return }
            values.insert(LegValueTable.Entry(key: key, partner: partner, group: group, at: now))
        } else if values[slot].group == group {
            if !holds(key, member), hold(key, member) { values[slot].holders &+= 1 }
            values.use(slot, at: now)
        } else if now &- values[slot].latest > LegTable.span {
            take(slot, partner: partner, for: member, at: now)
        }
    }

    /// The name of the group of the call at `member`; empty where it is alone there, or where no names are kept.
    func name(of member: UInt32) -> [UInt8] { groups[members[member].group].name }

    /// Names the group of the call at `member` by the Call-ID of its first leg.
    mutating func name(_ member: UInt32, _ callID: [UInt8]) { groups[members[member].group].name = callID }

    /// The group of the call at `member`; `nil` where it is alone there.
    func group(of member: UInt32) -> LegGroup? {
        let slot = members[member].group
        guard groups[slot].legs > 1 else { return nil }
        return LegGroup(
            number: groups[slot].number,
            legCount: Int(groups[slot].legs),
            correlation: members[member].correlation,
            hasGuess: groups[slot].hasGuess
        )
    }

    /// Forgets the call at `member` and what nobody else carries.
    mutating func remove(_ member: UInt32) {
        let (group, keys) = (members[member].group, members[member].keys)
        for place in 0..<8 where keys[place] != 0 {
            let slot = values.slot(of: keys[place])
            guard slot != .max, values[slot].group == group else { continue }
            values[slot].holders &-= 1
            if values[slot].holders == 0 { values.remove(slot) }
        }
        members.remove(member)
        groups[group].openCalls &-= 1
        guard groups[group].openCalls == 0 else { return }
        groups[group].name = []
        groups.remove(group)
    }
}

/// What a call holds of the values.
extension LegTable {
    /// Notes that the call at `member` may have a leg behind it that is looked for under `key`; the latest call counts.
    private mutating func offer(_ key: UInt64, of member: UInt32, at now: Int64) {
        guard key != 0 else { return }
        let slot = values.slot(of: key)
        if slot != .max, values[slot].group != members[member].group {
            let earlier = values[slot].latest
            take(slot, partner: 0, for: member, at: now)
            values[slot].earlier = earlier
        } else {
            note(key, of: member, at: now)
        }
    }

    /// Takes the value in `slot` from its group for the call at `member`.
    private mutating func take(_ slot: UInt32, partner: UInt64, for member: UInt32, at now: Int64) {
        let key = values[slot].key
        guard holds(key, member) || hold(key, member) else { return }
        values[slot].group = members[member].group
        values[slot].holders = 1
        values[slot].partner = partner
        values.use(slot, at: now)
    }

    private func holds(_ key: UInt64, _ member: UInt32) -> Bool {
        let keys = members[member].keys
        for place in 0..<8 where keys[place] == key { return true }
        return false
    }

    /// Notes `key` for the call at `member`; `false` where that has as many as there is room for.
    private mutating func hold(_ key: UInt64, _ member: UInt32) -> Bool {
        for place in 0..<8 where members[member].keys[place] == 0 {
            members[member].keys[place] = key
            return true
        }
        return holds(key, member)
    }
}
