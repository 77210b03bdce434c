internal import NetworkTypes

/// Which pairs of hosts were seen to exchange SIP lately, as far as keep-alives have to be told from other bytes.
///
/// A small table where a new pair may push out an old one: then a keep-alive counts as other traffic and nothing else
/// happens.
struct SIPFlows: Sendable {
    private var places = [UInt64](repeating: 0, count: 4_096)

    /// Notes that SIP was seen on `flow`, in either direction.
    mutating func insert(_ flow: Flow) {
        guard !SIPFlows.hasPortOfSIP(flow) else { return }
        let fingerprint = SIPFlows.fingerprint(flow)
        places[Int(fingerprint &>> 52)] = fingerprint
    }

    /// Whether SIP was seen between the two ends of `flow`, or one of them has the port of SIP.
    func contains(_ flow: Flow) -> Bool {
        if SIPFlows.hasPortOfSIP(flow) { return true }
        let fingerprint = SIPFlows.fingerprint(flow)
        return places[Int(fingerprint &>> 52)] == fingerprint
    }

    private static func hasPortOfSIP(_ flow: Flow) -> Bool {
        flow.source.port == 5060 || flow.destination.port == 5060
    }

    /// The same number for both directions.
    private static func fingerprint(_ flow: Flow) -> UInt64 {
        let ends = word(flow.source) &+ word(flow.destination)
        return (ends ^ ends &>> 29) &* 0x9E37_79B9_7F4A_7C15
    }

    private static func word(_ end: Endpoint) -> UInt64 {
        (end.address.low ^ end.address.high &* 3 &+ UInt64(end.port)) &* 0xBF58_476D_1CE4_E5B9
    }
}
