internal import CallTracking
internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// What a message has for a field.
extension FilterField {
    /// The number of the field in a message, twice where there is only one; `nil` where the message has none.
    func numbers(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting
    ) -> (Int64, Int64)? {
        switch self {
        case .code: return FilterField.code(message, bytes).map { ($0, $0) }
        case .responseClass:
            let number = Int64(message.start.responseClass)
            return number > 0 ? (number, number) : nil
        case .port: return (Int64(sighting.flow.source.port), Int64(sighting.flow.destination.port))
        case .transport:
            let place = Int64(sighting.flow.transport.place)
            return (place, place)
        case .time: return (sighting.time.nanoseconds, sighting.time.nanoseconds)
        default: return nil
        }
    }

    /// The status code as the wire has it, also one out of range, where it is a number of at most five digits.
    private static func code(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Int64? {
        if message.start.statusCode > 0 { return Int64(message.start.statusCode) }
        let text = message.start.statusText
        guard (1...5).contains(text.count) else { return nil }
        var number: Int64 = 0
        for offset in text.lower..<text.upper {
            guard bytes.octet(at: offset).isDigit else { return nil }
            number = number * 10 + Int64(bytes.octet(at: offset) - 0x30)
        }
        return number
    }

    /// The text of the field in a message and, where there may be two, the other one; empty where the message has none.
    func texts(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> (ByteRange, ByteRange) {
        switch self {
        case .method: (message.methodText, .empty)
        case .callID: (message.callID, .empty)
        case .from: (message.from.uri, .empty)
        case .to: (message.to.uri, .empty)
        case .fromUser: (URIUser.read(bytes, message.from.uri), .empty)
        case .toUser: (URIUser.read(bytes, message.to.uri), .empty)
        case .requestURI: (message.start.requestURI, .empty)
        case .userAgent:
            (
                message.headers.value(of: .userAgent, bytes) ?? .empty,
                message.headers.value(of: .server, bytes) ?? .empty
            )
        default: (.empty, .empty)
        }
    }
}
