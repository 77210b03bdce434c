/// An address or a network, with a port or any.
package struct AddressPattern: Sendable {
    private let address: IPAddress
    private let highMask: UInt64
    private let lowMask: UInt64
    private let port: UInt16?
    /// How the network is written whose host was typed with a prefix length; `nil` where none was.
    package let networkOfHost: String?

    /// `192.0.2.1`, `192.0.2.0/24`, `192.0.2.1:5060`, `2001:db8::1`, `2001:db8::/32` or `[2001:db8::1]:5060`.
    package init?(_ text: String) {
        var host = Substring(text)
        var port: UInt16?
        var length: Int?
        if host.hasPrefix("["), let close = host.firstIndex(of: "]") {
            let rest = host[host.index(after: close)...]
            host = host[host.index(after: host.startIndex)..<close]
            guard host.contains(":") else { return nil }
            if !rest.isEmpty {
                guard rest.hasPrefix(":"), let number = AddressPattern.number(rest.dropFirst()) else { return nil }
                port = UInt16(exactly: number)
                if port == nil { return nil }
            }
        } else if let slash = host.firstIndex(of: "/") {
            guard let number = AddressPattern.number(host[host.index(after: slash)...]) else { return nil }
            length = number
            host = host[..<slash]
        } else if let colon = host.firstIndex(of: ":"), !host[host.index(after: colon)...].contains(":") {
            guard let number = AddressPattern.number(host[host.index(after: colon)...]).flatMap(UInt16.init(exactly:))
            else { return nil }
            port = number
            host = host[..<colon]
        }
        guard let address = IPAddress(host) else { return nil }
        let width = address.isV4 && !host.contains(":") ? 32 : 128
        guard let length = Optional(length ?? width), length <= width else { return nil }
        self.init(address, prefixLength: length + 128 - width, port: port, typedLength: length)
    }

    /// The addresses that share the first `prefixLength` bits, 0…128, with `address`.
    private init(_ address: IPAddress, prefixLength: Int, port: UInt16?, typedLength: Int) {
        self.address = address
        self.port = port
        // Swift's shift by the whole width gives zero.
        highMask = prefixLength >= 64 ? .max : ~(UInt64.max >> UInt64(prefixLength))
        lowMask = prefixLength <= 64 ? 0 : ~(UInt64.max >> UInt64(prefixLength - 64))
        let network = IPAddress(high: address.high & highMask, low: address.low & lowMask)
        let isHost = network.high != address.high || network.low != address.low
        networkOfHost = isHost ? "\(network)/\(typedLength)" : nil
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    /// Whether `endpoint` is one of those meant.
    package func matches(_ endpoint: Endpoint) -> Bool {
        if let port, port != endpoint.port { return false }
        let high = (endpoint.address.high ^ address.high) & highMask
        let low = (endpoint.address.low ^ address.low) & lowMask
        return high | low == 0
    }
}
