internal import NetworkTypes

/// A moment as date and time of day in UTC, in the Gregorian calendar, for any capture time.
///
/// Written here because a renderer needs no locale, no time zone and no leap seconds, and a library with all of them
/// would be slower than the rest of a record.
struct CivilTime {
    let year: Int
    /// 1…12 and 1…31.
    let month: Int
    let day: Int
    /// 0…23, 0…59, 0…59.
    let hour: Int
    let minute: Int
    let second: Int
    /// 0…999,999,999.
    let nanosecond: Int

    /// The date and time of `time`.
    init(_ time: CaptureTime) {
        let (seconds, nanoseconds) = CivilTime.floored(time.nanoseconds, by: 1_000_000_000)
        let (days, secondOfDay) = CivilTime.floored(seconds, by: 86_400)
        nanosecond = Int(nanoseconds)
        hour = Int(secondOfDay / 3_600)
        minute = Int(secondOfDay / 60 % 60)
        second = Int(secondOfDay % 60)
        // The year is taken to begin in March, so that the leap day is the last of its year; 719,468 days lie between
        // 0000-03-01 and 1970-01-01, and 146,097 days make 400 years.
        let (era, dayOfEra) = CivilTime.floored(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
        month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        year = Int(era * 400 + yearOfEra) + (month <= 2 ? 1 : 0)
    }

    /// `2026-11-21`.
    var date: String { text { dateBytes(to: &$0) } }

    /// `09:12:04`.
    var timeOfDay: String { text { timeBytes(to: &$0) } }

    /// `09:12:04.031`, the rest of the second cut off.
    var timeOfDayWithMilliseconds: String {
        text { bytes in
            timeBytes(to: &bytes)
            CivilTime.put(0x2E, nanosecond / 1_000_000, 3, to: &bytes)
        }
    }

    /// `2026-11-21T09:12:04.031204Z` (RFC 3339), what is finer cut off.
    var rfc3339: String {
        text { appendRFC3339(to: &$0) }
    }

    /// Adds the same to `bytes`.
    func appendRFC3339(to bytes: inout [UInt8]) {
        dateBytes(to: &bytes)
        bytes.append(0x54)
        timeBytes(to: &bytes)
        CivilTime.put(0x2E, nanosecond / 1_000, 6, to: &bytes)
        bytes.append(0x5A)
    }

    private func dateBytes(to bytes: inout [UInt8]) {
        CivilTime.put(nil, year, 4, to: &bytes)
        CivilTime.put(0x2D, month, 2, to: &bytes)
        CivilTime.put(0x2D, day, 2, to: &bytes)
    }

    private func timeBytes(to bytes: inout [UInt8]) {
        CivilTime.put(nil, hour, 2, to: &bytes)
        CivilTime.put(0x3A, minute, 2, to: &bytes)
        CivilTime.put(0x3A, second, 2, to: &bytes)
    }

    private func text(_ fill: (inout [UInt8]) -> Void) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(27)
        fill(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Adds a separator and so many digits of `number`, which is not negative; a record has up to four times.
    private static func put(_ separator: UInt8?, _ number: Int, _ digits: Int, to bytes: inout [UInt8]) {
        if let separator { bytes.append(separator) }
        let start = bytes.count
        for _ in 0..<digits { bytes.append(0x30) }
        var rest = number
        for place in (start..<bytes.count).reversed() {
            bytes[place] = 0x30 + UInt8(rest % 10)
            rest /= 10
        }
    }

    /// Quotient and remainder with a remainder that is never negative; `divisor` is positive.
    private static func floored(_ number: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension CaptureTime {
    /// The moment as `2026-11-21T09:12:04.031204Z`.
    var rfc3339: String { CivilTime(self).rfc3339 }
}
