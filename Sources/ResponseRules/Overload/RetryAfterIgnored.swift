internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// New requests of a client to a server that had told it to come back later.
struct RetryAfterIgnored: Examiner {
    private static let declaration = RuleDeclaration(
        "retry-after-ignored",
        .overload,
        .warning,
        .should,
        .server,
        tier: .core,
        title: "requests sent before Retry-After had passed",
        sources: ["RFC 3261 §21.5.4", "RFC 3261 §20.33", "RFC 3263 §4.3"],
        parameters: [
            .number("grace_ms", 500, in: 0...60_000, "how long after the response requests may be under way"),
            .number("min", 3, in: 1...100_000, "how many requests it takes"),
            .number("cap_s", 3600, in: 1...86_400, "the longest window that is believed"),
            .list("nat_networks", "networks behind whose addresses there are many clients"),
        ],
        explanation: """
            A 503 with Retry-After asks a client to send nothing to this server for so many seconds. A client that \
            goes on keeps an overloaded server overloaded. After 404, 413, 480, 486, 500, 600 and 603 it is about the same \
            Request-URI only, and a notice.
            """,
        silence: """
            For what keeps or ends a call that is up: ACK, CANCEL, PRACK, BYE and every request inside a dialog; for \
            emergency calls, for OPTIONS without a user part, for requests under way when the response came, for other \
            servers and other ports of this one, and for responses that a proxy only passed on.
            """,
        advice: """
            Ask the owner of the client to honour Retry-After and to go to the next server of the list meanwhile \
            (RFC 3263 §4.3).
            """,
        example: ["A>P INVITE", "P>A 503 Retry-After: 30", "A>P INVITE [5 s]", "A>P INVITE [9 s]", "A>P INVITE [14 s]"]
    )

    /// The codes with which Retry-After is about one callee, and not the server.
    private static let ofTarget: Set<UInt16> = [404, 413, 480, 486, 500, 600, 603]
    private static let mostWindows = 4_096

    let declarations = [RetryAfterIgnored.declaration]
    let interest = Interest(symptoms: [.retryAfter, .watched])
    private let grace: Int64
    private let least: Int
    private let cap: Int64
    private let natNetworks: AddressList
    private let hash = KeyedHash()
    private var windows: [UInt64: RetryWindow] = [:]
    private var ends: Deadlines<UInt64> = Deadlines(limit: 4 * mostWindows)
    private var evicted: UInt64 = 0

    init(_ values: RuleValues = RuleValues()) {
        let declaration = RetryAfterIgnored.declaration
        grace = values.span(declaration, "grace_ms")
        least = values.count(declaration, "min")
        cap = values.span(declaration, "cap_s")
        natNetworks = AddressList(values.list(declaration, "nat_networks"))
    }

    var deadline: Int64 { ends.next }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("retry_after_windows", RetryAfterIgnored.mostWindows, evicted &+ ends.dropped)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard scene.observation.isFirst else { return }
        let client = clientKey(message, bytes, scene.sighting.flow)
        guard message.start.isResponse else {
            countRequest(message, scene, client)
            return
        }
        let code = message.start.statusCode
        if scene.symptoms.contains(.retryAfter), code == 503 || RetryAfterIgnored.ofTarget.contains(code) {
            guard let value = message.headers.value(of: .retryAfter, bytes),
                let wait = RetryAfter.read(bytes, value), !hops.isRelayed(scene.hop)
            else { return }
            move(code, Int64(wait.seconds), client, scene, &reporter)
        } else if message.start.responseClass == 2 {
            noteSuccess(client, scene.now)
            noteSuccess(key(client, of: scene.hop), scene.now)
        }
    }

    /// Who the client is to the server: its address, and behind a NAT the instance and the user as well.
    private func clientKey(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ flow: Flow) -> UInt64 {
        let isResponse = message.start.isResponse
        let (client, server) = isResponse ? (flow.destination, flow.source) : (flow.source, flow.destination)
        var key = hash.combine(hash.combine(server.address.high, server.address.low), UInt64(server.port))
        key = hash.combine(hash.combine(key, client.address.high), client.address.low)
        guard natNetworks.contains(client) else { return key }
        return hash.hash(bytes, message.from.uri, from: hash.hash(bytes, message.topmostVia.sentBy, from: key))
    }

    /// The key of what is about the Request-URI of `hop` alone.
    private func key(_ client: UInt64, of hop: Hop) -> UInt64 { hash.combine(client, hop.requestURI | 1) }

    /// Begins a window, or moves the end of one that is open.
    private mutating func move(
        _ code: UInt16,
        _ seconds: Int64,
        _ client: UInt64,
        _ scene: borrowing Scene,
        _ reporter: inout Reporter
    ) {
        let hasRequest = scene.hop.hasRequest
        guard code == 503 || hasRequest else { return }
        let key = code == 503 ? client : self.key(client, of: scene.hop)
        let end = scene.now + min(seconds * 1_000_000_000, cap)
        if let window = windows[key] {
            if scene.now <= window.end {
                windows[key]?.end = end
                ends.wait(key, until: end)
                return
            }
            close(key, &reporter)
        }
        guard seconds > 0 else { return }
        if windows.count >= RetryAfterIgnored.mostWindows { evict(&reporter) }
        windows[key] = RetryWindow(code: code, flow: scene.sighting.flow, scene: scene, end: end)
        ends.wait(key, until: end)
        reporter.servers.watch(scene.sighting.flow.source.address)
    }

    private mutating func countRequest(_ message: borrowing SIPMessage, _ scene: borrowing Scene, _ client: UInt64) {
        let isInside: Bool
        switch message.method {
        case .ack, .cancel, .prack, .bye: isInside = true
        default: isInside = !message.to.tag.isEmpty
        }
        if !isInside {
            let traits = scene.hop.traits
            if traits.contains(.emergency) { return }
            if case .options = message.method, traits.contains(.sipURI), !traits.contains(.uriUser) { return }
        }
        count(scene, isInside, client)
        if !isInside { count(scene, isInside, key(client, of: scene.hop)) }
    }

    private mutating func count(_ scene: borrowing Scene, _ isInside: Bool, _ key: UInt64) {
        guard let window = windows[key], scene.now > window.begin + grace, scene.now < window.end else { return }
        if isInside { windows[key]?.insideCount += 1 } else { windows[key]?.add(scene) }
    }

    private mutating func noteSuccess(_ key: UInt64, _ now: Int64) {
        if let window = windows[key], now < window.end { windows[key]?.successes += 1 }
    }

    /// Makes room by closing the window that ends first.
    private mutating func evict(_ reporter: inout Reporter) {
        evicted &+= 1
        while let key = ends.due(at: .max - 1) {
            guard windows[key] != nil else { continue }
            close(key, &reporter)
            return
        }
        if let key = windows.keys.first { close(key, &reporter) }
    }

    /// Closes a window and reports it where there were enough requests in it.
    private mutating func close(_ key: UInt64, _ reporter: inout Reporter) {
        guard let window = windows.removeValue(forKey: key) else { return }
        reporter.servers.unwatch(window.server.address)
        window.report(ifAtLeast: least, &reporter)
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let key = ends.due(at: now) {
            // Its end may have moved on, which is another entry.
            if let window = windows[key], window.end <= now { close(key, &reporter) }
        }
    }

    mutating func conclude(_ hops: borrowing HopTable, _ reporter: inout Reporter) {
        let order = windows.sorted { ($0.value.begin, $0.value.frame.packed) < ($1.value.begin, $1.value.frame.packed) }
        for (key, _) in order { close(key, &reporter) }
    }
}
