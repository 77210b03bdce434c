internal import CallTracking
internal import RuleEvaluation
internal import SIPMessages
internal import WireBytes

/// A run of INVITEs of one caller, each refused with 484.
struct DialledRun: Sendable {
    /// The user part that was refused last, and when.
    private(set) var user: [UInt8]
    private(set) var refusedAt: Int64
    /// The lengths of what was dialled, the latest last.
    private(set) var lengths: [Int]
    /// The frames of the refusals.
    private(set) var frames: [FrameReference]
    /// The INVITE that goes on and waits for its answer.
    var pending = HopID.none

    private static let longest = 32

    /// A run that begins with the refusal of `user`.
    init(_ user: [UInt8], at now: Int64, _ frame: FrameReference) {
        (self.user, refusedAt, lengths, frames) = (user, now, [user.count], [frame])
    }

    /// Takes the refusal of `user`, which goes on from what was dialled before.
    mutating func extend(_ user: [UInt8], at now: Int64, _ frame: FrameReference) {
        self.user = user
        refusedAt = now
        pending = .none
        guard lengths.count < DialledRun.longest else { return }
        lengths.append(user.count)
        frames.append(frame)
    }

    /// Whether `other` begins with what was refused last and is longer.
    func isExtended(by other: [UInt8]) -> Bool {
        !user.isEmpty && other.count > user.count && other.starts(with: user)
    }

    /// What was dialled, in lengths, and what `code` the whole number of `count` characters got.
    func text(endingWith code: UInt16, _ count: Int) -> String {
        "dialled \((lengths + [count]).map(String.init).joined(separator: ", ")) characters, each beginning with those "
            + "before; 484 until \(code)"
    }
}

extension RawSpan {
    /// The user part of the URI in `range`, or the number of a tel URI, up to its first 64 bytes.
    func user(of range: ByteRange) -> [UInt8] {
        let user = URIUser.read(self, range)
        return copy(of: ByteRange(user.lower, min(user.upper, user.lower + 64)))
    }
}

extension Reporter {
    /// The Request-URI of `hop` as written; empty where it is no longer known.
    func requestURI(of hop: Hop) -> [UInt8] {
        let parts = requestLine(of: hop).utf8.split(separator: 0x20, maxSplits: 2)
        return parts.count > 1 ? Array(parts[1]) : []
    }

    /// The user part of that URI.
    func dialledUser(of hop: Hop) -> [UInt8] {
        let uri = requestURI(of: hop)
        return uri.withRawSpan { $0.user(of: ByteRange(0, uri.count)) }
    }
}
