/// Something that is kept of each of many, by a hash of who it is; the half that was touched longest ago is forgotten
/// when there are more than its limit.
///
/// Inlinable, as nothing of it would be known of its values in other modules: each step would look that up.
@usableFromInline
package struct RecentTable<Value: Sendable>: Sendable {
    @usableFromInline
    struct Entry: Sendable {
        @usableFromInline var touched: Int64
        @usableFromInline var value: Value

        @inlinable
        init(touched: Int64, value: Value) { (self.touched, self.value) = (touched, value) }
    }

    @usableFromInline var entries: [UInt64: Entry] = [:]
    /// The most that are kept.
    @usableFromInline package let limit: Int
    /// How many were forgotten.
    @usableFromInline package internal(set) var evictions: UInt64 = 0

    /// Nothing is kept, and at most `limit` will be.
    @inlinable
    package init(limit: Int) { self.limit = limit }

    /// Whether nothing is kept, which saves making a key.
    @inlinable
    package var isEmpty: Bool { entries.isEmpty }

    /// How many are kept.
    @inlinable
    package var count: Int { entries.count }

    /// What is kept of the one with `key`.
    @inlinable
    package subscript(key: UInt64) -> Value? { entries[key]?.value }

    /// Keeps `value` for the one with `key`.
    @inlinable
    package mutating func set(_ key: UInt64, _ value: Value, at now: Int64) {
        if entries[key] == nil, entries.count >= limit { forgetOlderHalf() }
        entries[key] = Entry(touched: now, value: value)
    }

    /// Changes what is kept of the one with `key`, which is `initial` where nothing is; the result is that of `body`.
    @inlinable
    package mutating func update<Result>(
        _ key: UInt64,
        at now: Int64,
        or initial: @autoclosure () -> Value,
        _ body: (inout Value) -> Result
    ) -> Result {
        if entries[key] == nil, entries.count >= limit { forgetOlderHalf() }
        let fresh = Entry(touched: now, value: initial())
        let result = body(&entries[key, default: fresh].value)
        entries[key]?.touched = now
        return result
    }

    /// Forgets what is kept of the one with `key`, which is the result.
    @discardableResult
    @inlinable
    package mutating func remove(_ key: UInt64) -> Value? { entries.removeValue(forKey: key)?.value }

    /// The keys of those for which `isWanted` holds, in no order.
    @inlinable
    package func keys(where isWanted: (Value) -> Bool) -> [UInt64] {
        entries.compactMap { isWanted($0.value.value) ? $0.key : nil }
    }

    @inlinable
    mutating func forgetOlderHalf() {
        let times = entries.values.map(\.touched).sorted()
        let middle = times[times.count / 2]
        let count = entries.count
        entries = entries.filter { $0.value.touched > middle }
        evictions &+= UInt64(count - entries.count)
    }
}
