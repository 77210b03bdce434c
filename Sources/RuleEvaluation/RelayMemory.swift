internal import CallTracking
internal import NetworkTypes
internal import SIPMessages
internal import WireBytes

/// Recognises a response that travels over linked hops, so that it is judged once, where it was first seen.
///
/// A proxy removes its own Via and passes the rest on (RFC 3261 §16.7 step 3). So a response is a relayed one when the
/// same finding was made on a response with the same Call-ID, CSeq, code and To tag whose Via stack without its topmost
/// value is this one's.
struct RelayMemory: Sendable {
    /// The most responses with a finding that are remembered; the oldest half goes when there are more.
    static let limit = 4_096
    /// How far apart the two hops of one response may be: 32 s, in nanoseconds.
    static let span: Int64 = 32_000_000_000

    private static let emptyStack: UInt64 = 1

    private struct Entry: Sendable {
        var stack: UInt64
        var stackBelowTop: UInt64
        var time: CaptureTime
    }

    private let hash = KeyedHash()
    private var entries: [UInt64: Entry] = [:]
    /// How many were forgotten before their time.
    private(set) var evictions: UInt64 = 0

    /// Notes that `rule` held for `message`; the result says whether that was known from the hop below.
    mutating func isRelayed(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        rule: Int
    ) -> Bool {
        var key = hash.combine(hash.hash(bytes, message.callID), UInt64(rule))
        key = hash.hash(bytes, message.to.tag, from: key)
        key = hash.hash(bytes, message.start.statusText, from: key)
        key = hash.hash(bytes, message.cSeq.methodText, from: hash.combine(key, UInt64(message.cSeq.number ?? 0)))
        let (stack, stackBelowTop) = viaStacks(message, bytes)
        let below = entries[key]
        if entries.count >= RelayMemory.limit { forgetOlderHalf() }
        entries[key] = Entry(
            stack: stack,
            stackBelowTop: stackBelowTop,
            time: sighting.time
        )
        guard let below, sighting.time.nanoseconds(since: below.time) <= RelayMemory.span else { return false }
        // Branches are unique, so the stack proves it, whatever addresses the proxy has. An equal stack is a NAT's
        // twin.
        return stack != RelayMemory.emptyStack && (below.stackBelowTop == stack || below.stack == stack)
    }

    /// Hashes of the whole Via stack and of the stack without its topmost value, parameters but the branch left aside.
    private func viaStacks(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> (whole: UInt64, belowTop: UInt64) {
        var (whole, belowTop) = (RelayMemory.emptyStack, RelayMemory.emptyStack)
        var isTop = true
        message.headers.forEachVia(bytes) { via in
            whole = hash.hash(bytes, via.branch, from: hash.hash(bytes, via.sentBy, from: whole))
            if !isTop { belowTop = hash.hash(bytes, via.branch, from: hash.hash(bytes, via.sentBy, from: belowTop)) }
            isTop = false
        }
        return (whole, belowTop)
    }

    private mutating func forgetOlderHalf() {
        let times = entries.values.map(\.time).sorted()
        let middle = times[times.count / 2]
        let count = entries.count
        entries = entries.filter { $0.value.time > middle }
        evictions &+= UInt64(count - entries.count)
    }
}
