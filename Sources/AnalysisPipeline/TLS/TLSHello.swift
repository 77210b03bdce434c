internal import WireBytes

/// What a client or a server says in the clear before TLS hides the rest (RFC 8446 §4.1.2, §4.1.3).
///
///     0      1        4         6        38
///     | type | length | version | random | session id | cipher suites | compression | extensions …
///
/// A server's has one cipher suite and one compression method. With DTLS eight bytes more follow the length, and a
/// cookie the session id of a client (RFC 6347 §4.2).
struct TLSHello: Equatable {
    /// What stands at the start of a stream.
    enum Reading: Equatable {
        /// A hello, as far as it is there.
        case hello(TLSHello)
        /// The beginning of one; so many bytes are needed to go on.
        case incomplete(awaited: Int)
        /// No hello.
        case nothing
    }

    /// How many bytes of a stream are waited for, records included.
    static let longest = 16_384
    /// How many records a hello may be spread over.
    static let mostRecords = 8

    /// Whether a client says it.
    var isClient = false
    /// The name that the client asks for (RFC 6066 §3).
    var serverName: String?
    /// The highest version that a client offers, or the one that the server has chosen; 0 where it was not there.
    var version: UInt16 = 0
    /// Whether the protocol named is SIP (ALPN, RFC 7301 §3.1).
    var namesSIP = false

    /// Reads the hello at the start of the stream `bytes`, from as many records as it is spread over; where `isCutOff`,
    /// nothing follows and what is there has to do.
    static func read(_ bytes: RawSpan, isCutOff: Bool) -> Reading {
        var message: [UInt8] = []
        var at = 0
        for _ in 0..<mostRecords {
            let mayWait = !isCutOff && bytes.byteCount < longest
            guard bytes.byteCount &- at >= TLSRecord.headerByteCount else {
                if mayWait { return .incomplete(awaited: at &+ TLSRecord.headerByteCount) }
                break
            }
            guard bytes.octet(at: at) == TLSRecord.handshake, let length = TLSRecord.length(bytes, at: at) else {
                break
            }
            let start = at &+ TLSRecord.headerByteCount
            at = start &+ length
            message.append(ByteRange(start, at), of: bytes)
            guard message.first == 1 || message.first == 2 else { break }
            if at > bytes.byteCount {
                if mayWait { return .incomplete(awaited: at) }
                break
            }
            if message.withRawSpan({ isWhole($0) }) { break }
        }
        return message.withRawSpan { parse($0, bodyStart: 4) }.map(Reading.hello) ?? .nothing
    }

    /// Reads the hello in the first record of the datagram `bytes`; a part of one that is not its first is none.
    static func readDatagram(_ bytes: RawSpan) -> TLSHello? {
        guard bytes.octet(at: 0) == TLSRecord.handshake, let length = TLSRecord.datagramLength(bytes) else {
            return nil
        }
        let start = TLSRecord.datagramHeaderByteCount
        let message = bytes.part(ByteRange(start, start &+ length))
        // The offset of this part in the message.
        guard message.octet(at: 6) == 0, message.uint16(at: 7) == 0 else { return nil }
        return parse(message, bodyStart: 12)
    }

    private static func isWhole(_ message: RawSpan) -> Bool {
        guard let head = message.uint32(at: 0) else { return false }
        return message.byteCount &- 4 >= Int(head & 0xFF_FFFF)
    }

    /// Reads the handshake message `bytes` as far as it goes.
    private static func parse(_ bytes: RawSpan, bodyStart: Int) -> TLSHello? {
        var hello = TLSHello()
        switch bytes.octet(at: 0) {
        case 1: hello.isClient = true
        case 2: hello.isClient = false
        default: return nil
        }
        hello.version = bytes.uint16(at: bodyStart) ?? 0
        var at = bodyStart &+ 34
        at &+= 1 &+ Int(bytes.octet(at: at))
        if hello.isClient {
            if bodyStart > 4 { at &+= 1 &+ Int(bytes.octet(at: at)) }
            at &+= 2 &+ Int(bytes.uint16(at: at) ?? 0)
            at &+= 1 &+ Int(bytes.octet(at: at))
        } else {
            at &+= 3
        }
        hello.readExtensions(bytes, at: at)
        return hello
    }

    private mutating func readExtensions(_ bytes: RawSpan, at offset: Int) {
        guard let total = bytes.uint16(at: offset) else { return }
        let end = min(offset &+ 2 &+ Int(total), bytes.byteCount)
        var at = offset &+ 2
        while at < end, let type = bytes.uint16(at: at), let length = bytes.uint16(at: at &+ 2) {
            let content = ByteRange(at &+ 4, min(at &+ 4 &+ Int(length), end))
            switch type {
            case 0: readServerName(bytes, content)
            case 16: readProtocols(bytes, content)
            case 43: readVersions(bytes, content)
            default: break
            }
            at &+= 4 &+ Int(length)
        }
    }

    /// A list of names with a kind each, of which 0 is a host name, the only one there is.
    private mutating func readServerName(_ bytes: RawSpan, _ range: ByteRange) {
        guard isClient, bytes.octet(at: range.lower &+ 2) == 0, let length = bytes.uint16(at: range.lower &+ 3),
            length > 0, range.lower &+ 5 &+ Int(length) <= range.upper
        else { return }
        serverName = bytes.text(of: ByteRange(range.lower &+ 5, range.lower &+ 5 &+ Int(length)))
    }

    private mutating func readProtocols(_ bytes: RawSpan, _ range: ByteRange) {
        var at = range.lower &+ 2
        while at < range.upper {
            let name = ByteRange(at &+ 1, min(at &+ 1 &+ Int(bytes.octet(at: at)), range.upper))
            if bytes.equals("sip", in: name) || bytes.equals("sip/2", in: name) { namesSIP = true }
            at &+= 1 &+ Int(bytes.octet(at: at))
        }
    }

    /// The highest version; values that a client makes up so that servers learn to ignore them do not count (RFC 8701).
    private mutating func readVersions(_ bytes: RawSpan, _ range: ByteRange) {
        guard isClient else {
            version = bytes.uint16(at: range.lower) ?? version
            return
        }
        var at = range.lower &+ 1
        var highest: UInt16 = 0
        while at < range.upper, let offered = bytes.uint16(at: at) {
            at &+= 2
            // The numbers of DTLS count down.
            let isNewer = offered >> 8 == 0xFE ? highest == 0 || offered < highest : offered > highest
            if offered & 0x0F0F != 0x0A0A, isNewer { highest = offered }
        }
        if highest > 0 { version = highest }
    }
}
