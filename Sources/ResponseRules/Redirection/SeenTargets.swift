/// Where clients sent INVITEs lately, as far as that is needed to say that one did not go where it was sent.
///
/// Two tables of a fixed size. Who collides in the first seems to have been called, so that nothing is said; in the
/// second the newest stays.
struct SeenTargets: Sendable {
    private struct Host: Sendable {
        var key: UInt64 = 0
        var call: UInt64 = 0
        /// When a request of this call was seen last, and when one of another call.
        var time = Int64.min
        var otherTime = Int64.min
    }

    private static let placeCount = 1 << 12
    private var targets = [Int64](repeating: .min, count: SeenTargets.placeCount)
    private var hosts = [Host](repeating: Host(), count: SeenTargets.placeCount)

    private func place(_ key: UInt64) -> Int { Int(truncatingIfNeeded: key &>> 20) & (SeenTargets.placeCount - 1) }

    /// Notes that a request of `call` went to `target` at `host`, each a hash with the client in it.
    mutating func note(target: UInt64, host: UInt64, call: UInt64, at now: Int64) {
        targets[place(target)] = now
        let place = place(host)
        if hosts[place].key != host {
            hosts[place] = Host(key: host, call: call, time: now)
            return
        }
        if hosts[place].call != call {
            hosts[place].otherTime = hosts[place].time
            hosts[place].call = call
        }
        hosts[place].time = now
    }

    /// Whether a request may have gone to `target` since `moment`.
    func mayHaveCalled(_ target: UInt64, since moment: Int64) -> Bool { targets[place(target)] >= moment }

    /// Whether a request of another call than `call` went to `host` since `moment`.
    func hasCalled(_ host: UInt64, butFor call: UInt64, since moment: Int64) -> Bool {
        let known = hosts[place(host)]
        return known.key == host && (known.call == call ? known.otherTime : known.time) >= moment
    }
}
