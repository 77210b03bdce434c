internal import NetworkTypes
internal import WireBytes

/// A JSON object in one line, put together key by key.
///
/// A record is written for each call of a capture, so it goes without the containers of a general encoder.
struct JSONLine {
    private var bytes: [UInt8] = [0x7B]

    /// Nothing in it yet, and room for so many bytes.
    init(room: Int = 1_024) { bytes.reserveCapacity(room) }

    /// The object with all that was added.
    consuming func closed() -> [UInt8] {
        bytes.append(0x7D)
        return bytes
    }

    /// Adds a string, escaped, or null.
    mutating func add(_ key: String, text value: String?) {
        begin(key)
        guard let value else {
            put("null")
            return
        }
        addQuoted(value)
    }

    /// Adds a word of ours, which has nothing to escape, or null.
    mutating func add(_ key: String, word: String?) {
        begin(key)
        guard let word else {
            put("null")
            return
        }
        addQuoted(word: word)
    }

    /// Adds text of the wire, escaped, or null where there is none.
    mutating func add(_ key: String, octets: ArraySlice<UInt8>) {
        begin(key)
        guard !octets.isEmpty else {
            put("null")
            return
        }
        bytes.append(0x22)
        JSONText.appendEscaped(octets, to: &bytes)
        bytes.append(0x22)
    }

    /// Adds an address and a port.
    mutating func add(_ key: String, endpoint: Endpoint) {
        begin(key)
        bytes.append(0x22)
        endpoint.append(to: &bytes)
        bytes.append(0x22)
    }

    /// Adds a moment, or null.
    mutating func add(_ key: String, time: CaptureTime?) {
        begin(key)
        guard let time else {
            put("null")
            return
        }
        bytes.append(0x22)
        CivilTime(time).appendRFC3339(to: &bytes)
        bytes.append(0x22)
    }

    /// Adds something that is a JSON value as it stands, or null.
    mutating func add(_ key: String, literal value: String?) {
        begin(key)
        put(value ?? "null")
    }

    /// Adds a number.
    mutating func add(_ key: String, number: UInt64) {
        begin(key)
        bytes.append(decimal: number)
    }

    /// Adds an object of counts in the order given, whose keys are words of ours.
    mutating func add(_ key: String, map: some Sequence<(key: String, count: UInt64)>) {
        begin(key)
        bytes.append(0x7B)
        for (place, entry) in map.enumerated() {
            if place > 0 { bytes.append(0x2C) }
            addQuoted(word: entry.key)
            bytes.append(0x3A)
            bytes.append(decimal: entry.count)
        }
        bytes.append(0x7D)
    }

    /// Adds a list of strings.
    mutating func add(_ key: String, list: [String]) {
        begin(key)
        put("[")
        for (place, element) in list.enumerated() {
            if place > 0 { put(",") }
            addQuoted(element)
        }
        put("]")
    }

    /// Adds a list of objects.
    mutating func add(_ key: String, objects: [JSONLine]) {
        begin(key)
        put("[")
        for (place, object) in objects.enumerated() {
            if place > 0 { put(",") }
            bytes += object.closed()
        }
        put("]")
    }

    private mutating func begin(_ key: String) {
        if bytes.count > 1 { bytes.append(0x2C) }
        bytes.append(0x22)
        put(key)
        bytes.append(0x22)
        bytes.append(0x3A)
    }

    private mutating func addQuoted(_ value: String) {
        bytes.append(0x22)
        JSONText.appendEscaped(value, to: &bytes)
        bytes.append(0x22)
    }

    private mutating func addQuoted(word: String) {
        bytes.append(0x22)
        put(word)
        bytes.append(0x22)
    }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
