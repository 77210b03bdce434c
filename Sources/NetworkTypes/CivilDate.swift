/// A day of UTC as people write it, `2026-11-21`, in the Gregorian calendar.
package struct CivilDate: Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let days: Int64
    /// The day as it was written.
    package let description: String

    /// The day that `text` is, all of it: `YYYY-MM-DD`.
    package init?(_ text: some StringProtocol) { self.init(Array(text.utf8)[...]) }

    /// The day that `octets` are, all of them: `YYYY-MM-DD`.
    package init?(_ octets: ArraySlice<UInt8>) {
        let parts = octets.split(separator: 0x2D, omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let year = CivilDate.number(parts[0]),
            let month = CivilDate.number(parts[1]), let day = CivilDate.number(parts[2]), (1...12).contains(month)
        else { return nil }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day >= 1, day <= lengths[Int(month) - 1] else { return nil }
        description = String(decoding: octets, as: UTF8.self)
        // The years before this one from 0000 on, with their leap days; 719,528 days lie between 0000-01-01 and 1970.
        let past = year + 399
        let leapDays = past / 4 - past / 100 + past / 400 - 96
        days = year * 365 + leapDays + lengths.prefix(Int(month) - 1).reduce(0, +) + day - 1 - 719_528
    }

    /// The last moment of the day, or the end of time where that lies before it.
    package var end: CaptureTime {
        let (nanoseconds, overflow) = (days + 1).multipliedReportingOverflow(by: 86_400_000_000_000)
        guard overflow else { return CaptureTime(nanoseconds: nanoseconds - 1) }
        return CaptureTime(nanoseconds: days < 0 ? .min : .max)
    }

    package static func == (left: CivilDate, right: CivilDate) -> Bool { left.days == right.days }

    package static func < (left: CivilDate, right: CivilDate) -> Bool { left.days < right.days }

    /// The number that at most four digits are.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard (1...4).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
}
