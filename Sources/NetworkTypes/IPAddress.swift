internal import WireBytes

/// An IP address of either version, in sixteen bytes.
///
/// An IPv4 address is kept in its IPv4-mapped form `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2), which does not occur as an
/// address on the wire, and is written in dotted form.
package struct IPAddress: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The first eight bytes, most significant first.
    package let high: UInt64
    /// The last eight bytes, most significant first.
    package let low: UInt64

    /// The IPv6 address with these halves.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The IPv4 address `a.b.c.d` given as the number 0xAABBCCDD.
    package init(v4 number: UInt32) { self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(number)) }

    /// The four bytes at `offset` of `bytes`, or `nil` where they do not lie inside.
    package init?(v4 bytes: RawSpan, at offset: Int) {
        guard let number = bytes.uint32(at: offset) else { return nil }
        self.init(v4: number)
    }

    /// The sixteen bytes at `offset` of `bytes`, or `nil` where they do not lie inside.
    package init?(v6 bytes: RawSpan, at offset: Int) {
        guard let high = bytes.uint64(at: offset), let low = bytes.uint64(at: offset &+ 8) else { return nil }
        self.init(high: high, low: low)
    }

    /// Whether this is an IPv4 address.
    package var isV4: Bool { high == 0 && low &>> 32 == 0xFFFF }

    /// The address as people write it: dotted, or with the longest run of zero groups cut (RFC 5952).
    package var description: String {
        if isV4 {
            var bytes: [UInt8] = []
            appendV4(to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        let shifts: [UInt64] = [48, 32, 16, 0]
        let groups = shifts.map { high &>> $0 & 0xFFFF } + shifts.map { low &>> $0 & 0xFFFF }
        guard let gap = IPAddress.longestZeroRun(in: groups) else {
            return groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        let head = groups[..<gap.lowerBound].map { String($0, radix: 16) }.joined(separator: ":")
        let tail = groups[gap.upperBound...].map { String($0, radix: 16) }.joined(separator: ":")
        return "\(head)::\(tail)"
    }

    /// Adds an IPv4 address in dotted form to `bytes`.
    func appendV4(to bytes: inout [UInt8]) {
        for shift: UInt64 in [24, 16, 8, 0] {
            bytes.append(decimal: low &>> shift & 0xFF)
            if shift > 0 { bytes.append(0x2E) }
        }
    }

    private static func longestZeroRun(in groups: [UInt64]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        for index in 0...groups.count where index == groups.count || groups[index] != 0 {
            if index - start > max(1, best?.count ?? 1) { best = start..<index }
            start = index + 1
        }
        return best
    }

    // Written out, as a derived one is called through a witness table from other modules.
    @inlinable
    package static func == (left: IPAddress, right: IPAddress) -> Bool {
        (left.high ^ right.high) | (left.low ^ right.low) == 0
    }

    package static func < (left: IPAddress, right: IPAddress) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
