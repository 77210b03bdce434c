import TestSupport

/// The damaged inputs that belong to a seed: the same in every run, and each at hand by its number.
package struct Mutations: Sendable {
    private let target: FuzzTarget
    private let seed: UInt64
    private let seeds: [[UInt8]]

    /// The inputs of `target` that belong to `seed`.
    package init(of target: FuzzTarget, seed: UInt64) {
        self.target = target
        self.seed = seed
        seeds = Seeds.of(target)
    }

    /// The input numbered `number`.
    ///
    /// Most are a seed with some of its bytes changed; of each seven one is two seeds grown together.
    package subscript(number: Int) -> [UInt8] {
        var random = SeededRandom(seed: seed &* 0x1_0000_0001 &+ UInt64(number))
        let base = seeds[number % seeds.count]
        guard number % 7 == 0 else { return random.damaged(base) }
        let other = seeds[Int.random(in: 0..<seeds.count, using: &random)]
        let head = base.prefix(Int.random(in: 0...base.count, using: &random))
        let tail = other.suffix(Int.random(in: 0...other.count, using: &random))
        return random.damaged(Array(head + tail))
    }
}
