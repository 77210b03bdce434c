/// Which dialogs the responses to an INVITE created, four in place, of which few calls have more; and in what places
/// are left those that only requests tell of.
struct Dialogs: Sendable {
    /// Those that responses created, in their order, and behind them the others.
    private var tags = InlineArray<4, UInt32>(repeating: 0)
    /// How long after the first INVITE each was created, in microseconds up to an hour.
    private var delays = InlineArray<4, UInt32>(repeating: 0)
    /// How many responses created.
    private(set) var count: UInt16 = 0
    /// What of them is missing; hardly ever anything.
    private var gaps = Gaps()

    /// What becomes of a dialog that is seen.
    enum Place {
        /// It is known, or new and has found its place.
        case found
        /// All places are taken by others.
        case full
    }

    /// Notes the dialog that a response creates, `delay` nanoseconds after the first INVITE.
    ///
    /// - Parameters:
    ///   - tag: a fingerprint of the callee's tag, which names the dialog.
    ///   - delay: how long after the first INVITE that is.
    ///   - isFinal: whether the response is a 2xx, behind which nothing is missing any more.
    /// - Returns: whether it found its place.
    mutating func note(_ tag: UInt32, delay: Int64, isFinal: Bool) -> Place {
        if gaps.isThere { return noteBesideGaps(tag, delay: delay, isFinal: isFinal) }
        for place in 0..<4 {
            if tags[place] == tag { return .found }
            guard tags[place] == 0 else { continue }
            put(tag, in: place, delay: delay)
            return .found
        }
        return .full
    }

    private mutating func put(_ tag: UInt32, in place: Int, delay: Int64) {
        tags[place] = tag
        delays[place] = UInt32(clamping: max(0, delay) / 1_000)
        count &+= 1
    }

    /// The same where something is missing: what only requests told of gives way to what a response creates.
    @inline(never)
    private mutating func noteBesideGaps(_ tag: UInt32, delay: Int64, isFinal: Bool) -> Place {
        let first = formed
        if let known = place(of: tag) {
            gaps.fill(known, isFinal: isFinal)
            if known < first { return .found }
            swap(known, first)
        } else {
            guard first < 4 else { return .full }
            if tags[first] != 0, let free = place(of: 0) { swap(first, free) }
            gaps[first] = .whole
        }
        put(tag, in: first, delay: delay)
        return .found
    }

    /// Notes that a request stands in the dialog with `tag`, of which what created it was not seen, or where it
    /// `lacksAnswer` its 2xx.
    mutating func miss(_ tag: UInt32, _ evidence: Evidence, lacksAnswer: Bool) {
        if let known = place(of: tag) {
            if lacksAnswer { gaps.set(evidence, at: known, lacksAnswer: true) }
        } else if let free = place(of: 0) {
            tags[free] = tag
            gaps.set(evidence, at: free, lacksAnswer: lacksAnswer)
        }
    }

    /// Notes that their call has to make room before its end.
    mutating func cutShort() { gaps.areCutShort = true }

    /// Counts one more than have a place.
    mutating func countFurther() { count = count.saturatingIncrement }

    /// The delays of all but the first, in nanoseconds, as far as they have a place.
    var furtherDelays: [Int64] { count > 1 ? (1..<formed).map { Int64(delays[$0]) * 1_000 } : [] }

    /// Whether the dialog whose callee's tag has the fingerprint `tag` is one that a response created, with a place.
    func contains(_ tag: UInt32) -> Bool { (0..<formed).contains { tags[$0] == tag } }

    /// How many of them, and of those that only requests told of, the capture shows so far as `evidence` says.
    func count(of evidence: Evidence) -> Int {
        let further = max(0, Int(count) - 4)
        let complete: Evidence = gaps.areCutShort ? .lossy : .whole
        let known = (0..<4).count { place in
            guard tags[place] != 0 else { return false }
            return (gaps[place] == .whole ? complete : gaps[place]) == evidence
        }
        return evidence == complete ? known + further : known
    }

    /// How many places those take that responses created.
    private var formed: Int { min(4, Int(count)) }

    private func place(of tag: UInt32) -> Int? { (0..<4).first { tags[$0] == tag } }

    private mutating func swap(_ one: Int, _ other: Int) {
        tags.swapAt(one, other)
        gaps.swap(one, other)
    }
}

/// What of the dialogs in four places is missing, in two bytes.
private struct Gaps: Sendable {
    /// Two bits for the evidence of each, one whether its 2xx is missing, and the highest for all.
    private var bits: UInt16 = 0

    /// Whether anything is.
    var isThere: Bool { bits != 0 }

    /// Whether their call had to make room before its end.
    var areCutShort: Bool {
        get { bits >> 15 == 1 }
        set { bits = bits & 0x7FFF | (newValue ? 0x8000 : 0) }
    }

    /// How much the capture shows of the one in `place`.
    subscript(place: Int) -> Evidence {
        get { Evidence.allCases[Int(bits >> UInt16(place * 2) & 3)] }
        set { set(newValue, at: place, lacksAnswer: false) }
    }

    /// Notes how much it shows of the one in `place`, and whether the 2xx is not there.
    mutating func set(_ evidence: Evidence, at place: Int, lacksAnswer: Bool) {
        bits &= ~(3 << UInt16(place * 2) | answerMark(of: place))
        bits |= UInt16(evidence.place) << UInt16(place * 2) | (lacksAnswer ? answerMark(of: place) : 0)
    }

    /// Takes a response that creates the one in `place`; a provisional one is no 2xx.
    mutating func fill(_ place: Int, isFinal: Bool) {
        if isFinal || bits & answerMark(of: place) == 0 { self[place] = .whole }
    }

    mutating func swap(_ one: Int, _ other: Int) {
        let (first, second) = (self[one], self[other])
        let (isFirst, isSecond) = (bits & answerMark(of: one) != 0, bits & answerMark(of: other) != 0)
        set(second, at: one, lacksAnswer: isSecond)
        set(first, at: other, lacksAnswer: isFirst)
    }

    private func answerMark(of place: Int) -> UInt16 { 1 << UInt16(8 + place) }
}

extension Call {
    /// How many dialogs of its INVITEs the capture shows so far as `evidence` says.
    package func dialogs(_ evidence: Evidence) -> Int { responses.dialogs.count(of: evidence) }
}
