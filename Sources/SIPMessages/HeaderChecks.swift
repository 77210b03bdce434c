internal import SIPCatalogue
internal import WireBytes

/// Reads the fields that every message must have, and checks the form of those that would mislead if wrong.
enum HeaderChecks {
    /// Fills the core fields of `message` and notes what the grammar does not allow.
    static func readCore(_ bytes: RawSpan, of message: inout SIPMessage) {
        readIdentity(bytes, of: &message)
        readCSeq(bytes, of: &message)
        readContentLength(bytes, of: &message)
        checkNumbers(bytes, of: &message)
        checkContacts(bytes, of: &message)
        if let value = message.headers.value(of: .date), !isDate(bytes, value) { message.issues.insert(.date) }
        if let value = message.headers.value(of: .warning), !isWarning(bytes, value) { message.issues.insert(.warning) }
    }

    private static func readIdentity(_ bytes: RawSpan, of message: inout SIPMessage) {
        message.topmostVia = Via()
        message.from = NameAddress()
        message.to = NameAddress()
        message.callID = message.headers.value(of: .callID) ?? .empty
        let via = message.headers.value(of: .via) ?? .empty
        let from = message.headers.value(of: .from) ?? .empty
        let to = message.headers.value(of: .to) ?? .empty
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
        guard let value = message.headers.value(of: .cSeq), !value.isEmpty else {
            message.cSeq = CSeq()
            message.issues.insert(.missingHeader)
            return
        }
        message.cSeq = CSeq.read(bytes, value)
        if !message.cSeq.isWellFormed { message.issues.insert(.cSeq) }
        if !message.start.isResponse,
            !bytes.bytes(of: message.cSeq.methodText, equal: message.start.methodText, in: bytes)
        {
            message.issues.insert(.cSeqMethod)
        }
    }

    private static func readContentLength(_ bytes: RawSpan, of message: inout SIPMessage) {
        message.contentLength = nil
        guard let value = message.headers.value(of: .contentLength) else { return }
        message.contentLength = DecimalNumber.read(bytes, value)
        if message.contentLength == nil { message.issues.insert(.contentLength) }
    }

    private static func checkNumbers(_ bytes: RawSpan, of message: inout SIPMessage) {
        if let value = message.headers.value(of: .maxForwards),
            DecimalNumber.read(bytes, value).map({ $0 > 255 }) ?? true
        {
            message.issues.insert(.maxForwards)
        }
        if let value = message.headers.value(of: .expires),
            DecimalNumber.read(bytes, value).flatMap(UInt32.init(exactly:)) == nil
        {
            message.issues.insert(.expires)
        }
        if let value = message.headers.value(of: .retryAfter), RetryAfter.read(bytes, value) == nil {
            message.issues.insert(.retryAfter)
        }
    }

    private static func checkContacts(_ bytes: RawSpan, of message: inout SIPMessage) {
        guard message.headers.has(.contact) else { return }
        var isWellFormed = true
        message.headers.forEachValue(of: .contact) { value in
            var rest = value
            while !rest.isEmpty {
                let contact = NameAddress.read(bytes, rest)
                isWellFormed = isWellFormed && contact.isWellFormed
                rest = bytes.trimmed(ByteRange(min(contact.end &+ 1, value.upper), value.upper))
            }
        }
        if !isWellFormed { message.issues.insert(.contact) }
    }

    /// Whether `range` is an rfc1123-date, which is always in GMT (§20.17): `Thu, 01 Jan 2026 00:00:00 GMT`.
    private static func isDate(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        let pattern: StaticString = "aaa, 00 aaa 0000 00:00:00 gmt"
        guard range.count == pattern.utf8CodeUnitCount else { return false }
        let shape = "aaa, 00 aaa 0000 00:00:00 "
        for (index, wanted) in shape.utf8.enumerated() {
            let octet = bytes.octet(at: range.lower &+ index)
            switch wanted {
            case 0x61 where octet.isLetter, 0x30 where octet.isDigit: continue
            case octet: continue
            default: return false
            }
        }
        return bytes.equals("gmt", in: ByteRange(range.upper &- 3, range.upper))
    }

    /// Whether `range` begins with a warn-code of three digits and a blank (§20.43).
    private static func isWarning(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        (0..<3).allSatisfy { bytes.octet(at: range.lower &+ $0).isDigit } && range.count > 4
            && bytes.octet(at: range.lower &+ 3).isLinearWhitespace
    }
}
