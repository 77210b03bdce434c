/// Reading addresses that people wrote.
extension IPAddress {
    /// The address that `text` is, all of it: IPv4 with four decimal parts, or IPv6 in any form of RFC 4291 §2.2.
    ///
    /// A decimal part with a zero in front is none, as some take it for octal.
    package init?(_ text: some StringProtocol) {
        let octets = Array(text.utf8)
        guard octets.contains(0x3A) else {
            guard let number = IPAddress.v4(octets[...]) else { return nil }
            self.init(v4: number)
            return
        }
        guard let groups = IPAddress.v6(octets[...]) else { return nil }
        let halves = [groups[..<4], groups[4...]].map { $0.reduce(0) { $0 << 16 | UInt64($1) } }
        self.init(high: halves[0], low: halves[1])
    }

    private static func v4(_ octets: ArraySlice<UInt8>) -> UInt32? {
        let parts = octets.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            let value = part.reduce(0) { $0 * 10 + UInt32($1 - 0x30) }
            guard value < 256, part.count == 1 || part.first != 0x30 else { return nil }
            number = number << 8 | value
        }
        return number
    }

    /// The eight groups of an IPv6 address, those that `::` stands for filled in.
    private static func v6(_ octets: ArraySlice<UInt8>) -> [UInt16]? {
        var (groups, rest) = ([UInt16](), octets)
        var gap: Int?
        if rest.starts(with: [0x3A, 0x3A]) {
            gap = 0
            rest = rest.dropFirst(2)
        }
        while !rest.isEmpty {
            let piece = rest.prefix { $0 != 0x3A }
            rest = rest.dropFirst(piece.count)
            if piece.contains(0x2E) {
                // An IPv4 address may be the end of it.
                guard rest.isEmpty, let number = v4(piece) else { return nil }
                groups += [UInt16(number >> 16), UInt16(number & 0xFFFF)]
            } else {
                let digits = String(decoding: piece, as: UTF8.self)
                guard (1...4).contains(piece.count), piece.first != 0x2B, let group = UInt16(digits, radix: 16) else {
                    return nil
                }
                groups.append(group)
            }
            guard groups.count <= 8 else { return nil }
            guard !rest.isEmpty else { break }
            rest = rest.dropFirst()
            if rest.first == 0x3A {
                guard gap == nil else { return nil }
                gap = groups.count
                rest = rest.dropFirst()
            } else if rest.isEmpty {
                return nil
            }
        }
        guard let gap else { return groups.count == 8 ? groups : nil }
        guard groups.count < 8 else { return nil }
        return groups[..<gap] + Array(repeating: 0, count: 8 - groups.count) + groups[gap...]
    }
}
