package import WireBytes

/// Numbers as header fields write them: `1*DIGIT`, of any length.
package enum DecimalNumber {
    /// The number in `range`, or `nil` where it is empty, holds something else, or is 2⁶³ or more.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> Int? {
        guard !range.isEmpty else { return nil }
        var number = 0
        if range.count <= 18 {
            // So few digits cannot reach 2⁶³.
            for offset in range.lower..<range.upper {
                let digit = bytes.octet(at: offset) &- 0x30
                guard digit < 10 else { return nil }
                number = number &* 10 &+ Int(digit)
            }
            return number
        }
        for offset in range.lower..<range.upper {
            let octet = bytes.octet(at: offset)
            guard octet.isDigit else { return nil }
            let (product, tooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = product.addingReportingOverflow(Int(octet &- 0x30))
            guard !tooLarge, !overflow else { return nil }
            number = sum
        }
        return number
    }

    /// The number that the digits make with which `range` begins, `nil` where it begins with none or they are 2⁶³ or
    /// more, and the offset behind them.
    @inline(__always)
    package static func leading(_ bytes: RawSpan, _ range: ByteRange) -> (number: Int?, end: Int) {
        var end = range.lower
        while end < range.upper, bytes.octet(at: end).isDigit { end &+= 1 }
        return (read(bytes, ByteRange(range.lower, end)), end)
    }
}
