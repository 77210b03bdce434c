package import NetworkTypes
internal import WireBytes

/// For how long before now an examiner wants to know what servers were asked and answered, in nanoseconds; 0 for not.
package struct LoadSpans: Sendable {
    /// The final responses of each server.
    package var answers: Int64 = 0
    /// The requests that were begun towards each server, and those that were sent again.
    package var requests: Int64 = 0
    /// What became of the requests of each client.
    package var outcomes: Int64 = 0

    /// Spans; 0 for what is not wanted.
    package init(answers: Int64 = 0, requests: Int64 = 0, outcomes: Int64 = 0) {
        self.answers = answers
        self.requests = requests
        self.outcomes = outcomes
    }

    func union(_ other: LoadSpans) -> LoadSpans {
        LoadSpans(
            answers: max(answers, other.answers),
            requests: max(requests, other.requests),
            outcomes: max(outcomes, other.outcomes)
        )
    }
}

/// What is judged across calls: what servers were asked and answered of late, whom an examiner keeps an eye on, and
/// which sources are known to scan.
///
/// It is fed inline with each transaction's beginning, first repeat and first final response. Servers and clients are
/// hosts, whatever their ports.
package struct ServerWatch: Sendable {
    private var answers: SlidingCounts
    private var requests: SlidingCounts
    private var outcomes: SlidingCounts
    private let hash = KeyedHash()
    /// How many examiners keep an eye on each group of hosts.
    private var watchers = [UInt16](repeating: 0, count: 256)
    private var watched = 0
    /// Sources that scan, and until when they are known for it.
    private var scanners: RecentTable<Int64> = RecentTable(limit: 1_024)

    /// Nothing was seen yet.
    package init(_ spans: LoadSpans) {
        answers = SlidingCounts(span: spans.answers)
        requests = SlidingCounts(span: spans.requests)
        outcomes = SlidingCounts(span: spans.outcomes)
    }

    /// Its bounds: name, value, and how often each was reached.
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [
            ("server_answers", answers.eventLimit, answers.forgotten),
            ("server_requests", requests.eventLimit, requests.forgotten),
            ("client_outcomes", outcomes.eventLimit, outcomes.forgotten),
            ("known_scanners", scanners.limit, scanners.evictions),
        ]
    }

    /// A hash of `address`, by which tables know it.
    package func key(_ address: IPAddress) -> UInt64 { hash.combine(address.high, address.low) }

    /// A hash of `number` continued from `state`.
    package func key(_ state: UInt64, _ number: UInt64) -> UInt64 { hash.combine(state, number) }
}

extension ServerWatch {
    /// The final responses of the server at `address` within the span.
    package mutating func answers(of address: IPAddress, at now: Int64) -> AnswerCounts {
        AnswerCounts(sums: answers.sums(of: key(address), at: now))
    }

    /// The requests towards the server at `address` within the span.
    package mutating func requests(to address: IPAddress, at now: Int64) -> (begun: Int, repeated: Int) {
        let sums = requests.sums(of: key(address), at: now)
        return (Int(sums[0]), Int(sums[1]))
    }

    /// What became of the requests of the clients with `key`, an address or a network, within the span.
    package mutating func outcomes(of key: UInt64, at now: Int64) -> OutcomeCounts {
        OutcomeCounts(sums: outcomes.sums(of: key, at: now))
    }

    /// The key of the network of `address`: its first 24 bits, or 64 of an IPv6 address.
    package func networkKey(_ address: IPAddress) -> UInt64 {
        let network = address.network
        return hash.combine(network.high ^ 1, network.low)
    }

    // What feeds it.

    @inline(__always)
    mutating func takeFinal(_ code: UInt16, _ flow: Flow, isRelayed: Bool, isContinuation: Bool, at now: Int64) {
        answers.note(AnswerCounts.kind(of: isRelayed ? 200 : code), of: key(flow.source.address), at: now)
        guard outcomes.span > 0 else { return }
        take(OutcomeCounts.kind(of: code), flow.destination.address, now)
        if isContinuation { take(OutcomeCounts.continuation, flow.destination.address, now) }
    }

    @inline(__always)
    mutating func takeRequest(to server: IPAddress, isRepeat: Bool, at now: Int64) {
        requests.note(isRepeat ? 1 : 0, of: key(server), at: now)
    }

    mutating func takeUnanswered(from client: IPAddress, at now: Int64) {
        take(OutcomeCounts.silence, client, now)
    }

    private mutating func take(_ kind: Int, _ client: IPAddress, _ now: Int64) {
        outcomes.note(kind, of: key(client), at: now)
        outcomes.note(kind, of: networkKey(client), at: now)
    }
}

extension ServerWatch {
    /// Whether an eye is kept on any host.
    var watchesAny: Bool { watched > 0 }

    /// Shows every message to and from the server at `address`, and perhaps of others, to those who want
    /// ``Symptoms/watched``, until ``unwatch(_:)``.
    package mutating func watch(_ address: IPAddress) {
        let place = place(of: address)
        guard watchers[place] < .max else { return }
        watchers[place] += 1
        watched += 1
    }

    /// Keeps an eye on the server at `address` no longer.
    package mutating func unwatch(_ address: IPAddress) {
        let place = place(of: address)
        guard watchers[place] > 0 else { return }
        watchers[place] -= 1
        watched -= 1
    }

    /// Whether an eye is kept on the host at `address`, or on another of its group.
    func watches(_ address: IPAddress) -> Bool { watchers[place(of: address)] > 0 }

    private func place(of address: IPAddress) -> Int { Int(truncatingIfNeeded: key(address) & 255) }

    /// Notes that `source` scans, and is known for it until `time`.
    package mutating func noteScanner(_ source: IPAddress, at now: Int64, until time: Int64) {
        scanners.set(key(source), time, at: now)
    }

    /// Whether `source` is known to scan at `now`.
    package func isScanner(_ source: IPAddress, at now: Int64) -> Bool { (scanners[key(source)] ?? .min) >= now }
}
