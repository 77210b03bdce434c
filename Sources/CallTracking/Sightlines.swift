internal import BasicContainers
package import NetworkTypes
internal import WireBytes

/// Towards which hosts anything was seen lately, so that a host's silence is told from a direction that the capture
/// does not show (guard ONESIDE).
///
/// A table in sets of four that doubles where a set is full of hosts seen lately, until it has its capacity. From then
/// on a newer host pushes out that one of its set which was seen longest ago. As long as such a one would count, its
/// set says of no host that nothing was sent to it: that is not known any more.
package struct Sightlines: ~Copyable, Sendable {
    /// How long a direction counts as visible after anything was seen in it, in nanoseconds: ten minutes, give or take
    /// four seconds.
    static let span: Int64 = 600_000_000_000
    /// How many hosts are remembered at most, and how many there is room for at first; powers of two.
    static let capacity = 1 << 16
    private static let firstCapacity = 1 << 12
    private static let ways = 4

    /// A word for a host: a hash of its address in the upper 40 bits, of which the lowest is set, and below them when
    /// something was seen, in units of 2³² ns.
    ///
    /// So a set takes 32 bytes and is at hand at once.
    private var places = UniqueArray<UInt64>(repeating: 0, count: firstCapacity)
    /// The latest word that was pushed out of each set although it counted; empty before the first.
    private var pushedOut: [UInt64] = []
    /// How often that happened.
    private(set) var pushedOutCount: UInt64 = 0
    /// The same in every run, so that what is pushed out is the same as well.
    private let hash = KeyedHash(secret: 0x9E37_79B9_7F4A_7C15, second: 0xBF58_476D_1CE4_E5B9)

    private static let timeShift: UInt64 = 32
    private static let timeMask: UInt64 = 1 << 24 - 1
    private static let hostMask = ~timeMask
    private static let hostMark: UInt64 = 1 << 24
    /// Above the mark, which is the same in all.
    private static let setShift: UInt64 = 25

    /// Notes that something was sent towards `address` at `time`.
    mutating func note(_ address: IPAddress, at time: Int64) {
        let word = word(for: address, at: time)
        let set = set(of: word)
        for place in set..<set + Sightlines.ways where Sightlines.isOfOneHost(places[place], word) {
            places[place] = word
            return
        }
        insert(word)
    }

    /// Whether anything was sent towards `address` within the span before `time`, or may have been.
    package func sees(_ address: IPAddress, at time: Int64) -> Bool {
        let word = word(for: address, at: time)
        let set = set(of: word)
        for place in set..<set + Sightlines.ways where Sightlines.isOfOneHost(places[place], word) {
            return Sightlines.counts(places[place], at: word)
        }
        return !pushedOut.isEmpty && Sightlines.counts(pushedOut[set / Sightlines.ways], at: word)
    }

    private mutating func insert(_ word: UInt64) {
        var place = oldest(inSetOf: word)
        while Sightlines.counts(places[place], at: word), places.count < Sightlines.capacity {
            grow()
            place = oldest(inSetOf: word)
        }
        if Sightlines.counts(places[place], at: word) {
            if pushedOut.isEmpty { pushedOut = [UInt64](repeating: 0, count: places.count / Sightlines.ways) }
            pushedOut[place / Sightlines.ways] = places[place]
            pushedOutCount &+= 1
        }
        places[place] = word
    }

    /// The place of the set that is vacant or, where none is, that of the host seen longest ago.
    private func oldest(inSetOf word: UInt64) -> Int {
        let set = set(of: word)
        var oldest = set
        for place in set + 1..<set + Sightlines.ways
        where Sightlines.age(places[place], at: word) > Sightlines.age(places[oldest], at: word) {
            oldest = place
        }
        return oldest
    }

    /// Doubles the table; each set falls into two.
    private mutating func grow() {
        var old = UniqueArray<UInt64>(repeating: 0, count: places.count * 2)
        swap(&old, &places)
        for index in 0..<old.count where old[index] != 0 {
            var place = set(of: old[index])
            while places[place] != 0 { place += 1 }
            places[place] = old[index]
        }
    }

    private func word(for address: IPAddress, at time: Int64) -> UInt64 {
        let units = UInt64(bitPattern: time) &>> Sightlines.timeShift & Sightlines.timeMask
        return hash.combine(address.high, address.low) & Sightlines.hostMask | Sightlines.hostMark | units
    }

    /// The first place of the set of `word`.
    private func set(of word: UInt64) -> Int {
        Int(truncatingIfNeeded: word &>> Sightlines.setShift) &* Sightlines.ways & (places.count &- 1)
    }

    private static func isOfOneHost(_ one: UInt64, _ other: UInt64) -> Bool { (one ^ other) & hostMask == 0 }

    /// How long before that of `word` the time of `earlier` lies, in units; more than any where that is vacant.
    ///
    /// What a stray timestamp noted for later is very old.
    private static func age(_ earlier: UInt64, at word: UInt64) -> UInt64 {
        earlier == 0 ? .max : (word &- earlier) & timeMask
    }

    private static func counts(_ earlier: UInt64, at word: UInt64) -> Bool {
        age(earlier, at: word) <= UInt64(span) &>> timeShift + 1
    }
}
