internal import CallTracking
internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A field, how it is compared, and with what.
struct FilterCondition: Sendable {
    /// The values, of the kind of the field; there is at least one.
    private enum Values: Sendable {
        case numbers([FilterRange])
        case addresses([AddressPattern])
        case texts([TextPattern])
    }

    let field: FilterField
    private let comparison: FilterComparison
    private let values: Values

    /// `field comparison value, value …`.
    init(
        _ field: FilterField,
        _ comparison: FilterComparison,
        _ values: [FilterValue]
    ) throws(FilterSyntaxError) {
        self.field = field
        self.comparison = comparison
        for value in values where value.text.isEmpty {
            throw FilterSyntaxError(value.place, "expected \(field.expectedValue), found nothing between the quotes")
        }
        switch field.kind {
        case .code, .responseClass, .port, .time:
            var ranges: [FilterRange] = []
            for value in values { ranges.append(try FilterRange(value, of: field)) }
            self.values = .numbers(ranges)
        case .transport: self.values = .numbers(try FilterCondition.transports(values))
        case .address: self.values = .addresses(try FilterCondition.addresses(values, of: field))
        case .text, .method:
            let ignoresCase = field.kind == .method
            self.values = .texts(
                values.map {
                    comparison == .contains
                        ? TextPattern(heldText: $0.text) : TextPattern(equalTo: $0.text, ignoringCase: ignoresCase)
                }
            )
        }
        try checkCount(values)
    }

    /// Ranges and lists have no place in an order.
    private func checkCount(_ typed: [FilterValue]) throws(FilterSyntaxError) {
        guard !comparison.takesSeveral, case .numbers(let ranges) = values, let first = ranges.first else { return }
        if typed.count > 1 {
            throw FilterSyntaxError(typed[1].place, "'\(comparison.rawValue)' takes one value, not a list")
        }
        if first.lower != first.upper {
            throw FilterSyntaxError(typed[0].place, "'\(comparison.rawValue)' takes one value, not a class or a range")
        }
    }

    private static func transports(_ values: [FilterValue]) throws(FilterSyntaxError) -> [FilterRange] {
        var ranges: [FilterRange] = []
        for value in values {
            guard let transport = Transport(rawValue: value.text.lowercased()) else {
                throw FilterSyntaxError(
                    value.place,
                    "expected \(FilterField.transport.expectedValue), found '\(value.text)'"
                )
            }
            ranges.append(FilterRange(Int64(transport.place), Int64(transport.place)))
        }
        return ranges
    }

    private static func addresses(
        _ values: [FilterValue],
        of field: FilterField
    ) throws(FilterSyntaxError) -> [AddressPattern] {
        var patterns: [AddressPattern] = []
        for value in values {
            guard let pattern = AddressPattern(value.text) else {
                throw FilterSyntaxError(value.place, "expected \(field.expectedValue), found '\(value.text)'")
            }
            if let network = pattern.networkOfHost {
                throw FilterSyntaxError(value.place, "'\(value.text)' is one host of a network; that is \(network)")
            }
            patterns.append(pattern)
        }
        return patterns
    }
}

/// Whether a message is as a condition asks; a message without the field never is, by whatever comparison.
extension FilterCondition {
    /// Whether the message is as asked; `midnight` begins the first day of the capture.
    func holds(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        after midnight: Int64
    ) -> Bool {
        switch values {
        case .numbers(let ranges):
            guard let (first, second) = numbers(message, bytes, sighting) else { return false }
            return compare(first, second, with: ranges, after: midnight)
        case .addresses(let patterns):
            let flow = message.start.isResponse ? sighting.flow.reversed : sighting.flow
            var isHit = false
            for pattern in patterns where !isHit {
                if field != .server { isHit = pattern.matches(flow.source) }
                if field != .client { isHit = isHit || pattern.matches(flow.destination) }
            }
            return isHit == (comparison == .equal)
        case .texts(let patterns):
            let (first, second) = texts(message, bytes)
            guard !first.isEmpty || !second.isEmpty else { return false }
            var isHit = false
            for pattern in patterns where !isHit {
                isHit =
                    !first.isEmpty && pattern.matches(bytes, first) || !second.isEmpty && pattern.matches(bytes, second)
            }
            return isHit == (comparison != .unequal)
        }
    }

    /// Compares a number, or either of two; they are unequal to a value where neither is equal.
    private func compare(_ first: Int64, _ second: Int64, with ranges: [FilterRange], after midnight: Int64) -> Bool {
        switch comparison {
        case .equal, .unequal, .contains:
            var isHit = false
            for range in ranges where !isHit {
                isHit = range.contains(first, after: midnight) || range.contains(second, after: midnight)
            }
            return isHit == (comparison != .unequal)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            guard let value = ranges.first?.resolved(after: midnight).lower else { return false }
            return compare(first, value) || compare(second, value)
        }
    }

    private func compare(_ number: Int64, _ value: Int64) -> Bool {
        switch comparison {
        case .less: number < value
        case .lessOrEqual: number <= value
        case .greater: number > value
        case .greaterOrEqual: number >= value
        case .equal, .unequal, .contains: false
        }
    }

    /// The number of the field, twice where there is only one; `nil` where the message has none.
    private func numbers(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting
    ) -> (Int64, Int64)? {
        switch field {
        case .code: return FilterCondition.code(message, bytes).map { ($0, $0) }
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

    /// The text of the field and, where there may be two, the other one; empty where the message has none.
    private func texts(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> (ByteRange, ByteRange) {
        switch field {
        case .method: (message.methodText, .empty)
        case .callID: (message.callID, .empty)
        case .from: (message.from.uri, .empty)
        case .to: (message.to.uri, .empty)
        case .fromUser: (FilterCondition.user(of: message.from.uri, bytes), .empty)
        case .toUser: (FilterCondition.user(of: message.to.uri, bytes), .empty)
        case .requestURI: (message.start.requestURI, .empty)
        case .userAgent:
            (
                message.headers.value(of: .userAgent, bytes) ?? .empty,
                message.headers.value(of: .server, bytes) ?? .empty
            )
        default: (.empty, .empty)
        }
    }

    /// The user part of a SIP URI without its password, or the number of a tel URI.
    private static func user(of uri: ByteRange, _ bytes: RawSpan) -> ByteRange {
        let colon = bytes.nearOffset(of: 0x3A, in: uri)
        guard colon < uri.upper else { return .empty }
        let rest = ByteRange(colon + 1, uri.upper)
        if bytes.equals("tel", in: ByteRange(uri.lower, colon)) {
            return ByteRange(rest.lower, bytes.nearOffset(of: 0x3B, in: rest))
        }
        let mark = bytes.nearOffset(of: 0x40, in: rest)
        guard mark < rest.upper else { return .empty }
        return ByteRange(rest.lower, bytes.nearOffset(of: 0x3A, in: ByteRange(rest.lower, mark)))
    }
}
