/// The transmission sequence numbers that came lately, so that a chunk which is sent again is known.
struct SeenNumbers: Sendable {
    /// How far a number may lie behind the newest and still be one that was late; an older one came before.
    ///
    /// A busy trunk sends some thousand chunks in the second that one which was lost may take to come again.
    private static let window = 4_096
    /// How far a number may lie from the newest and still be of the same association.
    private static let farthest = 1 << 20

    /// A bit for each number of the window, at the place that its last bits say; none before the first number.
    private var marks: [UInt64] = []
    private var newest: UInt32 = 0

    /// No number yet.
    init() {}

    /// Takes notice of `number`; says whether it is new.
    mutating func insert(_ number: UInt32) -> Bool {
        let step = Int(Int32(bitPattern: number &- newest))
        if marks.isEmpty || abs(step) > SeenNumbers.farthest || step >= SeenNumbers.window {
            marks = [UInt64](repeating: 0, count: SeenNumbers.window / 64)
            newest = number
        } else if step <= -SeenNumbers.window {
            return false
        } else if step > 0 {
            moveOn(to: number)
        }
        let (word, bit) = SeenNumbers.place(of: number)
        guard marks[word] & bit == 0 else { return false }
        marks[word] |= bit
        return true
    }

    /// Makes `number` the newest: the places up to it are those of numbers that have not come yet.
    private mutating func moveOn(to number: UInt32) {
        while newest != number {
            newest &+= 1
            let (word, bit) = SeenNumbers.place(of: newest)
            if bit == 1, number &- newest >= 63 {
                marks[word] = 0
                newest &+= 63
            } else {
                marks[word] &= ~bit
            }
        }
    }

    private static func place(of number: UInt32) -> (word: Int, bit: UInt64) {
        (Int(number) / 64 % (window / 64), 1 &<< UInt64(number & 63))
    }
}
