package import SIPCatalogue
package import WireBytes

/// One header field of a message, as offsets: the name and value stay as the wire had them.
package struct HeaderField: Sendable {
    /// The raw value of the registered name that it has, compact forms expanded; 255 for any other name.
    let code: UInt8
    /// The name as written.
    package let nameText: ByteRange
    /// The value without surrounding blanks; a folded value holds its line ends.
    package let value: ByteRange

    /// Which registered field it is, compact forms expanded; `nil` for any other name.
    package var name: HeaderName? { HeaderName(rawValue: code) }
}

/// The header fields of a message in the order of the wire, with the first of each frequent name at hand.
package struct HeaderFields: Sendable {
    /// Every field in the order of the wire.
    package private(set) var all: [HeaderField] = []

    /// For each of the first 64 registered names, the place of its first field in `all`, or `absent`.
    private var firstPlaces = [UInt8](repeating: HeaderFields.absent, count: 64)
    private static let absent: UInt8 = 0xFF

    /// No fields yet, and room for those of an ordinary message.
    init() { all.reserveCapacity(64) }

    /// The value of the first field called `name`, or `nil` where there is none.
    package func value(of name: HeaderName) -> ByteRange? {
        place(of: name.rawValue).map { all[$0].value }
    }

    /// Whether a field called `name` is there.
    package func has(_ name: HeaderName) -> Bool { place(of: name.rawValue) != nil }

    /// Hands the value of every field called `name` to `body`, in the order of the wire.
    package func forEachValue(of name: HeaderName, _ body: (ByteRange) -> Void) {
        let code = name.rawValue
        guard let first = place(of: code) else { return }
        for index in first..<all.count where all[index].code == code { body(all[index].value) }
    }

    @inline(__always)
    private func place(of code: UInt8) -> Int? {
        if code < 64 {
            let place = firstPlaces[Int(code)]
            if place != HeaderFields.absent { return Int(place) }
            if all.count < Int(HeaderFields.absent) { return nil }
        }
        return all.firstIndex { $0.code == code }
    }

    /// Forgets every field and keeps the room.
    mutating func removeAll() {
        all.removeAll(keepingCapacity: true)
        for place in 0..<64 { firstPlaces[place] = HeaderFields.absent }
    }

    /// Adds `field`; the result is the place of an earlier field of its name, where that is one of the frequent names.
    @inline(__always)
    mutating func append(_ field: HeaderField) -> Int? {
        var earlier: Int?
        if field.code < 64 {
            let first = firstPlaces[Int(field.code)]
            if first != HeaderFields.absent {
                earlier = Int(first)
            } else if all.count < Int(HeaderFields.absent) {
                firstPlaces[Int(field.code)] = UInt8(truncatingIfNeeded: all.count)
            }
        }
        all.append(field)
        return earlier
    }
}
