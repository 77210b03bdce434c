internal import SIPMessages
internal import WireBytes

/// What is said of a 503 that refuses one call, where a 503 speaks for the whole server (RFC 3261 §21.5.4).
enum RefusalWords {
    /// The Q.850 causes of a call for which there is no route or no circuit.
    private static let causesOfOneCall: [UInt8] = [2, 3, 34, 44]

    /// Words to follow what a 503 lacks; empty where it does not say that it means one call.
    static func text(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        guard message.start.statusCode == 503 else { return "" }
        let phrase = bytes.text(of: message.start.reasonPhrase).lowercased()
        let isOneCall =
            phrase.contains("route") || phrase.contains("circuit")
            || causesOfOneCall.contains(Reason.cause(in: message.headers, bytes))
        return isOneCall ? ", given for want of a route or circuit" : ""
    }
}
