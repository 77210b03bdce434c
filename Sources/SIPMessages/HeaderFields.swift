internal import BasicContainers
package import SIPCatalogue
package import WireBytes

/// One header field of a message, as offsets: the name and value stay as the wire had them.
package struct HeaderField: Sendable {
    /// The raw value of the registered name that it has, compact forms expanded; 255 for any other name.
    let code: UInt8
    /// The name as written.
    package let nameText: ByteRange
    /// Everything behind the colon up to the line end.
    let rest: ByteRange

    /// The value without surrounding blanks; a folded value holds its line ends.
    @inline(__always)
    package func value(_ bytes: RawSpan) -> ByteRange {
        // `: value CR` as nearly everybody writes it, else whatever blanks there are.
        let (lower, upper) = (rest.lower, rest.upper)
        if bytes.octet(at: lower) == 0x20, bytes.octet(at: lower &+ 1) > 0x20, bytes.octet(at: upper &- 1) == 0x0D,
            bytes.octet(at: upper &- 2) > 0x20
        {
            return ByteRange(lower &+ 1, upper &- 1)
        }
        return bytes.trimmed(rest)
    }

    /// Which registered field it is, compact forms expanded; `nil` for any other name.
    package var name: HeaderName? { HeaderName(rawValue: code) }
}

/// The header fields of a message in the order of the wire, with the first of each frequent name at hand.
///
/// `UniqueArray` because it is written once a field: an `Array` asks at each write whether it is shared.
package struct HeaderFields: ~Copyable, Sendable {
    /// Every field in the order of the wire.
    private var all = UniqueArray<HeaderField>(minimumCapacity: 64)

    /// For each of the first 64 registered names the place of its first field in `all`, with the number of the message
    /// for which that was noted above it, so that nothing has to be wiped from message to message.
    private var firstPlaces = UniqueArray<UInt32>(minimumCapacity: HeaderFields.frequentCount)
    private var generation: UInt32 = 1
    private static let frequentCount = 64
    private static let placeLimit = 256
    private static let generationLimit: UInt32 = 1 << 24

    /// No fields yet, and room for those of an ordinary message.
    init() { wipePlaces() }

    /// How many fields there are.
    @inline(__always)
    package var count: Int { all.count }

    /// The field at `place`, 0 for the first on the wire; `place` is below ``count``.
    @inline(__always)
    package subscript(place: Int) -> HeaderField { all[place] }

    /// The value of the first field called `name`, or `nil` where there is none.
    @inline(__always)
    package func value(of name: HeaderName, _ bytes: RawSpan) -> ByteRange? {
        guard let place = place(of: name.rawValue) else { return nil }
        return all[place].value(bytes)
    }

    /// Whether a field called `name` is there.
    package func has(_ name: HeaderName) -> Bool { place(of: name.rawValue) != nil }

    /// Hands the value of every field called `name` to `body`, in the order of the wire.
    package func forEachValue(of name: HeaderName, _ bytes: RawSpan, _ body: (ByteRange) -> Void) {
        let code = name.rawValue
        guard let first = place(of: code) else { return }
        for index in first..<all.count where all[index].code == code { body(all[index].value(bytes)) }
    }

    /// Every entry of `marks` that belongs to a field of the message, united; it has one for each registered name.
    ///
    /// One look at each field tells which of many are there.
    package func union(of marks: [UInt64]) -> UInt64 {
        var union: UInt64 = 0
        for index in 0..<all.count {
            let code = Int(all[index].code)
            if code < marks.count { union |= marks[code] }
        }
        return union
    }

    @inline(__always)
    private func place(of code: UInt8) -> Int? {
        if code < HeaderFields.frequentCount {
            let entry = firstPlaces[Int(code)]
            if entry &>> 8 == generation { return Int(entry & 0xFF) }
            if all.count < HeaderFields.placeLimit { return nil }
        }
        for place in 0..<all.count where all[place].code == code { return place }
        return nil
    }

    /// Forgets every field and keeps the room.
    mutating func removeAll() {
        all.removeAll(keepingCapacity: true)
        generation &+= 1
        if generation == HeaderFields.generationLimit { wipePlaces() }
    }

    private mutating func wipePlaces() {
        firstPlaces.removeAll(keepingCapacity: true)
        for _ in 0..<HeaderFields.frequentCount { firstPlaces.append(0) }
        generation = 1
    }

    /// Adds `field`; the result is the place of an earlier field of its name, where that is one of the frequent names
    /// or Min-Expires.
    @inline(__always)
    mutating func append(_ field: HeaderField) -> Int? {
        var earlier: Int?
        if field.code < HeaderFields.frequentCount {
            let entry = firstPlaces[Int(field.code)]
            if entry &>> 8 == generation {
                earlier = Int(entry & 0xFF)
            } else if all.count < HeaderFields.placeLimit {
                firstPlaces[Int(field.code)] = generation &<< 8 | UInt32(truncatingIfNeeded: all.count)
            }
        } else if field.code == HeaderName.minExpires.rawValue {
            earlier = place(of: field.code)
        }
        all.append(field)
        return earlier
    }
}
