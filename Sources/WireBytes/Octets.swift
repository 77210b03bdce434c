/// What an octet is in the grammar of RFC 3261 §25.1, which is ASCII throughout.
extension UInt8 {
    /// The octet with an upper-case ASCII letter made lower case; everything else as it is.
    @inlinable @inline(__always)
    package var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// SP, HTAB, CR or LF: what may stand between tokens once lines are unfolded.
    @inlinable @inline(__always)
    package var isLinearWhitespace: Bool { self == 0x20 || self == 0x09 || self == 0x0D || self == 0x0A }

    /// SP or HTAB.
    @inlinable @inline(__always)
    package var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// `DIGIT`.
    @inlinable @inline(__always)
    package var isDigit: Bool { self &- 0x30 < 10 }

    /// `ALPHA`.
    @inlinable @inline(__always)
    package var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// A character of `token`: alphanumeric or one of ``- . ! % * _ + ` ' ~``.
    @inlinable @inline(__always)
    package var isTokenCharacter: Bool {
        if isLetter || isDigit { return true }
        switch self {
        case 0x2D, 0x2E, 0x21, 0x25, 0x2A, 0x5F, 0x2B, 0x60, 0x27, 0x7E: return true
        default: return false
        }
    }
}
