/// A set of small numbers, 0…191: which rules held for a transaction or a call.
package struct MarkSet: Sendable, Hashable {
    private var low: UInt64 = 0
    private var middle: UInt64 = 0
    private var high: UInt64 = 0

    /// The empty set.
    package init() {}

    /// Adds `mark`; the result says whether it was new.
    package mutating func insert(_ mark: Int) -> Bool {
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: mark & 63)
        switch mark &>> 6 {
        case 0: return MarkSet.set(bit, in: &low)
        case 1: return MarkSet.set(bit, in: &middle)
        default: return MarkSet.set(bit, in: &high)
        }
    }

    /// Whether `mark` is in the set.
    package func contains(_ mark: Int) -> Bool {
        let word = mark < 64 ? low : mark < 128 ? middle : high
        return word &>> UInt64(truncatingIfNeeded: mark & 63) & 1 == 1
    }

    /// The marks in rising order.
    package var all: [Int] {
        (0..<192).filter(contains)
    }

    private static func set(_ bit: UInt64, in word: inout UInt64) -> Bool {
        defer { word |= bit }
        return word & bit == 0
    }
}
