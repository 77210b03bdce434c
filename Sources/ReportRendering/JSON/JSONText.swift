internal import FoundationEssentials

/// How values become JSON: keys sorted, indented, a line feed at the end, and nothing in it that a terminal acts on.
enum JSONText {
    /// `value` as text.
    static func pretty(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: escapingInvisible([UInt8](try encoder.encode(value))), as: UTF8.self)
    }

    /// Adds `text` as it stands between the quotes of a JSON string to `target`, which is UTF-8.
    static func appendEscaped(_ text: String, to target: inout [UInt8]) {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
            target.append(contentsOf: text.utf8)
            return
        }
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                target.append(0x5C)
                target.append(UInt8(ascii: scalar))
            } else if TerminalText.isHidden(scalar) {
                target.append(contentsOf: escape(scalar).utf8)
            } else {
                target.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    /// Adds `octets`, which are text of the wire, in the same way.
    static func appendEscaped(_ octets: ArraySlice<UInt8>, to target: inout [UInt8]) {
        if octets.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
            target.append(contentsOf: octets)
        } else {
            appendEscaped(String(decoding: octets, as: UTF8.self), to: &target)
        }
    }

    /// Encoded JSON with the characters escaped that an encoder leaves and that hide, reorder or steer what is shown,
    /// and with a line feed at its end.
    ///
    /// They stand inside strings only, where an escape means the same character.
    private static func escapingInvisible(_ json: [UInt8]) -> [UInt8] {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(json.count)
        // Nearly every line is plain, and a report may have a hundred thousand of them.
        for line in json.split(separator: 0x0A) {
            if line.allSatisfy({ $0 < 0x7F }) {
                escaped.append(contentsOf: line)
            } else {
                for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
                    let isHidden = TerminalText.isHidden(scalar)
                    escaped.append(contentsOf: (isHidden ? escape(scalar) : String(scalar)).utf8)
                }
            }
            escaped.append(0x0A)
        }
        return escaped
    }

    /// `\u001b`, beyond the basic plane as two of them.
    private static func escape(_ scalar: Unicode.Scalar) -> String {
        UTF16.encode(scalar).map { units in
            units.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        } ?? ""
    }
}
