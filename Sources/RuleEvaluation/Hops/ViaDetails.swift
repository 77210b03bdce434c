package import SIPMessages
internal import WireBytes

/// The Via values of a request with branches and hosts apart, so that a response shows in what it differs: a NAT or an
/// application layer gateway may write another host into one of them, and nobody may change a branch.
package struct ViaDetails: Sendable {
    /// A hash of the branches, from the topmost down.
    package private(set) var branches: UInt64 = 0
    /// Short hashes of transport and sent-by, 16 bits for each value; from the fourth on they share the last.
    package private(set) var hosts: UInt64 = 0

    /// No values.
    init() {}

    init(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hash: KeyedHash) {
        let top = message.topmostVia
        if !message.headers.hasMoreVias(than: top, bytes) {
            add(top, at: 0, bytes, hash)
            return
        }
        var (details, count) = (self, 0)
        message.headers.forEachVia(bytes) { via in
            details.add(via, at: count, bytes, hash)
            count += 1
        }
        self = details
    }

    /// In how many values the hosts are others than in `other`, up to four.
    package func differentHosts(from other: ViaDetails) -> Int {
        let difference = hosts ^ other.hosts
        return (0..<4).count { difference >> (16 * UInt64($0)) & 0xFFFF != 0 }
    }

    @inline(__always)
    mutating func add(_ via: Via, at place: Int, _ bytes: RawSpan, _ hash: KeyedHash) {
        branches = hash.hash(bytes, via.branch, from: branches)
        // The case of letters does not count; digits, dots and colons have that bit.
        var state = bytes.word(at: via.transport.lower) & ViaDetails.mask(via.transport.count) | ViaDetails.lowercase
        var at = via.sentBy.lower
        while at < via.sentBy.upper {
            let word = bytes.word(at: at) & ViaDetails.mask(via.sentBy.upper &- at) | ViaDetails.lowercase
            state = hash.combine(state, word)
            at &+= 8
        }
        let lane = 16 * UInt64(min(place, 3))
        hosts ^= (hash.combine(state, UInt64(place)) & 0xFFFF) << lane
    }

    private static let lowercase: UInt64 = 0x2020_2020_2020_2020

    /// The first `count` bytes of a word.
    @inline(__always)
    private static func mask(_ count: Int) -> UInt64 {
        count >= 8 ? .max : (1 &<< UInt64(8 &* max(0, count))) &- 1
    }
}

extension HopTable {
    /// The Via values of `message` as a hop keeps those of its request, branches and hosts apart.
    package func viaDetails(of message: borrowing SIPMessage, _ bytes: RawSpan) -> ViaDetails {
        ViaDetails(message, bytes, hash)
    }
}
