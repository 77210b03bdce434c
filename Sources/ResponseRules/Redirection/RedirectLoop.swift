internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A call that is redirected in circles, or too often.
struct RedirectLoop: Examiner {
    static let declaration = RuleDeclaration(
        "redirect-loop",
        .redirection,
        .warning,
        .must,
        .call,
        tier: .next,
        title: "Redirected in circles",
        sources: ["RFC 3261 §8.1.3.4", "RFC 3261 §16.5"],
        parameters: [.number("max_hops", 5, in: 1...50, "how many redirections one attempt may have")],
        explanation: """
            A 3xx offers a URI that this attempt has tried before, or the attempt was redirected more often than any \
            sensible forwarding is. No URI may be tried twice for one request, so the call ends here, or goes round \
            where a client does not see to that.
            """,
        silence: "For other Call-IDs and callers, and where the requests were not seen.",
        advice: """
            Compare the forwarding that the two destinations have set: most often each sends its calls to the other. \
            The finding names the server that closed the circle.
            """,
        example: ["A>P INVITE b", "P>A 302 Contact c", "A>P INVITE c", "P>A 302 Contact b"]
    )
    let declarations = [RedirectLoop.declaration]
    let interest = Interest(responses: [300, 301, 302, 305])
    /// The most attempts that are remembered.
    static let limit = 1_024

    /// What one attempt was redirected from.
    private struct Chain: Sendable {
        static let longest = 16
        var count = 0
        var uris: [UInt64] = []
        var texts: [String] = []
        var frames: [FrameReference] = []
    }

    private var chains = RecentTable<Chain>(limit: RedirectLoop.limit)
    private let hash = KeyedHash()
    private let most: Int

    init(_ values: RuleValues = RuleValues()) { most = values.count(RedirectLoop.declaration, "max_hops") }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("redirected_attempts", RedirectLoop.limit, chains.evictions)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard hop.hasRequest, !hop.method.isHopBound, !scene.symptoms.contains(.afterFinal) else { return }
        let key = key(hop)
        var chain = chains[key] ?? Chain()
        chain.count += 1
        if chain.uris.count < Chain.longest {
            let uri = String(decoding: reporter.requestURI(of: hop).prefix(96), as: UTF8.self)
            chain.uris.append(hop.requestURI)
            chain.texts.append("\(uri) \(message.start.statusCode)")
            chain.frames.append(scene.sighting.frame)
        }
        chains.set(key, chain, at: scene.now)
        let triedAgain = offersTried(message, bytes, hop, chain, hops)
        guard triedAgain != nil || chain.count > most else { return }
        reporter.report(
            0,
            .warning,
            message,
            bytes,
            scene,
            counting: .call,
            related: chain.frames.dropLast() + [hop.frame]
        ) {
            let steps = chain.texts.joined(separator: ", ")
            guard let triedAgain else { return "\(chain.count) redirections: \(steps)" }
            return "\(steps); Contact \(triedAgain) was tried before"
        }
    }

    private func key(_ hop: Hop) -> UInt64 {
        let client = hop.flow.source.address
        let key = hash.combine(hash.combine(client.high, client.low), hop.callKey)
        return hash.combine(key, UInt64(hop.fromTag) &<< 8 | UInt64(hop.method?.rawValue ?? .max))
    }

    /// The first Contact that this attempt has tried before.
    private func offersTried(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ hop: Hop,
        _ chain: Chain,
        _ hops: borrowing HopTable
    ) -> String? {
        var tried: ByteRange?
        var offered: [(uri: UInt64, range: ByteRange)] = []
        message.headers.forEachContact(bytes) { contact in
            guard offered.count < Chain.longest else { return }
            let range = bytes.requestURI(of: contact.uri)
            offered.append((0, range))
        }
        for place in offered.indices { offered[place].uri = hops.requestURI(bytes, offered[place].range) }
        for offer in offered where tried == nil {
            let isTried =
                chain.uris.contains(offer.uri)
                || hops.first(inCallOf: hop) { other in
                    other.hasRequest && other.requestURI == offer.uri && other.cSeq < hop.cSeq
                        && other.fromTag == hop.fromTag && other.method == hop.method
                        && other.flow.source.address == hop.flow.source.address
                } != nil
            if isTried { tried = offer.range }
        }
        return tried.map { bytes.shortText(of: $0) }
    }
}
