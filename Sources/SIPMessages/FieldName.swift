internal import SIPCatalogue
package import WireBytes

/// The name of a header field as somebody typed it: registered or not, whole or in its compact form, in any case.
package struct FieldName: Sendable {
    /// The code that the decoder gives fields of this name.
    let code: UInt8
    /// The name in lower case.
    let letters: [UInt8]

    /// The name that `text` means; `nil` where it is none, as it is no token (RFC 3261 §25.1).
    package init?(_ text: some StringProtocol) {
        let letters = text.utf8.map(\.asciiLowercased)
        guard !letters.isEmpty, letters.allSatisfy(\.isTokenCharacter) else { return nil }
        self.letters = letters
        code = letters.withRawSpan { HeaderNameTable.registered.code($0, ByteRange(0, letters.count)) }
    }
}

extension HeaderFields {
    /// The value of the first field called `name`, or `nil` where there is none.
    package func value(called name: FieldName, _ bytes: RawSpan) -> ByteRange? {
        if let registered = HeaderName(rawValue: name.code) { return value(of: registered, bytes) }
        for place in 0..<count {
            let field = self[place]
            guard field.code == HeaderNameTable.unknown, field.nameText.count == name.letters.count else { continue }
            if isSame(field.nameText, name.letters, bytes) { return field.value(bytes) }
        }
        return nil
    }

    private func isSame(_ text: ByteRange, _ letters: [UInt8], _ bytes: RawSpan) -> Bool {
        for (index, letter) in letters.enumerated()
        where bytes.octet(at: text.lower &+ index).asciiLowercased != letter { return false }
        return true
    }
}
