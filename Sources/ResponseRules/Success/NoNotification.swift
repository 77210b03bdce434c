internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 204, which says that a conditional SUBSCRIBE was taken and that no NOTIFY comes (RFC 5839), where it says neither.
struct NoNotification: Examiner {
    private static let declaration = RuleDeclaration(
        "no-notification-misuse",
        .success,
        .error,
        .must,
        .transaction,
        tier: .next,
        title: "204 outside conditional subscriptions",
        sources: ["RFC 5839 §5", "RFC 5839 §6", "RFC 5839 §7.1"],
        parameters: [.number("window_ms", 2000, in: 0...60_000, "how long after the 204 no NOTIFY may come")],
        explanation: """
            A 204 answers a SUBSCRIBE with Suppress-If-Match and says that nothing changed and no NOTIFY comes. To any \
            other request it says nothing that a client knows. A NOTIFY that comes all the same is a notice, as it may \
            have crossed.
            """,
        silence: """
            Where the request was not seen, and for a NOTIFY that ends the subscription or has another entity tag than \
            the SUBSCRIBE.
            """,
        advice: "Ask the owner of the server to answer 200, or to leave the NOTIFY out.",
        example: ["A>P MESSAGE", "P>A 204"]
    )

    /// The most conditional subscriptions whose 204 or NOTIFY is waited for.
    private static let limit = 4_096

    /// A subscription by its call and the tags of the notifier and the subscriber.
    private struct Dialog: Hashable {
        let call: UInt64
        let notifier: UInt32
        let subscriber: UInt32
    }

    let declarations = [declaration]
    let interest = Interest(requests: [.subscribe, .notify], responses: [204])
    private let window: Int64
    /// A hash of Suppress-If-Match of each SUBSCRIBE that has one; 0 where that names no tag.
    private var conditions: [HopID: UInt32] = [:]
    private var suppressed: [Dialog: (until: Int64, tag: UInt32)] = [:]
    private var forgotten: UInt64 = 0

    init(_ values: RuleValues = RuleValues()) {
        window = values.span(NoNotification.declaration, "window_ms")
    }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("conditional_subscriptions", NoNotification.limit, forgotten)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        if message.start.isResponse {
            takeResponse(message, bytes, scene, hops, &reporter)
        } else if case .subscribe = message.start.method {
            keepCondition(message, bytes, scene, hops)
        } else if !suppressed.isEmpty {
            takeNotify(message, bytes, scene, hops, &reporter)
        }
    }

    private mutating func takeResponse(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard hop.hasRequest, hop.traits.contains(.isWhole) else { return }
        var isSubscribe = false
        if case .subscribe = hop.method { isSubscribe = true }
        let condition = conditions.removeValue(forKey: hop.id)
        guard isSubscribe, hop.traits.contains(.suppressIfMatch) else {
            let method = bytes.text(of: message.methodText)
            reporter.report(0, .error, message, bytes, scene, related: [hop.frame]) {
                isSubscribe ? "204 to a SUBSCRIBE without Suppress-If-Match" : "204 to \(method)"
            }
            return
        }
        let dialog = Dialog(
            call: hop.callKey,
            notifier: hops.tag(message.to.tag, bytes),
            subscriber: hop.fromTag
        )
        if suppressed.count >= NoNotification.limit { forgetOld(at: scene.now) }
        suppressed[dialog] = (scene.now &+ window, condition ?? 0)
    }

    private mutating func keepCondition(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable
    ) {
        guard scene.hop.traits.contains(.suppressIfMatch),
            let value = message.headers.value(of: .suppressIfMatch, bytes), !bytes.equals("*", in: value)
        else { return }
        if conditions.count >= NoNotification.limit {
            forgotten &+= UInt64(conditions.count)
            conditions.removeAll(keepingCapacity: true)
        }
        conditions[scene.hop.id] = hops.tag(value, bytes)
    }

    private mutating func takeNotify(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        let dialog = Dialog(call: hop.callKey, notifier: hop.fromTag, subscriber: hop.toTag)
        guard let known = suppressed[dialog] else { return }
        suppressed[dialog] = nil
        guard scene.now <= known.until, !isOfChange(message, bytes, known.tag, hops) else { return }
        reporter.report(0, .notice, confidence: .likely, message, bytes, scene) {
            "NOTIFY within \(window / 1_000_000) ms of the 204 that said that none comes"
        }
    }

    /// Whether the NOTIFY tells of something new: the subscription ends, or its state has another entity tag.
    private func isOfChange(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ known: UInt32,
        _ hops: borrowing HopTable
    ) -> Bool {
        if let value = message.headers.value(of: .subscriptionState, bytes),
            case .terminated = SubscriptionState.read(bytes, value)
        {
            return true
        }
        guard known != 0, let tag = message.headers.value(of: .sipETag, bytes) else { return false }
        return hops.tag(tag, bytes) != known
    }

    /// Forgets the subscriptions whose time is over, or all where none is.
    private mutating func forgetOld(at now: Int64) {
        let count = suppressed.count
        suppressed = suppressed.filter { $0.value.until >= now }
        guard suppressed.count == count else { return }
        forgotten &+= UInt64(count)
        suppressed.removeAll(keepingCapacity: true)
    }
}
