/// A JSON object in one line, put together key by key.
///
/// A record is written for each call of a capture, so it goes without the containers of a general encoder.
struct JSONLine {
    private var bytes: [UInt8] = [0x7B]

    /// Nothing in it yet.
    init() { bytes.reserveCapacity(1_024) }

    /// The object as it stands.
    var closed: String { String(decoding: bytes, as: UTF8.self) + "}" }

    /// Adds a string, escaped, or null.
    mutating func add(_ key: String, text value: String?) {
        begin(key)
        guard let value else {
            put("null")
            return
        }
        addQuoted(value)
    }

    /// Adds something that is a JSON value as it stands, or null.
    mutating func add(_ key: String, literal value: String?) {
        begin(key)
        put(value ?? "null")
    }

    /// Adds a number.
    mutating func add(_ key: String, number: UInt64) {
        begin(key)
        put(String(number))
    }

    /// Adds an object of counts in the order given.
    mutating func add(_ key: String, map: [(key: String, count: UInt64)]) {
        begin(key)
        put("{")
        for (place, entry) in map.enumerated() {
            if place > 0 { put(",") }
            addQuoted(entry.key)
            put(":")
            put(String(entry.count))
        }
        put("}")
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

    private mutating func begin(_ key: String) {
        if bytes.count > 1 { put(",") }
        put("\"")
        put(key)
        put("\":")
    }

    private mutating func addQuoted(_ value: String) {
        put("\"")
        JSONText.appendEscaped(value, to: &bytes)
        put("\"")
    }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
