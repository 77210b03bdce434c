internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// What makes the same request of two (RFC 3261 §21.4): method, Request-URI, the URIs of From and To, the body, and the
/// header fields by which a client may change what was refused.
///
/// Via, CSeq, Call-ID, tags, Date and Max-Forwards differ in any new request and are left aside.
enum RequestContent {
    /// Which fields belong to it, beside credentials.
    private static let fields: [UInt64] = marks(of: [
        .require, .supported, .proxyRequire, .accept, .expires, .sessionExpires, .minSE, .event, .contentType,
    ])
    private static let credentials: [UInt64] = marks(of: [.authorization, .proxyAuthorization])

    private static func marks(of names: [HeaderName]) -> [UInt64] {
        HeaderName.allCases.map { names.contains($0) ? 1 : 0 }
    }

    /// Hashes of the content of `message`, with its credentials and without them.
    static func hashes(
        of message: borrowing SIPMessage,
        _ bytes: RawSpan,
        uri: UInt64,
        _ hash: KeyedHash
    ) -> (whole: UInt64, withoutCredentials: UInt64) {
        var state = hash.hash(bytes, message.start.methodText, from: uri)
        state = hash.hash(bytes, message.from.uri, from: state)
        state = hash.hash(bytes, message.to.uri, from: state)
        if !message.body.isEmpty { state = hash.hash(bytes, message.body, from: state) }
        var secrets: UInt64 = 0
        for place in 0..<message.headers.count {
            let field = message.headers[place]
            guard let name = field.name else { continue }
            let code = Int(name.rawValue)
            if fields[code] != 0 {
                // Added up, so that their order does not count.
                state &+= hash.hash(bytes, field.value(bytes), from: UInt64(code))
            } else if credentials[code] != 0 {
                secrets &+= hash.hash(bytes, field.value(bytes), from: UInt64(code))
            }
        }
        return (hash.combine(state, secrets), state)
    }
}
