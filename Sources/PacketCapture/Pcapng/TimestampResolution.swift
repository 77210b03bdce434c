internal import NetworkTypes

/// How many units of an interface's clock make a second: the option `if_tsresol`.
///
/// A negative power of ten, or of two where the top bit is set; the other seven bits are the exponent, 0…127.
struct TimestampResolution: Hashable {
    private enum Unit: Hashable {
        /// Nanoseconds in a unit.
        case longer(UInt64)
        /// Units in a nanosecond; 0 where a unit is too short for any count to reach one.
        case shorter(UInt64)
        /// Units of two to the power of minus this.
        case binary(UInt64)
    }

    private let unit: Unit

    /// Microseconds, which hold where nothing is said.
    static let microseconds = TimestampResolution(option: 6)

    /// The resolution that the option's octet says.
    init(option: UInt8) {
        let exponent = Int(option & 0x7F)
        if option & 0x80 != 0 {
            unit = .binary(UInt64(exponent))
        } else if exponent <= 9 {
            unit = .longer(TimestampResolution.powerOfTen(9 - exponent))
        } else {
            unit = .shorter(TimestampResolution.powerOfTen(exponent - 9))
        }
    }

    /// Ten to the power of `exponent`, or 0 from 20 on, where it exceeds 64 bits.
    private static func powerOfTen(_ exponent: Int) -> UInt64 {
        exponent < 20 ? (0..<exponent).reduce(1) { product, _ in product &* 10 } : 0
    }

    /// The moment `ticks` units and `offset` seconds after 1970; what lies beyond the ends of time stops there.
    func time(ticks: UInt64, offset: Int64) -> CaptureTime {
        let time = CaptureTime(nanoseconds: nanoseconds(ticks: ticks))
        return offset == 0 ? time : time.adding(nanoseconds: CaptureTime(seconds: offset, nanoseconds: 0).nanoseconds)
    }

    private func nanoseconds(ticks: UInt64) -> Int64 {
        switch unit {
        case .longer(let factor):
            let (product, overflow) = ticks.multipliedReportingOverflow(by: factor)
            return overflow ? .max : Int64(clamping: product)
        case .shorter(let divisor):
            return divisor == 0 ? 0 : Int64(clamping: ticks / divisor)
        case .binary(let exponent):
            // (high, low) / 2^exponent; `>>` and `<<` of the standard library give 0 past the width and never trap.
            let product = ticks.multipliedFullWidth(by: 1_000_000_000)
            if exponent >= 64 { return Int64(clamping: product.high >> (exponent - 64)) }
            guard product.high >> exponent == 0 else { return .max }
            return Int64(clamping: (product.high << (64 - exponent)) | (product.low >> exponent))
        }
    }
}
