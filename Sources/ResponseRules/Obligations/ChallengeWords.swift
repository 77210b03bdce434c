internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// What is said of a 401 or 407 that cannot be answered: no challenge, one of the other kind only, or a Digest without
/// realm or nonce.
enum ChallengeWords {
    /// What `message` lacks, which should bring challenges called `wanted`.
    static func text(lacking wanted: HeaderName, _ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let code = bytes.text(of: message.start.statusText)
        let other: HeaderName = message.start.statusCode == 401 ? .proxyAuthenticate : .wwwAuthenticate
        guard let value = HeaderUse.unanswerable(wanted, message, bytes) else {
            return message.headers.has(other)
                ? "\(code) with \(other.canonical) only, without \(wanted.canonical)"
                : "\(code) without \(wanted.canonical)"
        }
        var lacking: [String] = []
        let challenge = Challenge.read(bytes, value)
        if challenge.scheme.isEmpty { lacking.append("scheme") }
        if !challenge.hasRealm { lacking.append("realm") }
        if !challenge.hasNonce { lacking.append("nonce") }
        return "\(wanted.canonical) without \(lacking.joined(separator: " and "))"
    }
}
