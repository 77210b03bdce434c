internal import NetworkTypes
internal import RuleEvaluation
internal import SIPMessages
internal import WireBytes

/// Where the topmost Via of a response sends it (RFC 3261 §18.2.2, RFC 3581 §4).
struct ReturnPath {
    private let sentBy: (address: IPAddress?, port: UInt16)
    /// The value of received; `nil` where there is none, or where it is no address.
    private var received: IPAddress?
    /// The value of rport.
    private var sourcePort: UInt16?
    /// The address of maddr, `nil` where it is a name; and whether there is one.
    private var multicast: IPAddress?
    private var hasMulticast = false

    /// The default port of SIP over UDP.
    private static let standardPort: UInt16 = 5060

    init(_ via: Via, _ bytes: RawSpan) {
        let host = HostPort.read(bytes, via.sentBy)
        sentBy = (host.address(bytes), host.port ?? ReturnPath.standardPort)
        var scanner = ParameterScanner(from: via.sentBy.upper, to: via.extent.upper)
        while let parameter = scanner.next(bytes) {
            if bytes.equals("received", in: parameter.name) {
                received = HostPort.read(bytes, parameter.value).address(bytes) ?? ReturnPath.v6(bytes, parameter.value)
            } else if bytes.equals("rport", in: parameter.name) {
                sourcePort = DecimalNumber.read(bytes, parameter.value).flatMap { UInt16(exactly: $0) }
            } else if bytes.equals("maddr", in: parameter.name), !parameter.value.isEmpty {
                hasMulticast = true
                multicast =
                    HostPort.read(bytes, parameter.value).address(bytes) ?? ReturnPath.v6(bytes, parameter.value)
            }
        }
    }

    /// An IPv6 address, which stands here without brackets.
    private static func v6(_ bytes: RawSpan, _ range: ByteRange) -> IPAddress? { IPAddress(bytes.text(of: range)) }

    /// Whether the response may go to `destination`, when its request came from `source`.
    func allows(_ destination: Endpoint, requestFrom source: Endpoint, asksSourcePort: Bool) -> Bool {
        if destination == source { return true }
        if hasMulticast {
            guard let multicast else { return true }
            return destination == Endpoint(address: multicast, port: sentBy.port)
        }
        if asksSourcePort {
            // Between the capture and the server there may be a NAT, so that this saw another source.
            guard let received, let sourcePort, received != source.address else { return false }
            return destination == Endpoint(address: received, port: sourcePort)
        }
        guard [sentBy.port, source.port, sourcePort ?? sentBy.port].contains(destination.port) else { return false }
        if destination.address == source.address { return true }
        if let received { return destination.address == received }
        guard let address = sentBy.address else { return true }
        return destination.address == address
    }
}
