internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A host of which only what it sends is seen, although that proves that it is being answered.
struct CaptureOneSided: Examiner {
    /// A host to which nothing was sent lately, as far as seen.
    private struct Host {
        /// When its latest messages were seen: a ring of as many as are needed, of which `next` is the oldest.
        var times: [Int64] = []
        var next = 0
        /// When the latest of all was seen, and the latest proof.
        var latest: Int64
        var proof = Int64.min
        var acknowledgements = 0
        var insideDialogs = 0
        var orphans = 0
        var isReported = false
    }

    private static let hostLimit = 4096

    private let least: Int
    private let windowSpan: Int64
    /// How long a packet towards a host counts, as the tracker has it, in nanoseconds.
    private static let visibleSpan: Int64 = 600_000_000_000
    private var hosts: [IPAddress: Host] = [:]
    private var refused: UInt64 = 0
    /// When room was made last.
    private var lastSweep = Int64.min

    init(_ values: RuleValues = RuleValues()) {
        least = values.count(CaptureOneSided.declaration, "min")
        windowSpan = values.span(CaptureOneSided.declaration, "window_s")
    }

    var declarations: [RuleDeclaration] { [CaptureOneSided.declaration] }
    var interest: Interest { Interest(symptoms: .unheard) }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("hosts_heard_only", CaptureOneSided.hostLimit, refused)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard scene.observation.isFirst else { return }
        let (address, now) = (scene.sighting.flow.source.address, scene.now)
        guard makeRoom(for: address, at: now) else { return }
        var host = hosts[address] ?? Host(latest: now)
        if now &- host.latest > CaptureOneSided.visibleSpan { host = Host(latest: now) }
        host.latest = now
        note(message, scene, hops, in: &host)
        let isFull = keep(now, in: &host)
        if !host.isReported, isFull, now &- host.times[host.next] <= windowSpan, host.proof >= now &- windowSpan {
            host.isReported = true
            let proof =
                "\(host.acknowledgements) ACK and PRACK, \(host.insideDialogs) requests inside dialogs and "
                + "\(host.orphans) responses show that there was"
            reporter.report(
                0,
                .notice,
                message,
                bytes,
                scene,
                counting: .each(calls: 0),
                evidence: .oneSided
            ) {
                "nothing towards \(address) is seen, \(least) messages from it are within \(windowSpan.asSeconds); "
                    + "\(proof); rules about what it was answered are muted"
            }
        }
        hosts[address] = host
    }

    /// Notes what the message proves.
    private func note(
        _ message: borrowing SIPMessage,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        in host: inout Host
    ) {
        if message.start.isResponse {
            host.orphans += 1
        } else if message.method == .ack || message.method == .prack {
            host.acknowledgements += 1
        } else {
            // Only where the call was seen to begin: what was answered before the capture proves nothing of now.
            guard scene.symptoms.contains(.inDialog), hops.call(of: scene.hop).map({ $0.opener != 0 }) ?? false else {
                return
            }
            host.insideDialogs += 1
        }
        host.proof = scene.now
    }

    /// Keeps the time of a message; says whether there are as many as are needed, the oldest at `next`.
    private func keep(_ now: Int64, in host: inout Host) -> Bool {
        guard host.times.count >= least else {
            host.times.append(now)
            return host.times.count == least
        }
        host.times[host.next] = now
        host.next = (host.next + 1) % least
        return true
    }

    /// Whether there is room for `address`, or can be made by forgetting hosts that have been silent.
    private mutating func makeRoom(for address: IPAddress, at now: Int64) -> Bool {
        if hosts.count < CaptureOneSided.hostLimit || hosts[address] != nil { return true }
        if now &- lastSweep >= 1_000_000_000 {
            lastSweep = now
            let spans = (reported: CaptureOneSided.visibleSpan, other: windowSpan)
            hosts = hosts.filter { now &- $0.value.latest <= ($0.value.isReported ? spans.reported : spans.other) }
        }
        if hosts.count < CaptureOneSided.hostLimit { return true }
        refused &+= 1
        return false
    }

    static let declaration = RuleDeclaration(
        "capture-one-sided",
        .capture,
        .notice,
        .operational,
        .capture,
        tier: .base,
        title: "Only one direction of a host's traffic is seen",
        sources: [],
        parameters: [
            .number("min", 30, in: 1...1000, "least number of messages from the host"),
            .number("window_s", 60, in: 1...3600, "time within which they are seen"),
        ],
        explanation: """
            A host sends messages that answer something, and nothing that was sent to it was captured for ten minutes. \
            The capture shows one direction of its traffic, so what it was answered is not judged.
            """,
        silence: """
            Where the host only repeats requests that nobody answers: then its server is silent. It ends with the \
            first packet to the host.
            """,
        advice: """
            Look at how the traffic is mirrored: both directions of the port, both links of a bundle, and both ways \
            where routing is asymmetric.
            """,
        example: ["A>P INVITE", "A>P ACK", "A>P INVITE", "A>P ACK"]
    )
}
