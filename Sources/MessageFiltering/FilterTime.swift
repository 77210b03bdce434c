internal import NetworkTypes

/// A moment as people type it: `2026-11-21T09:12:04.5Z` (RFC 3339), or a time of day of the first day of a capture,
/// UTC.
struct FilterTime: Sendable {
    /// Nanoseconds since 1970, or since the midnight before the first frame.
    var nanoseconds: Int64
    /// Whether it counts from that midnight.
    let isOfDay: Bool

    static let day: Int64 = 86_400_000_000_000

    /// The moment that `text` is, all of it.
    init?(_ text: some StringProtocol) {
        var octets = Array(text.utf8)[...]
        var date: Int64?
        if octets.count > 10, octets[4] == 0x2D {
            guard let day = CivilDate(octets.prefix(10)), [0x54, 0x74, 0x20].contains(octets[10]) else {
                return nil
            }
            date = day.days
            octets = octets.dropFirst(11)
        }
        guard let time = FilterTime.timeOfDay(&octets) else { return nil }
        guard let date else {
            guard octets.isEmpty else { return nil }
            (nanoseconds, isOfDay) = (time, true)
            return
        }
        guard let offset = FilterTime.offset(octets) else { return nil }
        let (midnight, isTooFar) = date.multipliedReportingOverflow(by: FilterTime.day)
        let (moment, isTooLate) = midnight.addingReportingOverflow(time - offset)
        guard !isTooFar, !isTooLate else { return nil }
        (nanoseconds, isOfDay) = (moment, false)
    }

    /// What `text` lacks, in words, where with that it would be a time.
    static func lack(of text: some StringProtocol) -> String? {
        if FilterTime(text + "Z") != nil { return "the zone is missing: add Z for UTC, '\(text)Z'" }
        if FilterTime(text + ":00") != nil { return "the seconds are missing: '\(text):00'" }
        if FilterTime(text + ":00Z") != nil { return "seconds and zone are missing: '\(text):00Z'" }
        return nil
    }

    /// The moment, where the first day of the capture begins at `midnight`.
    func moment(after midnight: Int64) -> Int64 {
        guard isOfDay else { return nanoseconds }
        let (sum, overflow) = midnight.addingReportingOverflow(nanoseconds)
        return overflow ? .max : sum
    }

    /// Takes `HH:MM:SS` with a fraction or without off the front of `octets`.
    private static func timeOfDay(_ octets: inout ArraySlice<UInt8>) -> Int64? {
        let parts = octets.prefix(8).split(separator: 0x3A, omittingEmptySubsequences: false)
        guard parts.map(\.count) == [2, 2, 2], let hour = number(parts[0]), let minute = number(parts[1]),
            let second = number(parts[2]), hour < 24, minute < 60, second < 60
        else { return nil }
        octets = octets.dropFirst(8)
        var nanoseconds = (hour * 3_600 + minute * 60 + second) * 1_000_000_000
        guard octets.first == 0x2E else { return nanoseconds }
        let digits = octets.dropFirst().prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(digits.count), var fraction = number(digits) else { return nil }
        for _ in digits.count..<9 { fraction *= 10 }
        nanoseconds += fraction
        octets = octets.dropFirst(1 + digits.count)
        return nanoseconds
    }

    /// The nanoseconds that `Z` or `+01:00` are ahead of UTC.
    private static func offset(_ octets: ArraySlice<UInt8>) -> Int64? {
        if octets.count == 1, octets.first == 0x5A || octets.first == 0x7A { return 0 }
        guard octets.count == 6, let sign = octets.first, sign == 0x2B || sign == 0x2D else { return nil }
        let parts = octets.dropFirst().split(separator: 0x3A, omittingEmptySubsequences: false)
        guard parts.map(\.count) == [2, 2], let hours = number(parts[0]), let minutes = number(parts[1]), hours < 24,
            minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * 60_000_000_000 * (sign == 0x2D ? -1 : 1)
    }

    /// The number that at most nine digits are.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard (1...9).contains(digits.count) else { return nil }
        var number: Int64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - 0x30)
        }
        return number
    }
}
