internal import SIPCatalogue
internal import WireBytes

/// Reads the fields that every message must have, and checks the form of those that would mislead if wrong.
enum HeaderChecks {
    /// Fills what tells transactions and dialogs apart, but for the Call-ID, which is read already.
    static func readIdentity(_ bytes: RawSpan, of message: inout SIPMessage) {
        readAddresses(bytes, of: &message)
        readCSeq(bytes, of: &message)
    }

    /// Reads the other fields of which the form matters.
    static func checkOthers(_ bytes: RawSpan, of message: inout SIPMessage) {
        readContentLength(bytes, of: &message)
        checkNumbers(bytes, of: &message)
        checkContacts(bytes, of: &message)
        if let value = message.headers.value(of: .date, bytes), !isDate(bytes, value) { message.issues.insert(.date) }
        if let value = message.headers.value(of: .warning, bytes), !isWarning(bytes, value) {
            message.issues.insert(.warning)
        }
    }

    private static func readAddresses(_ bytes: RawSpan, of message: inout SIPMessage) {
        message.topmostVia = Via()
        message.from = NameAddress()
        message.to = NameAddress()
        let via = message.headers.value(of: .via, bytes) ?? .empty
        let from = message.headers.value(of: .from, bytes) ?? .empty
        let to = message.headers.value(of: .to, bytes) ?? .empty
        if via.isEmpty || from.isEmpty || to.isEmpty || message.callID.isEmpty { message.issues.insert(.missingHeader) }
        if !via.isEmpty {
            message.topmostVia = Via.read(bytes, via)
            if !message.topmostVia.isWellFormed { message.issues.insert(.via) }
        }
        if !from.isEmpty {
            message.from = NameAddress.read(bytes, from)
            if !message.from.isWellFormed || message.from.end < from.upper { message.issues.insert(.from) }
        }
        if !to.isEmpty {
            message.to = NameAddress.read(bytes, to)
            if !message.to.isWellFormed || message.to.end < to.upper { message.issues.insert(.to) }
        }
    }

    private static func readCSeq(_ bytes: RawSpan, of message: inout SIPMessage) {
        guard let value = message.headers.value(of: .cSeq, bytes), !value.isEmpty else {
            message.cSeq = CSeq()
            message.issues.insert(.missingHeader)
            return
        }
        message.cSeq = CSeq.read(bytes, value)
        if !message.cSeq.isWellFormed { message.issues.insert(.cSeq) }
        guard !message.start.isResponse else { return }
        if message.cSeq.method == nil || message.cSeq.method != message.start.method,
            !bytes.bytes(of: message.cSeq.methodText, equal: message.start.methodText, in: bytes)
        {
            message.issues.insert(.cSeqMethod)
        }
    }

    private static func readContentLength(_ bytes: RawSpan, of message: inout SIPMessage) {
        message.contentLength = nil
        guard let value = message.headers.value(of: .contentLength, bytes) else { return }
        message.contentLength = DecimalNumber.read(bytes, value)
        if message.contentLength == nil { message.issues.insert(.contentLength) }
    }

    private static func checkNumbers(_ bytes: RawSpan, of message: inout SIPMessage) {
        if let value = message.headers.value(of: .maxForwards, bytes),
            DecimalNumber.read(bytes, value).map({ $0 > 255 }) ?? true
        {
            message.issues.insert(.maxForwards)
        }
        if let value = message.headers.value(of: .expires, bytes),
            DecimalNumber.read(bytes, value).flatMap(UInt32.init(exactly:)) == nil
        {
            message.issues.insert(.expires)
        }
        if let value = message.headers.value(of: .retryAfter, bytes), RetryAfter.read(bytes, value) == nil {
            message.issues.insert(.retryAfter)
        }
    }

    private static func checkContacts(_ bytes: RawSpan, of message: inout SIPMessage) {
        guard message.headers.has(.contact) else { return }
        var isWellFormed = true
        message.headers.forEachValue(of: .contact, bytes) { value in
            var rest = value
            // Up to the first one that is wrong: behind it the commas are not to be trusted.
            while !rest.isEmpty, isWellFormed {
                let contact = NameAddress.read(bytes, rest)
                isWellFormed = isWellFormed && contact.isWellFormed
                rest = bytes.trimmed(ByteRange(min(contact.end &+ 1, value.upper), value.upper))
            }
        }
        if !isWellFormed { message.issues.insert(.contact) }
    }

    /// Whether `range` is an rfc1123-date, which is always in GMT (§20.17): `Thu, 01 Jan 2026 00:00:00 GMT`.
    private static func isDate(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        guard range.count == 29, bytes.equals("gmt", in: ByteRange(range.upper &- 3, range.upper)) else { return false }
        // Where blanks, the comma, colons and digits stand; letters fill the rest.
        for place in 0..<26 {
            let octet = bytes.octet(at: range.lower &+ place)
            let isRight =
                switch place {
                case 3: octet == 0x2C
                case 4, 7, 11, 16, 25: octet == 0x20
                case 19, 22: octet == 0x3A
                case 0...2, 8...10: octet.isLetter
                default: octet.isDigit
                }
            if !isRight { return false }
        }
        return true
    }

    /// Whether `range` begins with a warn-code of three digits and a blank (§20.43).
    private static func isWarning(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        (0..<3).allSatisfy { bytes.octet(at: range.lower &+ $0).isDigit } && range.count > 4
            && bytes.octet(at: range.lower &+ 3).isLinearWhitespace
    }
}
