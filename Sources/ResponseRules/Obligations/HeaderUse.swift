internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Whether a header field of a response serves for what its code demands it.
enum HeaderUse {
    /// The shortest session interval that may be asked for (RFC 4028 §4), in seconds.
    private static let shortestSession = 90

    /// Whether a field called `name` is there and serves.
    static func serves(_ name: HeaderName, _ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        guard let value = message.headers.value(of: name, bytes) else { return false }
        switch name {
        // An empty list says that nothing is allowed or accepted.
        case .allow, .accept, .acceptEncoding, .acceptLanguage, .recvInfo: return true
        case .contact: return hasTarget(message, bytes)
        case .wwwAuthenticate, .proxyAuthenticate: return unanswerable(name, message, bytes) == nil
        case .minSE: return seconds(bytes, value).map { $0 >= shortestSession } ?? false
        case .minExpires: return DecimalNumber.read(bytes, value).flatMap(UInt32.init(exactly:)) != nil
        case .retryAfter: return RetryAfter.read(bytes, value) != nil
        case .callInfo: return namesCard(message, bytes)
        case .contentType: return !value.isEmpty && hasBody(message)
        default: return hasValue(name, message, bytes)
        }
    }

    /// What a field called `name` that does not serve lacks, to stand behind its name.
    static func fault(of name: HeaderName) -> String {
        switch name {
        case .contact: "without a URI"
        case .minSE: "that is no number from \(shortestSession) up"
        case .minExpires, .retryAfter: "that cannot be read"
        case .callInfo: "without purpose=jwscard"
        case .contentType: "without a body"
        default: "without a value"
        }
    }

    /// Whether a body is announced, or there where nothing is announced.
    static func hasBody(_ message: borrowing SIPMessage) -> Bool {
        message.contentLength.map { $0 > 0 } ?? (!message.body.isEmpty || message.issues.contains(.cut))
    }

    /// The first challenge of this kind that no client could answer.
    static func unanswerable(_ name: HeaderName, _ message: borrowing SIPMessage, _ bytes: RawSpan) -> ByteRange? {
        var found: ByteRange?
        message.headers.forEachValue(of: name, bytes) { value in
            if found == nil, !Challenge.read(bytes, value).isComplete { found = value }
        }
        return found
    }

    /// Whether a Contact names somewhere to send to: a URI, which has a scheme and a colon.
    private static func hasTarget(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        var found = false
        message.headers.forEachContact(bytes) { contact in
            let colon = bytes.offset(of: 0x3A, in: contact.uri)
            if colon > contact.uri.lower, colon < contact.uri.upper { found = true }
        }
        return found
    }

    /// The number of seconds in `range`, perhaps with parameters behind it (RFC 4028 §5).
    private static func seconds(_ bytes: RawSpan, _ range: ByteRange) -> Int? {
        let (number, end) = DecimalNumber.leading(bytes, range)
        let rest = bytes.trimmed(ByteRange(end, range.upper))
        guard rest.isEmpty || bytes.octet(at: rest.lower) == 0x3B else { return nil }
        return number.flatMap { UInt32(exactly: $0) == nil ? nil : $0 }
    }

    /// Whether a Call-Info names a card with whom to contact (RFC 8688 §3).
    private static func namesCard(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        var found = false
        message.headers.forEachValue(of: .callInfo, bytes) { value in
            var rest = value
            while !rest.isEmpty {
                let address = NameAddress.read(bytes, rest)
                let behind = min(max(rest.lower, address.uri.upper &+ 1), address.end)
                var scanner = ParameterScanner(from: behind, to: address.end)
                while let parameter = scanner.next(bytes) {
                    let isCard = bytes.equals("jwscard", in: parameter.value)
                    if isCard, bytes.equals("purpose", in: parameter.name) { found = true }
                }
                // A value that breaks the grammar hides those behind it in its field.
                guard address.isWellFormed else { return }
                rest = bytes.trimmed(ByteRange(min(address.end &+ 1, value.upper), value.upper))
            }
        }
        return found
    }

    private static func hasValue(_ name: HeaderName, _ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        var found = false
        message.headers.forEachValue(of: name, bytes) { value in if !value.isEmpty { found = true } }
        return found
    }
}
