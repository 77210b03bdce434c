package import CallTracking
package import NetworkTypes

/// One of the things that make up a storm.
package struct StormEvent: Sendable {
    /// When, on the clock of ``Scene/now``, and as captured.
    package let now: Int64
    package let time: CaptureTime
    /// A hash of its Call-ID, its client, and the frame that shows it.
    package let call: UInt64
    package let client: IPAddress
    package let frame: FrameReference
    /// What it was: a status code, or what else the rule tells apart.
    package let kind: UInt16
    /// Whether it is told of and makes up no part of the number.
    package let isAside: Bool

    /// What a message shows.
    package init(_ scene: borrowing Scene, client: IPAddress, kind: UInt16, isAside: Bool = false) {
        now = scene.now
        time = scene.sighting.time
        call = scene.hop.callKey
        self.client = client
        frame = scene.sighting.frame
        self.kind = kind
        self.isAside = isAside
    }

    /// What an ended transaction shows.
    package init(_ end: borrowing EndedHop, client: IPAddress, kind: UInt16) {
        now = end.now
        time = end.hop.time
        call = end.hop.callKey
        self.client = client
        frame = end.hop.frame
        self.kind = kind
        isAside = false
    }
}

/// Many things of one sort at one server in a short time, told as one.
package struct Storm: Sendable {
    /// The transaction with which there were enough of them, and whom it is charged to.
    package let hop: Hop
    package let party: Endpoint
    /// Who it is, as its table knows it.
    package let key: UInt64
    /// When the first of them was seen, and the latest.
    package let time: CaptureTime
    package let onset: Int64
    package private(set) var latest: Int64
    /// How many there were, and of each kind.
    package private(set) var count = 0
    package private(set) var kinds: [UInt16: Int] = [:]
    /// The frames of the first ones.
    package private(set) var frames: [FrameReference] = []
    /// The different calls and the clients, with how many of them were theirs; as many as are told apart.
    private(set) var calls: Set<UInt64> = []
    package private(set) var clients: [IPAddress: Int] = [:]
    /// When it is to be told at the latest, and whether it was.
    let tellTime: Int64
    var isTold = false

    private static let mostFrames = 5
    private static let mostCalls = 4_096
    private static let mostClients = 256
    private static let mostKinds = 64

    init(of key: UInt64, _ events: [StormEvent], hop: Hop, party: Endpoint, now: Int64, span: Int64, hold: Int64?) {
        self.key = key
        self.hop = hop
        self.party = party
        time = events.first?.time ?? hop.time
        onset = events.first?.now ?? now
        latest = now
        tellTime = hold.map { now + $0 } ?? onset + span
        for event in events { add(event) }
    }

    mutating func add(_ event: StormEvent) {
        latest = max(latest, event.now)
        if kinds[event.kind] != nil || kinds.count < Storm.mostKinds { kinds[event.kind, default: 0] += 1 }
        guard !event.isAside else { return }
        count += 1
        if frames.count < Storm.mostFrames { frames.append(event.frame) }
        if calls.count < Storm.mostCalls { calls.insert(event.call) }
        if clients[event.client] != nil || clients.count < Storm.mostClients { clients[event.client, default: 0] += 1 }
    }

    /// How many different calls it touches.
    package var callCount: Int { calls.count }

    /// How long it lasted, in seconds with one decimal.
    package var seconds: String { Storm.seconds(latest - onset) }

    /// `nanoseconds` as seconds with one decimal.
    package static func seconds(_ nanoseconds: Int64) -> String {
        let tenths = max(0, nanoseconds) / 100_000_000
        return "\(tenths / 10).\(tenths % 10) s"
    }

    /// The clients with the most of it, in words.
    package var clientsInWords: String {
        let most = clients.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
        let names = most.map { "\($0.key) (\($0.value))" }
        let rest = clients.count - names.count
        return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    /// The kinds with their numbers, as `404 × 12`, the lowest first.
    package var kindsInWords: String {
        kinds.sorted { $0.key < $1.key }.map { "\($0.key) × \($0.value)" }.joined(separator: ", ")
    }
}
