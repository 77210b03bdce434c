/// Which calls are legs of one: groups of calls with different Call-IDs that carry the same value.
///
/// A call joins others once, by the first of these that another call carries: a UUID of Session-ID, the icid-value, the
/// header field named for it, and at last parties and time. Nothing outlives the open calls: a value
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

    /// Whether a value under `key` is there.
    func holds(_ key: UInt64) -> Bool { values.count > 0 && values.slot(of: key) != .max }

    /// Whether a call is there that one whose message at `now` says `found` would join.
    func knows(_ found: LegValues, at now: Int64) -> Bool {
        values.count > 0 && search(found, except: .max, at: now).0 != .max
    }

    /// Puts the call in `call`, which has no place here yet and whose INVITE at `now` says `found`, into a group.
    mutating func place(_ call: UInt32, _ found: LegValues, at now: Int64) -> Placement {
        var (group, correlation) = opening(found, at: now)
        if group == .max {
            lastNumber &+= 1
            group = groups.insert(Group(number: lastNumber, firstCall: call))
        }
        groups[group].openCalls &+= 1
        groups[group].legs &+= 1
        if let correlation, correlation.isGuess { groups[group].hasGuess = true }
        let member = members.insert(Member(group: group, correlation: correlation))
        var placement = Placement(member: member, correlation: correlation)
        if correlation != nil, groups[group].legs == 2 { placement.other = groups[group].firstCall }
        note(found, of: member, at: now)
        return placement
    }

    /// Takes what a further message of the call at `member` says, by which it may join others as long as it is alone.
    mutating func add(_ found: LegValues, to member: UInt32, at now: Int64) -> Placement {
        var placement = Placement(member: member)
        let own = members[member].group
        if groups[own].legs == 1 {
            let (group, correlation) = opening(found, except: own, at: now)
            if let correlation {
                move(member, to: group, by: correlation)
                placement.correlation = correlation
                if groups[group].legs == 2 { placement.other = groups[group].firstCall }
            }
        }
        note(found, of: member, at: now)
        return placement
    }

    /// Makes of two calls, the only ones of a group, the other one the first.
    mutating func exchange(_ one: UInt32, _ other: UInt32) {
        (members[one].correlation, members[other].correlation) =
            (members[other].correlation, members[one].correlation)
    }

    /// The group that what is `found` belongs to, where that takes one more leg, and by what.
    private mutating func opening(
        _ found: LegValues,
        except own: UInt32 = .max,
        at now: Int64
    ) -> (UInt32, LegCorrelation?) {
        let (group, correlation) = search(found, except: own, at: now)
        guard group != .max else { return (.max, nil) }
        guard groups[group].legs < LegTable.mostLegs else {
            refusalCount &+= 1
            return (.max, nil)
        }
        return (group, correlation)
    }

    /// Moves the call at `member`, which is alone in its group, with what it carries to another one.
    private mutating func move(_ member: UInt32, to group: UInt32, by correlation: LegCorrelation) {
        let (own, keys) = (members[member].group, members[member].keys)
        for place in 0..<8 where keys[place] != 0 {
            let slot = values.slot(of: keys[place])
            if slot != .max, values[slot].group == own { values[slot].group = group }
        }
        members[member].group = group
        members[member].correlation = correlation
        groups.remove(own)
        groups[group].openCalls &+= 1
        groups[group].legs &+= 1
        if correlation.isGuess { groups[group].hasGuess = true }
    }

    /// Notes what the call at `member` says, for legs that come later.
    private mutating func note(_ found: LegValues, of member: UInt32, at now: Int64) {
        note(found.local, partner: found.remote, of: member, at: now)
        note(found.remote, partner: found.local, of: member, at: now)
        note(found.icid, of: member, at: now)
        note(found.header, of: member, at: now)
        offer(found.offered.0, of: member, at: now)
        offer(found.offered.1, of: member, at: now)
    }

    /// Notes that the call at `member` carries the value under `key`, unless a call of another group does.
    private mutating func note(_ key: UInt64, partner: UInt64 = 0, of member: UInt32, at now: Int64) {
        guard key != 0 else { return }
        let (slot, group) = (values.slot(of: key), members[member].group)
        if slot == .max {
            // It may carry it all the same, where there were too many values.
            guard members[member].holds(key) || members[member].hold(key) else { return }
            values.insert(LegValueTable.Entry(key: key, partner: partner, group: group, at: now))
        } else if values[slot].group == group {
            if !members[member].holds(key), members[member].hold(key) { values[slot].holders &+= 1 }
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
        guard members[member].holds(key) || members[member].hold(key) else { return }
        values[slot].group = members[member].group
        values[slot].holders = 1
        values[slot].partner = partner
        values.use(slot, at: now)
    }
}
