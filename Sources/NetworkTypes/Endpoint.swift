internal import WireBytes

/// An address and a port.
package struct Endpoint: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The IP address.
    package var address: IPAddress
    /// The port, 0…65535.
    package var port: UInt16

    /// The port `port` of `address`.
    package init(address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// `192.0.2.1:5060`, or `[2001:db8::1]:5060` for IPv6.
    package var description: String { address.isV4 ? "\(address):\(port)" : "[\(address)]:\(port)" }

    /// Adds the same as text to `bytes`.
    package func append(to bytes: inout [UInt8]) {
        guard address.isV4 else {
            bytes.append(contentsOf: description.utf8)
            return
        }
        address.appendV4(to: &bytes)
        bytes.append(0x3A)
        bytes.append(decimal: UInt64(port))
    }

    // Written out, as a derived one is called through a witness table from other modules.
    @inlinable
    package static func == (left: Endpoint, right: Endpoint) -> Bool {
        left.port == right.port && left.address == right.address
    }

    package static func < (left: Endpoint, right: Endpoint) -> Bool {
        (left.address, left.port) < (right.address, right.port)
    }
}

/// What carries SIP; the raw value is the word that reports use.
package enum Transport: String, CaseIterable, Sendable {
    case udp, tcp, sctp, ws, tls

    /// The place in `allCases`, from 0; to compare it costs less than asking two cases whether they are equal.
    package var place: Int {
        switch self {
        case .udp: 0
        case .tcp: 1
        case .sctp: 2
        case .ws: 3
        case .tls: 4
        }
    }

    /// Whether it is a stream of bytes, in which Content-Length is mandatory (RFC 3261 §20.14).
    package var isStream: Bool {
        switch self {
        case .tcp, .tls: true
        case .udp, .sctp, .ws: false
        }
    }

    /// Whether it delivers each message once, so that nobody sends one again for want of an answer (RFC 3261 §17).
    package var isReliable: Bool { if case .udp = self { false } else { true } }
}

/// One direction of a conversation: who sent, to whom, over what.
package struct Flow: Hashable, Sendable {
    /// Who sent.
    package var source: Endpoint
    /// To whom.
    package var destination: Endpoint
    /// Over what.
    package var transport: Transport

    /// The direction from `source` to `destination`.
    package init(source: Endpoint, destination: Endpoint, transport: Transport) {
        self.source = source
        self.destination = destination
        self.transport = transport
    }

    /// The other direction.
    package var reversed: Flow { Flow(source: destination, destination: source, transport: transport) }
}
