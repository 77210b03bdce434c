internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A client that goes on calling a URI of which it was told that it is gone for good.
///
/// A client may be a proxy with many callers: each From URI is told by itself, and a client is reported once.
struct MovedPermanently: Examiner {
    static let declaration = RuleDeclaration(
        "moved-permanently-ignored",
        .redirection,
        .notice,
        .should,
        .server,
        tier: .next,
        title: "Requests still go to a URI that was 301",
        sources: ["RFC 3261 §21.3.2"],
        parameters: [
            .number("grace_s", 600, in: 0...86_400, "how long after the 301 the old URI may still be used"),
            .number("min", 3, in: 1...1_000, "how many requests there have to be"),
        ],
        explanation: """
            A 301 says that the user is no longer found at this URI, and clients should put the new one into their \
            directories. This client still sends new requests to the old one long after, so that each of its calls \
            takes one more turn and will fail when the old entry is removed. It is the client that is charged.
            """,
        silence: """
            For requests inside a dialog, for other callers behind the same client, for the time right after the 301, \
            and when the 301 lies before the capture.
            """,
        advice: "Put the new address from the Contact of the 301 into the client's directory, dial plan or account.",
        example: [
            "A>P INVITE u [0 s]", "P>A 301 Contact v", "A>P INVITE u [3600 s]", "A>P INVITE u [7200 s]",
            "A>P INVITE u [10800 s]",
        ]
    )
    let declarations = [MovedPermanently.declaration]
    let interest = Interest(requests: Interest.everyRequest.filter { $0 != .cancel }, responses: [301])
    /// The most URIs that moved that are remembered, and clients that were reported.
    static let limit = 4_096
    /// Within how long a request of the same Call-ID is the same one once more: 32 s, in nanoseconds.
    private static let attemptSpan: Int64 = 32_000_000_000

    private struct Move: Sendable {
        let time: Int64
        let frames: [FrameReference]
        let contact: String
        var count = 0
        var callCount = 0
        var call: UInt64 = 0
        var latest = Int64.min
    }

    private var moves = RecentTable<Move>(limit: MovedPermanently.limit)
    private var reported = RecentTable<Bool>(limit: MovedPermanently.limit)
    private let hash = KeyedHash()
    private let grace: Int64
    private let least: Int

    init(_ values: RuleValues = RuleValues()) {
        grace = values.span(MovedPermanently.declaration, "grace_s")
        least = values.count(MovedPermanently.declaration, "min")
    }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("moved_uris", MovedPermanently.limit, moves.evictions &+ reported.evictions)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let isResponse = message.start.isResponse
        guard isResponse || !moves.isEmpty else { return }
        let hop = scene.hop
        guard hop.hasRequest, hop.toTag == 0, hop.upstream.isNone else { return }
        let client = hash.combine(hop.flow.source.address.high, hop.flow.source.address.low)
        let key = hash.combine(hash.hash(bytes, message.from.uri, from: client), hop.requestURI)
        if !isResponse {
            takeRequest(message, bytes, scene, key, client, &reporter)
        } else if moves[key] == nil, !scene.symptoms.contains(.afterFinal) {
            var contact = "none"
            message.headers.forEachContact(bytes) { if contact == "none" { contact = bytes.shortText(of: $0.uri) } }
            let frames = [hop.frame, scene.sighting.frame]
            moves.set(key, Move(time: scene.now, frames: frames, contact: contact), at: scene.now)
        }
    }

    private mutating func takeRequest(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ key: UInt64,
        _ client: UInt64,
        _ reporter: inout Reporter
    ) {
        let (now, call) = (scene.now, scene.hop.callKey)
        guard var move = moves[key], now - move.time > grace else { return }
        // With credentials, or after another answer: still the same try.
        let isSameTry = move.call == call && now - move.latest <= MovedPermanently.attemptSpan
        move.latest = now
        if !isSameTry { move.count += 1 }
        if move.call != call { move.callCount += 1 }
        move.call = call
        moves.set(key, move, at: now)
        guard move.count >= least, reported[client] == nil else { return }
        let (count, age, contact) = (move.count, now - move.time, move.contact)
        reported.set(client, true, at: now)
        reporter.report(
            0,
            .notice,
            message,
            bytes,
            scene,
            counting: .each(calls: move.callCount),
            related: move.frames
        ) {
            "\(count) requests to the old URI, the latest \(age.spanText) after a 301 with Contact \(contact)"
        }
    }
}
