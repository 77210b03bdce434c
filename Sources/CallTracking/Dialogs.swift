/// Which dialogs the responses to an INVITE created: four in place, of which few calls have more.
struct Dialogs: Sendable {
    private var tags = InlineArray<4, UInt32>(repeating: 0)
    /// How long after the first INVITE each was created, in microseconds up to an hour.
    private var delays = InlineArray<4, UInt32>(repeating: 0)
    private(set) var count: UInt16 = 0

    /// What becomes of a dialog that is seen.
    enum Place {
        /// It is known, or new and has found its place.
        case found
        /// All places are taken by others.
        case full
    }

    /// Notes the dialog whose callee's tag has the fingerprint `tag`, `delay` nanoseconds after the first INVITE.
    mutating func note(_ tag: UInt32, delay: Int64) -> Place {
        for place in 0..<4 {
            if tags[place] == tag { return .found }
            guard tags[place] == 0 else { continue }
            tags[place] = tag
            delays[place] = UInt32(clamping: max(0, delay) / 1_000)
            count &+= 1
            return .found
        }
        return .full
    }

    /// Counts one more than have a place.
    mutating func countFurther() { count = count.saturatingIncrement }

    /// The delays of all but the first, in nanoseconds, as far as they have a place.
    var furtherDelays: [Int64] { count > 1 ? (1..<min(4, Int(count))).map { Int64(delays[$0]) * 1_000 } : [] }

    /// Whether the dialog whose callee's tag has the fingerprint `tag` is one of those that have a place.
    func contains(_ tag: UInt32) -> Bool { tags.indices.contains { tags[$0] == tag } }
}
