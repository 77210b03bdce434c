internal import WireBytes

/// Bytes that came before those that belong in front of them: sorted stretches behind a gap.
struct AheadBytes: Sendable {
    /// A stretch and the frame that brought it.
    struct Stretch: Sendable {
        /// The position in the stream of its first byte.
        var position: Int
        /// The bytes; none where no more than the length of a segment was captured.
        var bytes: [UInt8]
        /// How many bytes behind them the snap length cut off.
        var missingByteCount: Int
        /// The frame.
        var frame: FrameMark
        /// Whether the frame counts as held for this stretch; a frame of several stretches does for the first.
        var ownsFrame: Bool

        /// The position one past its last byte.
        var end: Int { position + bytes.count }
        /// The position one past the last byte that the snap length cut off behind them.
        var cutEnd: Int { end + missingByteCount }
    }

    /// What a stretch costs beside its bytes, which also bounds how many there can be.
    private static let stretchCost = 96

    private var stretches: [Stretch] = []
    /// How much memory they count for.
    private(set) var cost = 0

    /// Whether there is none.
    var isEmpty: Bool { stretches.isEmpty }

    /// Where the first stretch begins: the end of the gap.
    var firstPosition: Int? { stretches.first?.position }

    /// How many frames are held.
    var frames: Int { stretches.reduce(0) { $0 + ($1.ownsFrame ? 1 : 0) } }

    /// Adds the bytes of `range` in `span`, which begin at `position`, where none are yet: the first copy stays.
    ///
    /// Behind them `missing` more were cut off by the snap length. Says whether the bytes that were there are equal,
    /// and whether anything was not known before.
    mutating func insert(
        _ range: ByteRange,
        of span: RawSpan,
        at position: Int,
        missing: Int,
        from frame: FrameMark
    ) -> (isEqual: Bool, wasAdded: Bool) {
        let end = position + range.count
        let shift = range.lower - position
        var (isEqual, wasAdded) = (true, false)
        var index = firstIndex(endingAfter: position)
        var at = position
        while at < end {
            let upTo: Int
            if index < stretches.count, stretches[index].position <= at {
                upTo = min(end, stretches[index].end)
                let stored = ByteRange(at - stretches[index].position, upTo - stretches[index].position)
                let offered = ByteRange(at + shift, upTo + shift)
                let agrees = stretches[index].bytes.withRawSpan { $0.bytes(of: stored, equal: offered, in: span) }
                isEqual = isEqual && agrees
            } else {
                upTo = index < stretches.count ? min(end, stretches[index].position) : end
                let bytes = span.copy(of: ByteRange(at + shift, upTo + shift))
                let stretch = Stretch(
                    position: at,
                    bytes: bytes,
                    missingByteCount: upTo == end ? missing : 0,
                    frame: frame,
                    ownsFrame: !wasAdded
                )
                add(stretch, at: index)
                wasAdded = true
            }
            at = upTo
            index += 1
        }
        let isCutNew = missing > 0 && noteCut(from: end, to: end + missing, after: index, frame, ownsFrame: !wasAdded)
        return (isEqual, wasAdded || isCutNew)
    }

    /// Takes the first stretch out, where it begins at `position` or before.
    mutating func removeFirst(upTo position: Int) -> Stretch? {
        guard let first = stretches.first, first.position <= position else { return nil }
        cost -= first.bytes.count + AheadBytes.stretchCost
        return stretches.removeFirst()
    }

    /// Drops everything; says how many frames were held.
    mutating func removeAll() -> Int {
        defer { self = AheadBytes() }
        return frames
    }

    /// Notes that the snap length cut off the bytes from `position` to `cutEnd`, where that is not known; says so.
    ///
    /// The stretches before `index` begin before `position`. The new one stands behind those that reach into its bytes,
    /// so that stretches end in the order in which they begin.
    private mutating func noteCut(
        from position: Int,
        to cutEnd: Int,
        after index: Int,
        _ frame: FrameMark,
        ownsFrame: Bool
    ) -> Bool {
        var (start, known) = (position, position)
        var index = max(0, index - 1)
        while index < stretches.count, stretches[index].position <= start {
            start = max(start, stretches[index].end)
            known = max(known, stretches[index].cutEnd)
            index += 1
        }
        guard known < cutEnd else { return false }
        let count = cutEnd - start
        let place = Stretch(position: start, bytes: [], missingByteCount: count, frame: frame, ownsFrame: ownsFrame)
        add(place, at: index)
        return true
    }

    private mutating func add(_ stretch: Stretch, at index: Int) {
        cost += stretch.bytes.count + AheadBytes.stretchCost
        stretches.insert(stretch, at: index)
    }

    private func firstIndex(endingAfter position: Int) -> Int {
        if let last = stretches.last, last.end <= position { return stretches.count }
        var (lower, upper) = (0, stretches.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if stretches[middle].end > position { upper = middle } else { lower = middle + 1 }
        }
        return lower
    }
}
