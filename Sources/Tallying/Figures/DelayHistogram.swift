/// How many samples there are of each size, in steps of less than one percent, or of six where there are many tables.
///
/// The place of a sample is its floating-point form without the lower bits: an octave, and which of its steps. That
/// takes a shift, where a histogram of a library, which is generic, takes a hundred instructions; there are two dozen
/// samples for each call.
struct DelayHistogram: Sendable {
    /// The counts of adjoining steps, whole octaves of them, and the place of the first.
    private var counts: [UInt32] = []
    private var first: Int32 = 0
    /// Bits of a `Float` that are left out: what is left are eight of the exponent and seven of the fraction, which
    /// make 128 steps of an octave, from a power of two to the next; or four, which make sixteen.
    private let droppedBits: UInt32

    /// No sample yet; steps are wide where it `isCoarse`.
    init(isCoarse: Bool = false) { droppedBits = isCoarse ? 19 : 16 }

    /// Counts a sample, which is not negative; all below one count as one.
    mutating func add(_ sample: Float) { add(1, at: place(of: sample)) }

    /// Adds the counts of another.
    mutating func add(_ other: DelayHistogram) {
        for (step, count) in other.counts.enumerated() where count > 0 {
            add(count, at: place(of: other.beginning(of: Int(other.first) &+ step)))
        }
    }

    /// The samples that so many percent of all do not exceed, of which there is one at least; the percentages rise.
    ///
    /// Each is the end of its step.
    func samples(at percentages: [UInt64]) -> [Float] {
        // Of what was counted here, as a step may be full.
        let total = counts.reduce(0) { $0 &+ UInt64($1) }
        let ranks = percentages.map { (total &* $0 &+ 99) / 100 }
        var found: [Float] = []
        var passed: UInt64 = 0
        for (step, count) in counts.enumerated() where count > 0 {
            passed &+= UInt64(count)
            while found.count < ranks.count, ranks[found.count] <= passed {
                found.append(beginning(of: Int(first) &+ step &+ 1))
            }
        }
        return found
    }

    private func place(of sample: Float) -> Int { Int(max(sample, 1).bitPattern &>> droppedBits) }

    private func beginning(of place: Int) -> Float {
        Float(bitPattern: UInt32(truncatingIfNeeded: place) &<< droppedBits)
    }

    @inline(__always)
    private mutating func add(_ count: UInt32, at place: Int) {
        let first = Int(first)
        guard first..<first &+ counts.count ~= place else { return makeRoom(for: place, count) }
        counts[place &- first] = counts[place &- first].addingSaturating(count)
    }

    /// Widens the counts to the octave of `place`, where there are `count` then.
    @inline(never)
    private mutating func makeRoom(for place: Int, _ count: UInt32) {
        let steps = 1 &<< Int(23 - droppedBits)
        let octave = place - place % steps
        let lower = counts.isEmpty ? octave : min(Int(first), octave)
        let upper = max(counts.isEmpty ? 0 : Int(first) + counts.count, octave + steps)
        var wider = [UInt32](repeating: 0, count: upper - lower)
        for (step, count) in counts.enumerated() { wider[Int(first) - lower + step] = count }
        wider[place - lower] = count
        (counts, first) = (wider, Int32(truncatingIfNeeded: lower))
    }
}

extension UInt32 {
    /// The sum, or the greatest number where it is too great.
    fileprivate func addingSaturating(_ other: UInt32) -> UInt32 {
        let (sum, isOver) = addingReportingOverflow(other)
        return isOver ? .max : sum
    }
}
