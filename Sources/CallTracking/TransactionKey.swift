internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// What names a hop transaction (RFC 3261 §17.1.3, §17.2.3): client, server, transport, topmost branch and sent-by,
/// method.
///
/// Ports are not part of it, since a client may listen elsewhere than it sends from. Without the magic cookie in the
/// branch (RFC 2543) Call-ID, From tag, CSeq number and sent-by with whatever branch there is take the branch's place.
struct TransactionKey {
    /// The hash of everything but the method.
    let base: UInt64
    /// The hash with the message's own method.
    let own: UInt64
    /// The hash with INVITE in place of the method: an ACK to a non-2xx belongs there (§17.1.1.3).
    let invite: UInt64
    /// The hash of the topmost Via value: its branch and sent-by.
    let via: UInt64

    init(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ flow: Flow, _ hash: KeyedHash) {
        let isResponse = message.start.isResponse
        let client = isResponse ? flow.destination.address : flow.source.address
        let server = isResponse ? flow.source.address : flow.destination.address
        let via = message.topmostVia
        self.via = TransactionKey.hash(of: via, bytes, hash)
        var state = hash.combine(client.low ^ client.high, server.low ^ server.high &* 3)
        if via.hasMagicCookie(bytes) {
            state = hash.combine(state, self.via)
        } else {
            state = hash.hash(bytes, message.callID, from: state)
            state = hash.hash(bytes, message.from.tag, from: state)
            state = hash.combine(hash.combine(state, self.via), UInt64(message.cSeq.number ?? 0))
        }
        base = hash.combine(state, UInt64(flow.transport.place))
        invite = hash.combine(base, UInt64(Method.invite.rawValue))
        if let method = message.method {
            own = hash.combine(base, UInt64(method.rawValue))
        } else {
            own = hash.hash(bytes, message.methodText, from: base)
        }
    }

    /// The hash of a Via value: its branch and sent-by, which no element on the way changes.
    static func hash(of via: Via, _ bytes: RawSpan, _ hash: KeyedHash) -> UInt64 {
        hash.hash(bytes, via.sentBy, from: hash.hash(bytes, via.branch))
    }
}
