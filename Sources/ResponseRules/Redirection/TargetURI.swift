internal import SIPMessages
internal import WireBytes

/// Whom a URI names and where, for telling whether a client went where it was sent.
///
/// Parameters and the default port are left aside, and host names compare without case: who follows a Contact may add
/// or drop them (RFC 3261 §19.1.4 is stricter, so that a difference says that it is another).
struct TargetURI {
    /// Hashes of user and host with the port, and of the host alone; 0 where the URI is none of SIP or tel.
    private(set) var whole: UInt64 = 0
    private(set) var host: UInt64 = 0

    /// Whether a SIP request can be sent there.
    var isReachable: Bool { whole != 0 }

    /// Reads the URI in `range`.
    init(_ bytes: RawSpan, _ range: ByteRange, _ hash: KeyedHash) {
        let colon = bytes.nearOffset(of: 0x3A, in: range)
        guard colon < range.upper else { return }
        let scheme = ByteRange(range.lower, colon)
        let user = URIUser.read(bytes, range)
        if bytes.equals("tel", in: scheme) {
            whole = hash.hash(bytes, user, from: 1) | 1
            return
        }
        guard bytes.equals("sip", in: scheme) || bytes.equals("sips", in: scheme) else { return }
        let rest = ByteRange(colon &+ 1, range.upper)
        let mark = bytes.nearOffset(of: 0x40, in: rest)
        let start = mark < rest.upper ? mark &+ 1 : rest.lower
        let end = bytes.nearOffset(ofAny: 0x3B, 0x3F, 0x3E, in: ByteRange(start, rest.upper))
        let (name, port) = TargetURI.parts(bytes, ByteRange(start, end))
        host = hash.folded(bytes, name) | 1
        whole = hash.hash(bytes, user, from: hash.hash(bytes, port, from: host)) | 1
    }

    /// Host and port of `range`; no port where it is the default one.
    private static func parts(_ bytes: RawSpan, _ range: ByteRange) -> (host: ByteRange, port: ByteRange) {
        let isV6 = bytes.octet(at: range.lower) == 0x5B
        let from = isV6 ? bytes.nearOffset(of: 0x5D, in: range) : range.lower
        let colon = bytes.nearOffset(of: 0x3A, in: ByteRange(min(from, range.upper), range.upper))
        guard colon < range.upper else { return (range, .empty) }
        let port = ByteRange(colon &+ 1, range.upper)
        let isDefault = bytes.equals("5060", in: port) || bytes.equals("5061", in: port)
        return (ByteRange(range.lower, colon), isDefault ? .empty : port)
    }
}

extension KeyedHash {
    /// The hash of a host name, whose letters count in any case.
    fileprivate func folded(_ bytes: RawSpan, _ range: ByteRange) -> UInt64 {
        var state = UInt64(range.count)
        var at = range.lower
        while at < range.upper {
            let left = range.upper &- at
            // The bit that tells lower case is set in digits, dots, dashes and colons as well.
            let word = bytes.word(at: at) | 0x2020_2020_2020_2020
            state = combine(state, left >= 8 ? word : word & (1 &<< UInt64(left &* 8) &- 1))
            at &+= 8
        }
        return state
    }
}

extension RawSpan {
    /// The URI in `range` without header fields, as it would stand in a request line (RFC 3261 §19.1.5).
    func requestURI(of range: ByteRange) -> ByteRange {
        ByteRange(range.lower, nearOffset(of: 0x3F, in: range))
    }

    /// What stands in `range`, up to its first 96 bytes.
    func shortText(of range: ByteRange) -> String {
        let cut = ByteRange(range.lower, Swift.min(range.upper, range.lower + 96))
        return text(of: cut) + (cut.upper < range.upper ? "…" : "")
    }
}
