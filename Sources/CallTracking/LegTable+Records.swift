/// What the table of legs holds of groups and of calls.
extension LegTable {
    /// Calls that are legs of one, or a call alone.
    struct Group: Sendable {
        /// What tells it from every other group.
        let number: UInt64
        /// The slot of its first call, which is there as long as the group has no other.
        let firstCall: UInt32
        /// How many of its calls are open, and how many it has had.
        var openCalls: UInt32 = 0
        var legs: UInt32 = 0
        /// Whether any was joined by a guess.
        var hasGuess = false
        /// The Call-ID of its first leg, where records are written and it has several.
        var name: [UInt8] = []
    }

    /// A call in its group.
    struct Member: Sendable {
        /// The slot of its group, and by what it was joined to others there.
        var group: UInt32
        var correlation: LegCorrelation?
        /// The keys of the values that it carries.
        var keys = SIMD8<UInt64>(repeating: 0)

        /// Whether it carries the value under `key`.
        func holds(_ key: UInt64) -> Bool {
            for place in 0..<8 where keys[place] == key { return true }
            return false
        }

        /// Notes that it carries the value under `key`; `false` where it has as many as there is room for.
        mutating func hold(_ key: UInt64) -> Bool {
            for place in 0..<8 where keys[place] == 0 {
                keys[place] = key
                return true
            }
            return false
        }
    }

    /// What became of a call.
    struct Placement {
        /// Its slot in this table.
        let member: UInt32
        /// By what it was joined to others now; `nil` where it was not.
        var correlation: LegCorrelation?
        /// The slot of the other call of its group, where that was alone there until now.
        var other: UInt32?
    }
}
