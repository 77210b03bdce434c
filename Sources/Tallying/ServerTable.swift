package import NetworkTypes
internal import CallTracking
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Who answered: an address and port from which responses came.
package struct ServerKey: Hashable, Sendable {
    /// The source of the responses.
    package let endpoint: Endpoint
    /// What carried them.
    package let transport: Transport

    // Written out, as a derived one asks witness tables.
    package static func == (left: ServerKey, right: ServerKey) -> Bool {
        left.endpoint == right.endpoint && left.transport.place == right.transport.place
    }
}

/// What one server answered.
package struct Server: Sendable {
    /// Responses without copies of a mirror port.
    package internal(set) var responses: UInt64 = 0
    /// Responses that it sent again.
    package internal(set) var retransmissions: UInt64 = 0
    /// Different final responses.
    package internal(set) var finals: UInt64 = 0
    /// Different responses with 503.
    package internal(set) var unavailable: UInt64 = 0
    /// Responses by class, 1xx…6xx at 1…6 and all others at 0.
    package var classes: [UInt64] { byClass.all }
    private var byClass = InlineArray<7, UInt64>(repeating: 0)
    /// Responses by code.
    package internal(set) var codes = SparseCodes()
    /// Different responses, which is what rules judge.
    package var judged: UInt64 { responses &- retransmissions }
    /// Calls that it answered: INVITEs outside a dialog with a final response other than a challenge.
    package internal(set) var calls: UInt64 = 0
    /// Findings by the place of the rule.
    package internal(set) var findings: [Int: UInt64] = [:]
    /// Findings by severity.
    package internal(set) var bySeverity = SeverityCounts()
    /// How long its first response to a request took.
    package internal(set) var responseTime = Interval()
    /// What it says it is.
    package internal(set) var product = Product()

    /// Counts a response that it sent.
    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ observation: Observation,
        _ hash: KeyedHash
    ) {
        responses &+= 1
        if observation.isRetransmission {
            retransmissions &+= 1
        } else if message.start.isFinal {
            finals &+= 1
            if observation.answersCall { calls &+= 1 }
            if message.start.statusCode == 503 { unavailable &+= 1 }
        }
        byClass[message.start.responseClass] &+= 1
        codes.add(message.start.statusCode)
        product.note(message, bytes, hash)
        if observation.responseDelay >= 0 { responseTime.add(observation.responseDelay) }
    }
}

/// The Server or User-Agent value of a server, as far as it can be told.
///
/// A 100 belongs to the hop (RFC 3261 §8.2.6.1), so its value names the server itself. Other responses may be relayed
/// and name whoever is behind it; they count only where all of them say the same.
package struct Product: Sendable {
    /// The longest value that is kept.
    package static let longestValue = 64

    private var own: String?
    private var seen: String?
    private var seenHash: UInt64 = 0
    private var isMixed = false

    /// The product, or `nil` where nothing or several things were said.
    package var name: String? { own ?? (isMixed ? nil : seen) }

    /// Takes what `message` says.
    mutating func note(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hash: KeyedHash) {
        guard own == nil, !isMixed || message.start.statusCode == 100 else { return }
        guard let value = message.headers.value(of: .server, bytes) ?? message.headers.value(of: .userAgent, bytes),
            !value.isEmpty
        else { return }
        let kept = ByteRange(value.lower, min(value.upper, value.lower &+ Product.longestValue))
        if message.start.statusCode == 100 {
            own = bytes.text(of: kept)
        } else if seen == nil {
            seen = bytes.text(of: kept)
            seenHash = hash.hash(bytes, value)
        } else if seenHash != hash.hash(bytes, value) {
            isMixed = true
        }
    }
}

/// All servers, up to a limit; the rest are counted together.
package struct ServerTable: Sendable {
    /// The most servers that are told apart.
    package static let limit = 4_096

    private let hash = KeyedHash()
    private var index = SlotIndex(minimumCapacity: 64)
    private var keys: [ServerKey] = []
    private var rows: [Server] = []
    /// Responses of servers beyond the limit.
    package private(set) var uncountedResponses: UInt64 = 0

    /// No servers yet.
    package init() {}

    /// How many servers there are.
    package var count: Int { rows.count }

    /// Every server with what it answered, in the order of appearance.
    package var all: [(key: ServerKey, server: Server)] { keys.indices.map { (keys[$0], rows[$0]) } }

    /// Counts a response of the server that sent it.
    mutating func add(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        from key: ServerKey,
        _ observation: Observation
    ) {
        guard let place = placeOrNew(of: key) else {
            uncountedResponses &+= 1
            return
        }
        rows[place].take(message, bytes, observation, hash)
    }

    /// Counts `verdict` against the server that it is charged to.
    mutating func add(_ verdict: Verdict) {
        let key = ServerKey(endpoint: verdict.party, transport: verdict.transport)
        guard let place = place(of: key, hashed: hash(of: key)) else { return }
        rows[place].findings[verdict.rule, default: 0] &+= 1
        rows[place].bySeverity.add(verdict.severity)
    }

    private func hash(of key: ServerKey) -> UInt64 {
        let address = hash.combine(key.endpoint.address.low, key.endpoint.address.high)
        return hash.combine(address, UInt64(key.endpoint.port) << 8 | UInt64(key.transport.place))
    }

    private func place(of key: ServerKey, hashed: UInt64) -> Int? {
        let slot = index.firstSlot(of: hashed) { keys[Int($0)] == key }
        return slot == .max ? nil : Int(slot)
    }

    private mutating func placeOrNew(of key: ServerKey) -> Int? {
        let hashed = hash(of: key)
        if let place = place(of: key, hashed: hashed) { return place }
        guard rows.count < ServerTable.limit else { return nil }
        index.insert(UInt32(rows.count), key: hashed)
        keys.append(key)
        rows.append(Server())
        return rows.count - 1
    }
}
