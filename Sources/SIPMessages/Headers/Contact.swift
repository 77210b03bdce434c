internal import SIPCatalogue
package import WireBytes

/// One value of a Contact header field (RFC 3261 §20.10), with what a registrar reads of it.
package struct Contact: Sendable {
    /// The URI without angle brackets; `*` stands for every binding.
    package var uri = ByteRange.empty
    /// The value of the expires parameter; empty where there is none.
    package var expires = ByteRange.empty
    /// The offset at which reading ended: a comma or the end of the field's value.
    package var end = 0
    /// Whether the value follows the grammar.
    package var isWellFormed = false

    /// Reads the first value that stands in `range`, which is one field's value.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> Contact {
        let address = NameAddress.read(bytes, range)
        var contact = Contact()
        contact.uri = address.uri
        contact.end = address.end
        contact.isWellFormed = address.isWellFormed
        // Behind a URI without brackets stand the parameters of the header field; none are the URI's (§20.10).
        let behind = bytes.octet(at: address.uri.upper) == 0x3E ? address.uri.upper &+ 1 : address.uri.upper
        var scanner = ParameterScanner(from: min(max(range.lower, behind), address.end), to: address.end)
        while let parameter = scanner.next(bytes) {
            if contact.expires.isEmpty, parameter.isCalled(0x73_6572_6970_7865, count: 7, bytes) {  // expires
                contact.expires = parameter.value
            }
        }
        return contact
    }
}

extension HeaderFields {
    /// Hands each Contact value to `body`, over all fields (RFC 3261 §7.3.1).
    package func forEachContact(_ bytes: RawSpan, _ body: (Contact) -> Void) {
        forEachValue(of: .contact, bytes) { value in
            var rest = value
            while !rest.isEmpty {
                let contact = Contact.read(bytes, rest)
                body(contact)
                // A value that breaks the grammar hides those behind it in its field: looking on from each comma would
                // read the rest of it once for each.
                guard contact.isWellFormed else { return }
                rest = bytes.trimmed(ByteRange(min(contact.end &+ 1, value.upper), value.upper))
            }
        }
    }
}
