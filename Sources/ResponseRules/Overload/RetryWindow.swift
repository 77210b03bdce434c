internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue

/// The time for which a server asked a client to stay away, and what that sent all the same.
struct RetryWindow: Sendable {
    /// The code that asked for it.
    let code: UInt16
    let client: IPAddress
    let server: Endpoint
    /// When it began and ends; a newer response moves its end.
    let begin: Int64
    var end: Int64
    /// The response that asked for it first.
    let frame: FrameReference
    /// Requests inside dialogs, which may be sent, and requests that succeeded.
    var insideCount = 0
    var successes = 0
    private(set) var count = 0
    private var first: Hop?
    private var methods: [Int: Int] = [:]
    private var times: [Int64] = []
    private var frames: [FrameReference]
    private var calls: Set<UInt64> = []

    private static let mostShown = 4
    private static let mostCalls = 1_024

    init(code: UInt16, flow: Flow, scene: borrowing Scene, end: Int64) {
        self.code = code
        client = flow.destination.address
        server = flow.source
        begin = scene.now
        self.end = end
        frame = scene.sighting.frame
        frames = [frame]
    }

    /// Counts a new request.
    mutating func add(_ scene: borrowing Scene) {
        count += 1
        if first == nil { first = scene.hop }
        // Those of no registered name share a place.
        methods[scene.hop.method.map { Int($0.rawValue) } ?? .max, default: 0] += 1
        if calls.count < RetryWindow.mostCalls { calls.insert(scene.hop.callKey) }
        guard times.count < RetryWindow.mostShown else { return }
        times.append(scene.now - begin)
        frames.append(scene.sighting.frame)
    }

    /// Reports it where at least `least` new requests fell into it.
    func report(ifAtLeast least: Int, _ reporter: inout Reporter) {
        guard count >= least, let first else { return }
        reporter.report(
            0,
            code == 503 ? .warning : .notice,
            of: first,
            against: server,
            counting: .each(calls: calls.count),
            evidence: .whole,
            related: frames
        ) { words }
    }

    private var words: String {
        let byMethod = methods.sorted { $0.key < $1.key }.map { place, count in
            "\(UInt8(exactly: place).flatMap(Method.init(rawValue:))?.name ?? "other") × \(count)"
        }
        var text = "\(client) sent \(count) new requests (\(byMethod.joined(separator: ", "))) to \(server)"
        text += code == 503 ? "" : " for the same Request-URI"
        text += " in the \(Storm.seconds(end - begin)) for which a \(code) had asked it to wait; the first "
        text += times.map(Storm.seconds).joined(separator: ", ") + " after it"
        if insideCount > 0 { text += "; \(insideCount) more inside dialogs, which may be sent" }
        if successes > 0 { text += "; \(successes) succeeded, so the server was back" }
        return text
    }
}
