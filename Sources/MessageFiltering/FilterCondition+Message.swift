internal import CallTracking
internal import NetworkTypes
internal import SIPMessages
internal import WireBytes

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
            guard let (first, second) = field.numbers(message, bytes, sighting) else { return false }
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
            let (first, second) = field.texts(message, bytes)
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
}
