internal import WireBytes

/// The words of a call that its record shows, in one piece of memory: there are as many as open calls.
///
/// Seven numbers of two bytes say where each ends, then they follow one after the other; nothing at all where no
/// records are written.
package struct CallText: Sendable {
    private var packed: [UInt8] = []

    private static let headCount = 14
    /// The most bytes of the first four together, of one of them, and what one has left however long those before it
    /// are.
    static let most = 512
    static let longestPart = 256
    static let leastPart = 64
    /// The most bytes of the reason phrase.
    static let longestReason = 128

    init() {}

    /// The words that stand in `bytes` where these ranges say, each cut to what there is room for.
    init(_ bytes: RawSpan, callID: ByteRange, from: ByteRange, to: ByteRange, requestURI: ByteRange) {
        var parts: InlineArray<4, ByteRange> = [callID, from, to, requestURI]
        var left = CallText.most
        for place in 0..<4 {
            let room = min(left - (3 - place) * CallText.leastPart, CallText.longestPart)
            parts[place] = parts[place].cut(to: room, bytes.byteCount)
            left -= parts[place].count
        }
        packed.reserveCapacity(CallText.headCount + CallText.most - left)
        var end = CallText.headCount
        for place in 0..<7 {
            if place < 4 { end += parts[place].count }
            packed.append(UInt8(truncatingIfNeeded: end))
            packed.append(UInt8(truncatingIfNeeded: end >> 8))
        }
        for place in 0..<4 { packed.append(parts[place], of: bytes) }
    }

    /// Puts the reason phrase of a final response, which stands in `range` of `bytes`, in place of one before it.
    mutating func setFinalReason(_ bytes: RawSpan, _ range: ByteRange) {
        guard !packed.isEmpty else { return }
        let reason = range.cut(to: CallText.longestReason, bytes.byteCount)
        packed.removeLast(packed.count - end(of: 5))
        packed.reserveCapacity(packed.count + reason.count)
        packed.append(reason, of: bytes)
        setEnd(of: 6)
    }

    /// Puts the Call-ID of the call that is replaced, which stands in `range` of `bytes`, in place of one before it;
    /// what follows it is none any more, as this is of a further INVITE.
    mutating func setReplaced(_ bytes: RawSpan, _ range: ByteRange) { set(4, bytes, range) }

    /// Puts the URI of who referred the caller, which stands in `range` of `bytes`, in place of one before it, behind
    /// ``setReplaced(_:_:)`` of the same INVITE.
    mutating func setReferredBy(_ bytes: RawSpan, _ range: ByteRange) { set(5, bytes, range) }

    /// Forgets what an earlier INVITE of the call said of another call and of a referrer.
    mutating func forgetReferral() {
        guard !replaced.isEmpty || !referredBy.isEmpty else { return }
        let (start, stop) = (end(of: 3), end(of: 5))
        packed.removeSubrange(start..<stop)
        for place in 4...5 { setEnd(of: place, to: start) }
        setEnd(of: 6)
    }

    /// Puts what stands in `range` of `bytes` into the part in `place`, behind which there is nothing then.
    private mutating func set(_ place: Int, _ bytes: RawSpan, _ range: ByteRange) {
        guard !packed.isEmpty else { return }
        let part = range.cut(to: CallText.longestPart, bytes.byteCount)
        packed.removeLast(packed.count - end(of: place - 1))
        packed.reserveCapacity(packed.count + part.count)
        packed.append(part, of: bytes)
        for later in place..<7 { setEnd(of: later) }
    }

    /// Notes that the part in `place` ends where all ends by now.
    private mutating func setEnd(of place: Int) { setEnd(of: place, to: packed.count) }

    private mutating func setEnd(of place: Int, to end: Int) {
        packed[place * 2] = UInt8(truncatingIfNeeded: end)
        packed[place * 2 + 1] = UInt8(truncatingIfNeeded: end >> 8)
    }

    /// The Call-ID.
    package var callID: ArraySlice<UInt8> { part(0) }
    /// The URI of the From header field.
    package var from: ArraySlice<UInt8> { part(1) }
    /// The URI of the To header field.
    package var to: ArraySlice<UInt8> { part(2) }
    /// The Request-URI, empty where the first message was a response.
    package var requestURI: ArraySlice<UInt8> { part(3) }
    /// The Call-ID of the call that it replaces, empty where it replaces none.
    package var replaced: ArraySlice<UInt8> { part(4) }
    /// The URI of Referred-By of its INVITE, empty where it has none.
    package var referredBy: ArraySlice<UInt8> { part(5) }
    /// The reason phrase of the last final response.
    package var finalReason: ArraySlice<UInt8> { part(6) }

    private func part(_ place: Int) -> ArraySlice<UInt8> {
        guard !packed.isEmpty else { return [] }
        return packed[(place == 0 ? CallText.headCount : end(of: place - 1))..<end(of: place)]
    }

    private func end(of place: Int) -> Int { Int(packed[place * 2]) | Int(packed[place * 2 + 1]) << 8 }
}

extension ByteRange {
    /// The first `count` bytes of it that lie below `end`.
    func cut(to count: Int, _ end: Int) -> ByteRange {
        ByteRange(lower, Swift.min(upper, lower &+ count, Swift.max(lower, end)))
    }
}
