package import WireBytes

/// An Event value (RFC 6665 §8.2.1): `refer;id=93809824`.
package struct Event: Sendable {
    /// The package, such as `refer`; empty where there is none.
    package var name = ByteRange.empty
    /// What tells subscriptions of one dialog apart; empty where that is not said.
    package var id = ByteRange.empty

    /// Reads `range`, the field's value.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> Event {
        var event = Event()
        let end = bytes.nearOffset(of: 0x3B, in: range)
        event.name = bytes.trimmed(ByteRange(range.lower, end))
        var scanner = ParameterScanner(from: end, to: range.upper)
        while let parameter = scanner.next(bytes) {
            if event.id.isEmpty, bytes.equals("id", in: parameter.name) { event.id = parameter.value }
        }
        return event
    }
}

/// A Subscription-State value (RFC 6665 §8.2.3): `terminated;reason=noresource`.
package enum SubscriptionState: Sendable {
    case active, pending, terminated

    /// Reads `range`, the field's value; `nil` where it says none of these.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> SubscriptionState? {
        let state = bytes.trimmed(ByteRange(range.lower, bytes.nearOffset(of: 0x3B, in: range)))
        if bytes.equals("active", in: state) { return .active }
        if bytes.equals("pending", in: state) { return .pending }
        return bytes.equals("terminated", in: state) ? .terminated : nil
    }
}
