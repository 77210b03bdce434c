/// Every interval but the response times.
package struct IntervalTable: Sendable {
    /// What is kept of each; empty before anything came, as many rows get no further.
    private var kept: [Interval] = []
    /// All intervals by name, once the samples were let go.
    private var frozen: [Interval] = []
    private let isCoarse: Bool

    /// No sample yet; percentiles are up to one percent too long, or six where it `isCoarse`.
    package init(isCoarse: Bool = false) { self.isCoarse = isCoarse }

    /// The interval called `name`.
    package subscript(name: KPIInterval) -> Interval {
        guard frozen.isEmpty else { return frozen[name.rawValue] }
        guard !kept.isEmpty else { return Interval(isCoarse: isCoarse) }
        let parts = name.parts
        return parts.dropFirst().reduce(into: kept[parts[0].rawValue]) { $0.add(kept[$1.rawValue]) }
    }

    /// Takes the samples of `contributions`.
    mutating func add(_ contributions: [Contribution]) {
        guard frozen.isEmpty else { return addFrozen(contributions) }
        if kept.isEmpty, !contributions.isEmpty { makeRoom() }
        var kept = kept.mutableSpan
        for contribution in contributions {
            for place in 0..<Int(contribution.sampleCount) {
                kept[Int(contribution.names[place])].add(contribution.nanoseconds[place])
            }
        }
    }

    private mutating func addFrozen(_ contributions: [Contribution]) {
        for contribution in contributions {
            for place in 0..<Int(contribution.sampleCount) {
                let name = KPIInterval(rawValue: Int(contribution.names[place]))
                for whole in KPIInterval.allCases where whole.parts.contains(where: { $0 == name }) {
                    frozen[whole.rawValue].add(contribution.nanoseconds[place])
                }
            }
        }
    }

    /// Takes all samples of another of which none were let go.
    mutating func add(_ other: IntervalTable) {
        guard frozen.isEmpty else {
            for name in KPIInterval.allCases { frozen[name.rawValue].add(other[name]) }
            return
        }
        guard !other.kept.isEmpty else { return }
        if kept.isEmpty { makeRoom() }
        for place in kept.indices { kept[place].add(other.kept[place]) }
    }

    private mutating func makeRoom() {
        kept = [Interval](repeating: Interval(isCoarse: isCoarse), count: KPIInterval.keptCount)
    }

    /// Keeps the percentiles as they are and lets the samples go.
    mutating func freeze() {
        guard frozen.isEmpty else { return }
        frozen = KPIInterval.allCases.map { self[$0] }
        for place in frozen.indices { frozen[place].freeze() }
        kept = []
    }
}
