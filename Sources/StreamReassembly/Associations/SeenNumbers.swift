/// The transmission sequence numbers that came lately, so that a chunk which is sent again is known.
struct SeenNumbers: Sendable {
    /// How far a number may lie behind the newest and still be one that was late; an older one came before.
    private static let window = 256
    /// How far a number may lie from the newest and still be of the same association.
    private static let farthest = 1 << 20

    /// The number that came last of those with the same last eight bits; at first one that has others.
    private var latest: [UInt32] = []
    private var newest: UInt32 = 0

    /// No number yet.
    init() {}

    /// Takes notice of `number`; says whether it is new.
    mutating func insert(_ number: UInt32) -> Bool {
        let step = Int(Int32(bitPattern: number &- newest))
        if latest.isEmpty || abs(step) > SeenNumbers.farthest {
            latest = (0..<UInt32(SeenNumbers.window)).map { $0 + 1 }
            newest = number
        } else if step <= -SeenNumbers.window {
            return false
        } else if step > 0 {
            newest = number
        }
        let place = Int(number) & (SeenNumbers.window - 1)
        guard latest[place] != number else { return false }
        latest[place] = number
        return true
    }
}
