internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A response that blames something which its request does not hold: a row of ``BlamedCause/table`` each.
struct CauseNotInRequest: Examiner {
    private static let declaration = RuleDeclaration(
        "cause-not-in-request",
        .failures,
        .warning,
        .operational,
        .transaction,
        tier: .next,
        title: "the response blames what the request does not hold",
        sources: ["RFC 3261 §21.4", "RFC 3903 §11.2.1", "RFC 4412 §4.6.1", "RFC 6665 §8.3.2", "RFC 8224 §6.2.2"],
        parameters: [
            .number("short_uri", 256, in: 1...65_535, "below how many bytes no Request-URI is too long"),
            .number("small_msg", 1300, in: 1...65_535, "below how many bytes no request is too large"),
        ],
        explanation: """
            The code names a header field, a body or a size of the request as its cause, and the request has no such \
            thing. Whoever goes by the code looks for the fault in the wrong place.
            """,
        silence: """
            Where the request was not seen whole. Of a relayed response the request on the farthest hop that is seen \
            is looked at, as a proxy may have added what is blamed.
            """,
        advice: "Compare both messages, and ask the owner of the element that answers for the true cause.",
        example: ["A>P MESSAGE without Event", "P>A 489"]
    )

    let declarations = [declaration]
    let interest = Interest(responses: BlamedCause.table.flatMap(\.codes))
    private let limits: BlamedCause.Limits

    init(_ values: RuleValues = RuleValues()) {
        limits = BlamedCause.Limits(
            uri: values.count(CauseNotInRequest.declaration, "short_uri"),
            message: values.count(CauseNotInRequest.declaration, "small_msg")
        )
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard scene.hop.hasRequest else { return }
        let code = message.start.statusCode
        let hop = farthest(scene.hop, code, hops.tag(message.to.tag, bytes), hops)
        guard hop.traits.contains(.isWhole), let row = BlamedCause.table.first(where: { $0.codes.contains(code) })
        else {
            return
        }
        let sender = scene.sighting.flow.source.address
        let isOfUAS = hop.id == scene.hop.id && (hop.isAtOwnContact || message.isFromOwnContact(sender, bytes))
        guard row.isAbsent(from: hop, limits, isOfUAS: isOfUAS) else { return }
        let method = bytes.text(of: message.methodText)
        reporter.report(0, .warning, confidence: .likely, message, bytes, scene, related: [hop.frame]) {
            "\(code) to \(method) \(row.words)"
        }
    }

    /// The farthest hop that is seen on which the same response came.
    private func farthest(_ hop: Hop, _ code: UInt16, _ tag: UInt32, _ hops: borrowing HopTable) -> Hop {
        var farthest = hop
        for _ in 0..<8 {
            var below: Hop?
            hops.forEachBranch(of: farthest) { if $0.finalCode == code, $0.finalTag == tag { below = $0 } }
            guard let below else { return farthest }
            farthest = below
        }
        return farthest
    }
}
