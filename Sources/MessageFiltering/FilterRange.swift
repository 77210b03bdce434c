/// Numbers or times from one to another, both included.
struct FilterRange: Sendable {
    let lower: Int64
    let upper: Int64
    /// Whether an end counts from the midnight before the first frame; only times do.
    private let isLowerOfDay: Bool
    private let isUpperOfDay: Bool

    /// The numbers from `lower` to `upper`.
    init(_ lower: Int64, _ upper: Int64) {
        (self.lower, self.upper) = (lower, upper)
        (isLowerOfDay, isUpperOfDay) = (false, false)
    }

    /// The longest time over midnight that needs no dates: 12 h.
    fileprivate static let longestNight: Int64 = 43_200_000_000_000

    /// The times from `lower` to `upper`; without one, from or to the end of time.
    ///
    /// Of two times of day the second may be the smaller one, by no more than makes a night: then it is of the next
    /// day.
    init(_ lower: FilterTime?, _ upper: FilterTime?) {
        self.lower = lower?.nanoseconds ?? .min
        isLowerOfDay = lower?.isOfDay ?? false
        isUpperOfDay = upper?.isOfDay ?? false
        guard let lower, let upper, lower.isOfDay, upper.isOfDay, upper.nanoseconds < lower.nanoseconds else {
            self.upper = upper?.nanoseconds ?? .max
            return
        }
        self.upper = upper.nanoseconds + FilterTime.day
    }

    /// The same with times of day as moments, where the first day begins at `midnight`.
    func resolved(after midnight: Int64) -> (lower: Int64, upper: Int64) {
        (
            isLowerOfDay ? FilterRange.sum(midnight, lower) : lower,
            isUpperOfDay ? FilterRange.sum(midnight, upper) : upper
        )
    }

    /// How `number` is compared with it.
    @inline(__always)
    func contains(_ number: Int64, after midnight: Int64) -> Bool {
        let (lower, upper) = resolved(after: midnight)
        return number >= lower && number <= upper
    }

    private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}

extension FilterRange {
    /// The range that `value` of `field` is.
    init(_ value: FilterValue, of field: FilterField) throws(FilterSyntaxError) {
        let range: FilterRange? =
            switch field.kind {
            case .code: FilterRange.hundred(value.text) ?? FilterRange.numbers(value.text, upTo: 99_999)
            case .responseClass: FilterRange.responseClass(value.text)
            case .port: FilterRange.numbers(value.text, upTo: 65_535)
            case .time: try FilterRange.times(value)
            default: nil
            }
        if range == nil, let number = FilterRange.missingClass(value.text), field.kind == .code {
            throw FilterSyntaxError(
                value.place,
                "there is no class \(number)xx; codes out of range are asked for as \(number)00-\(number)99"
            )
        }
        guard let range else {
            throw FilterSyntaxError(value.place, "expected \(field.expectedValue), found '\(value.text)'")
        }
        guard range.lower <= range.upper || field.kind == .time else {
            throw FilterSyntaxError(value.place, "'\(value.text)' ends before it begins")
        }
        self = range
    }

    /// `503` or `400-499`.
    private static func numbers(_ text: String, upTo limit: Int64) -> FilterRange? {
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = ends.compactMap { number($0, upTo: limit) }
        guard numbers.count == ends.count, let first = numbers.first, let last = numbers.last else { return nil }
        return FilterRange(first, last)
    }

    private static func number(_ text: Substring, upTo limit: Int64) -> Int64? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text).flatMap { $0 <= limit ? $0 : nil }
    }

    /// `5xx`.
    private static func hundred(_ text: String) -> FilterRange? {
        let octets = Array(text.utf8)
        guard octets.count == 3, octets[1] | 0x20 == 0x78, octets[2] | 0x20 == 0x78, (0x31...0x36).contains(octets[0])
        else { return nil }
        let first = Int64(octets[0] - 0x30) * 100
        return FilterRange(first, first + 99)
    }

    /// `7` of `7xx`, which looks like a class and is none.
    private static func missingClass(_ text: String) -> String? {
        let octets = Array(text.utf8)
        guard octets.count == 3, octets[1] | 0x20 == 0x78, octets[2] | 0x20 == 0x78, (0x37...0x39).contains(octets[0])
        else { return nil }
        return String(text.prefix(1))
    }

    /// `5` or `5xx`.
    private static func responseClass(_ text: String) -> FilterRange? {
        let number = hundred(text).map { $0.lower / 100 } ?? numbers(text, upTo: 6)?.single
        return number.flatMap { (1...6).contains($0) ? FilterRange($0, $0) : nil }
    }

    /// Its number, where it has only one.
    private var single: Int64? { lower == upper ? lower : nil }

    /// `A`, `A..B`, `A..` or `..B`.
    private static func times(_ value: FilterValue) throws(FilterSyntaxError) -> FilterRange? {
        guard let dots = value.text.firstRange(of: "..") else {
            if let time = FilterTime(value.text) { return FilterRange(time, time) }
            if let lack = FilterTime.lack(of: value.text) { throw FilterSyntaxError(value.place, lack) }
            return nil
        }
        let (first, second) = (value.text[..<dots.lowerBound], value.text[dots.upperBound...])
        guard !first.isEmpty || !second.isEmpty else { return nil }
        let (lower, upper) = (try end(first, of: value), try end(second, of: value))
        if let lower, let upper, lower.isOfDay == upper.isOfDay, upper.nanoseconds < lower.nanoseconds {
            let isNight = upper.isOfDay && upper.nanoseconds + FilterTime.day - lower.nanoseconds <= longestNight
            let hint = upper.isOfDay ? "; over midnight more than 12 hours need their dates" : ""
            guard isNight else { throw FilterSyntaxError(value.place, "'\(value.text)' ends before it begins\(hint)") }
        }
        return FilterRange(lower, upper)
    }

    /// One end of the range that `value` is, `nil` where it is left out.
    private static func end(_ text: Substring, of value: FilterValue) throws(FilterSyntaxError) -> FilterTime? {
        if text.isEmpty { return nil }
        if let time = FilterTime(text) { return time }
        // Of a value in quotes it is not known where its characters stand.
        let start = value.text.distance(from: value.text.startIndex, to: text.startIndex) + value.place.lowerBound
        let place = value.place.count == value.text.count ? start..<start + text.count : value.place
        let complaint = "expected a time, such as 2026-11-21T09:12:04Z or 09:12:04, found '\(text)'"
        throw FilterSyntaxError(place, FilterTime.lack(of: text) ?? complaint)
    }
}
