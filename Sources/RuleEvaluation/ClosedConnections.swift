internal import NetworkTypes
internal import WireBytes

/// When connections were closed lately, by a FIN or a reset of either end.
struct ClosedConnections: Sendable {
    /// The most that are remembered; the older half goes when there are more.
    static let limit = 16_384

    private let hash = KeyedHash()
    private var times: [UInt64: Int64] = [:]
    /// How many were forgotten for others.
    private(set) var evictions: UInt64 = 0

    /// Notes that the connection between the ends of `flow` was closed at `now`.
    mutating func note(_ flow: Flow, at now: Int64) {
        let key = key(flow)
        if times.count >= ClosedConnections.limit, times[key] == nil { forgetOlderHalf() }
        times[key] = now
    }

    /// Whether the connection between the ends of `flow` was closed within `span` before `time`.
    func wasClosed(_ flow: Flow, within span: Int64, before time: Int64) -> Bool {
        guard flow.transport.isReliable, let closed = times[key(flow)] else { return false }
        return closed <= time && closed >= time - span
    }

    /// The same for both directions.
    private func key(_ flow: Flow) -> UInt64 { word(flow.source) &+ word(flow.destination) }

    private func word(_ end: Endpoint) -> UInt64 {
        hash.combine(hash.combine(end.address.high, end.address.low), UInt64(end.port))
    }

    private mutating func forgetOlderHalf() {
        let sorted = times.values.sorted()
        let middle = sorted[sorted.count / 2]
        let count = times.count
        times = times.filter { $0.value > middle }
        evictions &+= UInt64(count - times.count)
    }
}
