internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// What makes the same request of two (RFC 3261 §21.4), as hashes: method, Request-URI, the URIs of From and To, the
/// body, and the header fields by which a client may change what was refused, or which say what it asks for.
///
/// Via, CSeq, Call-ID, tags, Date and Max-Forwards differ in any new request and are left aside, and so is what says
/// nothing about the request itself, such as a User-Agent. Of a REGISTER the intervals that its Contacts ask for
/// count: they are its Expires as well (§10.2.1.1).
struct RequestContent {
    /// The hash of all of it, credentials included.
    let whole: UInt64
    /// The hash of all but the credentials.
    let withoutCredentials: UInt64
    /// The hash of the body; 0 where there is none.
    let body: UInt64

    /// Which fields belong to it, beside credentials.
    private static let fields: [UInt64] = marks(of: [
        .require, .supported, .proxyRequire, .accept, .expires, .sessionExpires, .minSE, .event, .contentType,
        // What other codes of the 4xx class ask to be changed, or what is asked for.
        .acceptEncoding, .acceptLanguage, .contentEncoding, .contentLanguage, .resourcePriority, .geolocation,
        .referredBy, .referTo, .replaces, .join, .rAck, .privacy, .infoPackage, .sipIfMatch, .securityClient,
        .securityVerify, .subscriptionState,
    ])
    private static let credentials: [UInt64] = marks(of: [.authorization, .proxyAuthorization])
    /// An Identity is signed anew for each request (RFC 8224): only whether there is one counts.
    private static let presence: [UInt64] = marks(of: [.identity])

    private static func marks(of names: [HeaderName]) -> [UInt64] {
        HeaderName.allCases.map { names.contains($0) ? 1 : 0 }
    }

    /// The content of `message`, whose Request-URI has the hash `uri`.
    init(of message: borrowing SIPMessage, _ bytes: RawSpan, uri: UInt64, _ hash: KeyedHash) {
        var state = hash.hash(bytes, message.start.methodText, from: uri)
        state = hash.hash(bytes, message.from.uri, from: state)
        state = hash.hash(bytes, message.to.uri, from: state)
        body = message.body.isEmpty ? 0 : hash.hash(bytes, message.body)
        if body != 0 { state = hash.combine(state, body) }
        var secrets: UInt64 = 0
        for place in 0..<message.headers.count {
            let field = message.headers[place]
            guard let name = field.name else { continue }
            let code = Int(name.rawValue)
            if RequestContent.fields[code] != 0 {
                // Added up, so that their order does not count.
                state &+= hash.hash(bytes, field.value(bytes), from: UInt64(code))
            } else if RequestContent.credentials[code] != 0 {
                secrets &+= hash.hash(bytes, field.value(bytes), from: UInt64(code))
            } else if RequestContent.presence[code] != 0 {
                state &+= hash.hash(UInt64(code))
            }
        }
        if case .register = message.method { state &+= RequestContent.intervals(message, bytes, hash) }
        whole = hash.combine(state, secrets)
        withoutCredentials = state
    }

    /// A hash of the intervals that the Contacts of a REGISTER ask for.
    private static func intervals(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hash: KeyedHash) -> UInt64 {
        var sum: UInt64 = 0
        message.headers.forEachContact(bytes) { contact in
            if !contact.expires.isEmpty { sum &+= hash.hash(bytes, contact.expires, from: 1) }
        }
        return sum
    }
}
