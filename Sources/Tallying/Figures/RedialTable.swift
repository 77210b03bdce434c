internal import CallTracking
internal import NetworkTypes

/// Who called whom lately, and whether it came to an answer: what tells a redial from a call with a purpose of its own.
///
/// A fixed table in which a newer attempt may push out an older one, which is counted; then a redial is taken for a
/// call of its own.
struct RedialTable: Sendable {
    private struct Place: Sendable {
        var intent: UInt64 = 0
        var began = CaptureTime.distantPast
        var ended = CaptureTime.distantPast
        var isAnswered = false
    }

    /// How many pairs of caller and callee are remembered; a power of two.
    static let capacity = 16_384

    private var places: [Place] = []
    /// How often an attempt was pushed out that a redial could still have followed.
    private(set) var pushedOut: UInt64 = 0

    /// What an attempt means for the intent that it serves.
    struct Meaning: Equatable {
        /// Whether it is the first that is told of its intent, and whether it fulfils it.
        var isNew, isFulfilled: Bool
    }

    /// Takes an attempt of `intent` that began and ended then; a redial follows within `span` nanoseconds.
    ///
    /// Attempts that failed are told some seconds after their end, so that an answered redial may be told before.
    mutating func take(_ attempt: AttemptFacts, until ended: CaptureTime, isAnswered: Bool, span: Int64) -> Meaning {
        guard attempt.intent != 0 else { return Meaning(isNew: true, isFulfilled: isAnswered) }
        if places.isEmpty { places = [Place](repeating: Place(), count: RedialTable.capacity) }
        let place = Int(truncatingIfNeeded: attempt.intent &* 0x9E37_79B9_7F4A_7C15 &>> 50) & (RedialTable.capacity - 1)
        let (began, before) = (attempt.began, places[place])
        let new = Place(intent: attempt.intent, began: began, ended: ended, isAnswered: isAnswered)
        guard before.intent == attempt.intent else {
            let mayBeFollowed = before.intent != 0 && !before.isAnswered
            if mayBeFollowed, ended.nanoseconds(since: before.ended) <= span { pushedOut &+= 1 }
            places[place] = new
            return Meaning(isNew: true, isFulfilled: isAnswered)
        }
        if began < before.began {
            let isPart = !isAnswered && before.began.nanoseconds(since: ended) <= span
            return Meaning(isNew: !isPart, isFulfilled: isAnswered)
        }
        let isPart = !before.isAnswered && began.nanoseconds(since: before.ended) <= span
        places[place] = new
        return Meaning(isNew: !isPart, isFulfilled: isAnswered)
    }
}
