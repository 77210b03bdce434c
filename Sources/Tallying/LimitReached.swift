/// A bound that the traffic can reach, and how often it did.
package struct LimitReached: Sendable, Equatable {
    /// The name under which reports show it.
    package let name: String
    /// The bound.
    package let value: UInt64
    /// How often it was reached.
    package let reached: UInt64

    /// The bound `value` called `name`.
    package init(name: String, value: UInt64, reached: UInt64) {
        self.name = name
        self.value = value
        self.reached = reached
    }
}
