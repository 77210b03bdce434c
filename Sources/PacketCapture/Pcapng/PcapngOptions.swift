internal import WireBytes

extension CaptureNumbers {
    /// Walks the options from `start` on: code and length in 16 bits each, the value filled up to four bytes.
    ///
    /// `body` gets the code, and the offset and length of the value. Stops at `opt_endofopt` and where no option has
    /// room; false where one runs past the end.
    func eachOption(_ bytes: RawSpan, from start: Int, _ body: (UInt16, Int, Int) -> Void) -> Bool {
        var offset = start
        while offset <= bytes.byteCount - 4 {
            let code = uint16(bytes, at: offset)
            let length = Int(uint16(bytes, at: offset + 2))
            let value = offset + 4
            guard value + length <= bytes.byteCount else { return false }
            if code == 0 { break }
            body(code, value, length)
            offset = value + (length + 3) / 4 * 4
        }
        return true
    }
}

/// What stands before the bytes of a frame in its block.
///
///     interface (4) | timestamp, high and low (8) | captured (4) | on the wire (4)
///
/// The obsolete kind of block has two bytes for the interface and two for a count of drops.
struct PcapngPacketHead {
    /// How many bytes it has.
    static let byteCount = 20

    let interface, captured, onWire: UInt32
    let ticks: UInt64

    init(_ bytes: RawSpan, _ numbers: CaptureNumbers, isObsolete: Bool) {
        interface = isObsolete ? UInt32(numbers.uint16(bytes, at: 0)) : numbers.uint32(bytes, at: 0)
        ticks = UInt64(numbers.uint32(bytes, at: 4)) << 32 | UInt64(numbers.uint32(bytes, at: 8))
        captured = numbers.uint32(bytes, at: 12)
        onWire = numbers.uint32(bytes, at: 16)
    }
}
