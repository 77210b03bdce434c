/// How many samples there are of each size, in steps of less than one percent.
///
/// The place of a sample is its floating-point form without the lower bits: an octave, and which of its 128 steps. That
/// takes a shift, where a histogram of a library, which is generic, takes a hundred instructions; there are two dozen
/// samples for each call.
struct DelayHistogram: Sendable {
    /// Steps of an octave, from a power of two to the next.
    private static let steps = 128
    /// Bits of a `Float` that are left out: what is left are eight of the exponent and seven of the fraction.
    private static let droppedBits: UInt32 = 16

    /// The counts of adjoining steps, whole octaves of them, and the place of the first.
    private var counts: [UInt32] = []
    private var first = 0

    /// Counts a sample, which is not negative; all below one count as one.
    mutating func add(_ sample: Float) { add(1, at: DelayHistogram.place(of: sample)) }

    /// Adds the counts of another.
    mutating func add(_ other: DelayHistogram) {
        for (step, count) in other.counts.enumerated() where count > 0 { add(count, at: other.first &+ step) }
    }

    /// The samples that so many percent of all, of which there is one at least, do not exceed: each is the end of its
    /// step. The percentages rise.
    func samples(at percentages: [UInt64]) -> [Float] {
        // Of what was counted here, as a step may be full.
        let total = counts.reduce(0) { $0 &+ UInt64($1) }
        let ranks = percentages.map { (total &* $0 &+ 99) / 100 }
        var found: [Float] = []
        var passed: UInt64 = 0
        for (step, count) in counts.enumerated() where count > 0 {
            passed &+= UInt64(count)
            while found.count < ranks.count, ranks[found.count] <= passed {
                found.append(DelayHistogram.end(of: first &+ step))
            }
        }
        return found
    }

    private static func place(of sample: Float) -> Int { Int(max(sample, 1).bitPattern &>> droppedBits) }

    private static func end(of place: Int) -> Float {
        Float(bitPattern: (UInt32(truncatingIfNeeded: place) &+ 1) &<< droppedBits)
    }

    @inline(__always)
    private mutating func add(_ count: UInt32, at place: Int) {
        if !(first..<first &+ counts.count ~= place) { makeRoom(for: place) }
        counts[place &- first] = counts[place &- first].addingSaturating(count)
    }

    /// Widens the counts to the octave of `place`.
    @inline(never)
    private mutating func makeRoom(for place: Int) {
        let octave = place - place % DelayHistogram.steps
        let lower = counts.isEmpty ? octave : min(first, octave)
        let upper = max(counts.isEmpty ? 0 : first + counts.count, octave + DelayHistogram.steps)
        var wider = [UInt32](repeating: 0, count: upper - lower)
        for (step, count) in counts.enumerated() { wider[first - lower + step] = count }
        (counts, first) = (wider, lower)
    }
}

extension UInt32 {
    /// The sum, or the greatest number where it is too great.
    fileprivate func addingSaturating(_ other: UInt32) -> UInt32 {
        let (sum, isOver) = addingReportingOverflow(other)
        return isOver ? .max : sum
    }
}
