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

    package static func < (left: Endpoint, right: Endpoint) -> Bool {
        (left.address, left.port) < (right.address, right.port)
    }
}

/// What carries SIP; the raw value is the word that reports use.
package enum Transport: String, CaseIterable, Sendable {
    case udp, tcp, sctp, ws, tls
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
