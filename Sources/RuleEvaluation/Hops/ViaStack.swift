internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Hashes of the Via values of a message, of each its branch and sent-by, which no element on the way changes.
package struct ViaStack: Sendable {
    /// The hash of all of them, and of those below the topmost.
    package private(set) var whole: UInt64 = 1
    package private(set) var belowTop: UInt64 = 1
    /// A short hash of the topmost alone.
    private(set) var top: UInt32 = 0
    /// How many there are.
    package private(set) var count = 0
    /// The same with branches and hosts apart.
    private(set) var details = ViaDetails()
    /// A hash of the values below the topmost, letter by letter.
    private(set) var text: UInt64 = 1

    init(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hash: KeyedHash) {
        let top = message.topmostVia
        // Most have one, or are those that a client sent or gets: it is read already.
        if !message.headers.hasMoreVias(than: top, bytes) {
            whole = ViaStack.add(top, to: 1, bytes, hash)
            count = top.extent.isEmpty ? 0 : 1
            self.top = UInt32(truncatingIfNeeded: whole)
            details.add(top, at: 0, bytes, hash)
            return
        }
        var (whole, belowTop, first, count) = (UInt64(1), UInt64(1), UInt64(1), 0)
        var details = ViaDetails()
        message.headers.forEachVia(bytes) { via in
            whole = ViaStack.add(via, to: whole, bytes, hash)
            if count > 0 { belowTop = ViaStack.add(via, to: belowTop, bytes, hash) } else { first = whole }
            details.add(via, at: count, bytes, hash)
            count += 1
        }
        self.details = details
        text = ViaStack.text(below: top, message, bytes, hash)
        (self.whole, self.belowTop, self.count) = (whole, belowTop, count)
        self.top = UInt32(truncatingIfNeeded: first)
    }

    /// A hash of the values below `top`, the topmost one, letter by letter.
    static func text(
        below top: Via,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ hash: KeyedHash
    ) -> UInt64 {
        var (state, isTop) = (UInt64(1), true)
        message.headers.forEachValue(of: .via, bytes) { value in
            let lower = isTop ? min(top.extent.upper &+ 1, value.upper) : value.lower
            let rest = isTop ? bytes.trimmed(ByteRange(lower, value.upper)) : value
            if !rest.isEmpty { state = hash.hash(bytes, rest, from: state) }
            isTop = false
        }
        return state
    }

    private static func add(_ via: Via, to state: UInt64, _ bytes: RawSpan, _ hash: KeyedHash) -> UInt64 {
        hash.hash(bytes, via.branch, from: hash.hash(bytes, via.sentBy, from: state))
    }
}
