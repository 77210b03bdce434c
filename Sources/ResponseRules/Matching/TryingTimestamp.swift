internal import CallTracking
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 100 that does not give back the Timestamp of its INVITE, from which the client measures the round trip.
struct TryingTimestamp: Examiner {
    private static let declaration = RuleDeclaration(
        "trying-timestamp-missing",
        .matching,
        .warning,
        .must,
        .transaction,
        tier: .next,
        title: "100 without the Timestamp of the request",
        sources: ["RFC 3261 §8.2.6.1", "RFC 3261 §20.38"],
        explanation: """
            A client that puts a Timestamp into its INVITE measures the round trip with the 100, which has to copy it \
            and may add how long the server took. Without it, or with another number, the client measures nothing or \
            something wrong.
            """,
        silence: "Where the INVITE was not seen or has no Timestamp, for other codes, and for a delay added behind it.",
        advice: "Ask the owner of the element that sends the 100, which may be a proxy, to copy Timestamp.",
        example: ["A>P INVITE Timestamp: 54", "P>A 100 without Timestamp"]
    )

    let declarations = [declaration]
    let interest = Interest(symptoms: .timestamped)

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard scene.observation.isFirst, scene.hop.hasRequest, case .invite = scene.hop.method,
            message.hasWholeHeaderSection
        else { return }
        let value = message.headers.value(of: .timestamp, bytes)
        let asked = scene.hop.timestamp
        // A number of the client's own that cannot be read cannot be compared.
        if let value, asked == .max || Timestamp.read(bytes, value) == asked { return }
        reporter.report(0, .warning, message, bytes, scene, evidence: .whole, related: [scene.hop.frame]) {
            let wanted = asked == .max ? "a Timestamp" : "Timestamp \(TryingTimestamp.text(of: asked))"
            guard let value else { return "100 without Timestamp, the INVITE has \(wanted)" }
            return "100 with Timestamp \(bytes.text(of: value)), the INVITE has \(wanted)"
        }
    }

    private static func text(of nanoseconds: UInt64) -> String {
        let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard rest > 0 else { return "\(whole)" }
        let digits = String(repeating: "0", count: 9 - "\(rest)".count) + "\(rest)"
        return "\(whole)." + digits.reversed().drop { $0 == "0" }.reversed().map(String.init).joined()
    }
}
