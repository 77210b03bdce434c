/// Looking for the group that an INVITE belongs to.
extension LegTable {
    /// The group, not being `own`, of the calls that carry one of `found`, or `UInt32.max`, and by which of them.
    func search(_ found: LegValues, except own: UInt32, at now: Int64) -> (UInt32, LegCorrelation?) {
        let byLocal = group(found.local, partner: found.remote, except: own, at: now)
        if byLocal != .max { return (byLocal, .sessionID) }
        let byRemote = found.isAnswer ? .max : group(found.remote, partner: found.local, except: own, at: now)
        if byRemote != .max { return (byRemote, .sessionID) }
        let byICID = group(found.icid, except: own, at: now)
        if byICID != .max { return (byICID, .icid) }
        let byHeader = group(found.header, except: own, at: now)
        if byHeader != .max { return (byHeader, .header) }
        let (byTo, byURI) = (guess(found.sought.0, at: now), guess(found.sought.1, at: now))
        switch (byTo, byURI) {
        case (nil, nil): return (.max, nil)
        case (let only?, nil), (nil, let only?): return (only, only == .max ? nil : .guess)
        // Of two that are not the same neither is the one.
        case (let one?, let other?): return one == other && one != .max ? (one, .guess) : (.max, nil)
        }
    }

    /// The group of the value under `key`, or `UInt32.max`.
    ///
    /// Two pairs of UUIDs are of one session where they hold the same two, in whatever order, or where one of them
    /// knows one end only: so does the INVITE, which nobody has answered (RFC 7989 §6). A bridge that has one UUID for
    /// all whom it connects so does not join them.
    private func group(_ key: UInt64, partner: UInt64 = 0, except own: UInt32, at now: Int64) -> UInt32 {
        guard key != 0 else { return .max }
        let slot = values.slot(of: key)
        guard slot != .max, values[slot].group != own, now &- values[slot].latest <= LegTable.span else { return .max }
        let known = values[slot].partner
        return known == 0 || partner == 0 || known == partner ? values[slot].group : .max
    }

    /// The group of the only call that was offered under `key` lately; `nil` of none, `UInt32.max` of several.
    private func guess(_ key: UInt64, at now: Int64) -> UInt32? {
        guard key != 0 else { return nil }
        let slot = values.slot(of: key)
        guard slot != .max, isLately(values[slot].latest, now) else { return nil }
        return isLately(values[slot].earlier, now) ? .max : values[slot].group
    }

    private func isLately(_ time: Int64, _ now: Int64) -> Bool {
        time != .min && time <= now && now &- time <= LegTable.guessSpan
    }
}
