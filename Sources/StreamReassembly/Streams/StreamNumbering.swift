/// Which byte of a direction comes next, by its sequence number and by its position.
///
/// Positions count bytes from where the direction was picked up and do not wrap; sequence numbers, which do, become
/// positions here and nowhere else.
struct StreamNumbering: Sendable {
    /// The number of the byte that comes next.
    private(set) var next: UInt32
    /// Its position.
    private(set) var position = 0

    /// The byte numbered `first` comes next, and is the first.
    init(first: UInt32 = 0) { next = first }

    /// The position of the byte numbered `number`, the one of all possible that is nearest to the expected byte.
    func position(of number: UInt32) -> Int { position + Int(Int32(bitPattern: number &- next)) }

    /// Expects the byte at `end` next.
    mutating func advance(to end: Int) {
        next &+= UInt32(truncatingIfNeeded: end - position)
        position = end
    }
}
