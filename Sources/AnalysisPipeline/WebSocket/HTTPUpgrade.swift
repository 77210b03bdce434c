internal import WireBytes

/// The request and the answer with which a connection becomes one of WebSocket (RFC 6455 §1.3, RFC 7118 §4.1).
enum HTTPUpgrade {
    /// What stands at the start of a stream.
    enum Reading: Equatable {
        /// A whole header section, up to `end`, that makes this a WebSocket; `namesSIP` where SIP is the protocol it
        /// names, and not where it names none.
        case upgrade(end: Int, namesSIP: Bool)
        /// The beginning of a header section.
        case incomplete
        /// A header section of which the end does not come.
        case tooLong
        /// Anything else, such as an upgrade that names other protocols.
        case nothing
    }

    /// The longest header section that is waited for.
    static let longest = 16_384

    /// Reads the header section at the start of `bytes`, of which `scanned` bytes are known not to hold its
    /// end.
    static func read(_ bytes: RawSpan, scanned: Int) -> Reading {
        guard mayBegin(bytes) else { return .nothing }
        guard let end = headerEnd(bytes, from: scanned) else {
            return bytes.byteCount < longest ? .incomplete : .tooLong
        }
        return fields(bytes, to: end)
    }

    /// Whether `bytes` begin as `GET ` or as `HTTP/1.1 101`.
    private static func mayBegin(_ bytes: RawSpan) -> Bool {
        switch bytes.word(at: 0) & 0xFFFF_FFFF {
        case 0x2054_4547: return true
        case 0x5054_5448:
            let head = ByteRange(0, min(12, bytes.byteCount))
            let whole: StaticString = "http/1.1 101"
            return head.count < 12 || bytes.equals(whole, in: head)
        default: return false
        }
    }

    private static func headerEnd(_ bytes: RawSpan, from scanned: Int) -> Int? {
        let limit = min(bytes.byteCount, longest)
        var lineEnd = bytes.offset(of: 0x0A, in: ByteRange(scanned, limit))
        while lineEnd < limit {
            if bytes.octet(at: lineEnd &+ 1) == 0x0A { return lineEnd &+ 2 }
            if bytes.octet(at: lineEnd &+ 1) == 0x0D, bytes.octet(at: lineEnd &+ 2) == 0x0A { return lineEnd &+ 3 }
            lineEnd = bytes.offset(of: 0x0A, in: ByteRange(lineEnd &+ 1, limit))
        }
        return nil
    }

    private static func fields(_ bytes: RawSpan, to end: Int) -> Reading {
        var (isWebSocket, namesProtocol, namesSIP) = (false, false, false)
        var at = bytes.offset(of: 0x0A, in: ByteRange(0, end)) &+ 1
        while at < end {
            let lineEnd = bytes.offset(of: 0x0A, in: ByteRange(at, end))
            let colon = bytes.offset(of: 0x3A, in: ByteRange(at, lineEnd))
            let name = ByteRange(at, colon)
            let value = ByteRange(colon &+ 1, lineEnd)
            if bytes.equals("upgrade", in: name) {
                isWebSocket = isWebSocket || hasToken("websocket", bytes, value)
            } else if bytes.equals("sec-websocket-protocol", in: name) {
                namesProtocol = true
                namesSIP = namesSIP || hasToken("sip", bytes, value)
            }
            at = lineEnd &+ 1
        }
        guard isWebSocket, namesSIP || !namesProtocol else { return .nothing }
        return .upgrade(end: end, namesSIP: namesSIP)
    }

    /// Whether `token` is one of those between commas in `range`, in any case.
    private static func hasToken(_ token: StaticString, _ bytes: RawSpan, _ range: ByteRange) -> Bool {
        var at = range.lower
        while at < range.upper {
            let comma = bytes.offset(of: 0x2C, in: ByteRange(at, range.upper))
            if bytes.equals(token, in: bytes.trimmed(ByteRange(at, comma))) { return true }
            at = comma &+ 1
        }
        return false
    }
}
