package import NetworkTypes
internal import SIPCatalogue
package import SIPMessages
package import WireBytes

/// A host with or without a port, as a Via's sent-by or a URI writes it.
package struct HostPort: Sendable {
    /// The host as written, an IPv6 address without its brackets.
    package let host: ByteRange
    /// The port, where there is one that can be read.
    package let port: UInt16?

    /// Reads `range`, which holds nothing else.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> HostPort {
        let range = bytes.trimmed(range)
        var (host, end) = (range, range.upper)
        if bytes.octet(at: range.lower) == 0x5B, !range.isEmpty {
            let close = bytes.nearOffset(of: 0x5D, in: range)
            host = ByteRange(range.lower &+ 1, close)
            end = min(close &+ 1, range.upper)
        } else {
            end = bytes.nearOffset(of: 0x3A, in: range)
            host = bytes.trimmed(ByteRange(range.lower, end))
        }
        let colon = bytes.nearOffset(of: 0x3A, in: ByteRange(end, range.upper))
        let digits = bytes.trimmed(ByteRange(min(colon &+ 1, range.upper), range.upper))
        return HostPort(host: host, port: DecimalNumber.read(bytes, digits).flatMap { UInt16(exactly: $0) })
    }

    /// Reads the host and the port of `uri`, a sip or sips URI.
    package static func read(ofURI uri: ByteRange, _ bytes: RawSpan) -> HostPort {
        let scheme = bytes.nearOffset(of: 0x3A, in: uri)
        let rest = ByteRange(min(scheme &+ 1, uri.upper), uri.upper)
        let mark = bytes.nearOffset(of: 0x40, in: rest)
        let start = mark < uri.upper ? mark &+ 1 : rest.lower
        return read(bytes, ByteRange(start, bytes.nearOffset(ofAny: 0x3B, 0x3F, 0x3E, in: ByteRange(start, uri.upper))))
    }

    /// The host where it is an address and no name.
    package func address(_ bytes: RawSpan) -> IPAddress? {
        bytes.octet(at: host.lower).isDigit ? v4(bytes) : IPAddress(bytes.text(of: host))
    }

    /// An IPv4 address without making a string of it.
    private func v4(_ bytes: RawSpan) -> IPAddress? {
        var (number, part, digits, dots): (UInt32, UInt32, Int, Int) = (0, 0, 0, 0)
        for offset in host.lower..<host.upper {
            let octet = bytes.octet(at: offset)
            if octet.isDigit {
                part = part &* 10 &+ UInt32(octet &- 0x30)
                digits &+= 1
                guard digits <= 3, part < 256 else { return nil }
            } else if octet == 0x2E, digits > 0, dots < 3 {
                number = number &<< 8 | part
                (part, digits, dots) = (0, 0, dots &+ 1)
            } else {
                // An IPv6 address may begin with a digit as well.
                return octet.isDigit || octet == 0x2E ? nil : IPAddress(bytes.text(of: host))
            }
        }
        return dots == 3 && digits > 0 ? IPAddress(v4: number &<< 8 | part) : nil
    }
}

extension SIPMessage {
    /// Whether the first Contact of the message names `address`, from which the message came.
    package borrowing func isFromOwnContact(_ address: IPAddress, _ bytes: RawSpan) -> Bool {
        guard let value = headers.value(of: .contact, bytes) else { return false }
        return HostPort.read(ofURI: NameAddress.read(bytes, value).uri, bytes).address(bytes) == address
    }
}
