internal import NetworkTypes
internal import SIPMessages
internal import WireBytes

/// Who calls whom through which host: what a guess at legs goes by.
extension CallTracker {
    /// Adds to `found` under which keys the leg before an INVITE is looked for, and the one behind it will be.
    ///
    /// The callee may stand in To or in the Request-URI, of which a B2BUA often rewrites one. Only the INVITE that
    /// begins a call looks for a leg before it: its further hops are those of proxies.
    func addParties(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation,
        to found: inout LegValues
    ) {
        let caller = party(bytes, message.from.uri)
        guard caller != 0 else { return }
        let (to, target) = (party(bytes, message.to.uri), party(bytes, message.start.requestURI))
        let callees = (to, target == to ? 0 : target)
        let (source, destination) = (sighting.flow.source, sighting.flow.destination)
        // Within one machine the addresses are equal, and ports have to tell the hosts apart.
        let isWithin = source.address == destination.address
        if observation.beginsCall {
            let host = hostKey(source, isWithin: isWithin)
            found.sought = (key(caller, callees.0, host), key(caller, callees.1, host))
        }
        let host = hostKey(destination, isWithin: isWithin)
        found.offered = (key(caller, callees.0, host), key(caller, callees.1, host))
    }

    private func key(_ caller: UInt64, _ callee: UInt64, _ host: UInt64) -> UInt64 {
        callee == 0 ? 0 : hash.combine(hash.combine(caller, callee), host) | 1
    }

    private func hostKey(_ host: Endpoint, isWithin: Bool) -> UInt64 {
        let address = hash.combine(hash.combine(CallTracker.seed(of: .guess), host.address.high), host.address.low)
        return hash.combine(address, isWithin ? UInt64(host.port) : 0)
    }

    /// A hash of the user part of the URI in `range`, 0 where there is none.
    ///
    /// A telephone number counts by its digits, without `+` and visual separators (RFC 3966 §5.1.1), so that
    /// `+1-202-555-0101` is `12025550101`; anything else byte by byte.
    private func party(_ bytes: RawSpan, _ range: ByteRange) -> UInt64 {
        let whole = URIUser.read(bytes, range)
        // Without the parameters of a telephone number (RFC 3261 §19.1.6).
        let user = ByteRange(whole.lower, bytes.nearOffset(of: 0x3B, in: whole))
        guard !user.isEmpty else { return 0 }
        var state = CallTracker.seed(of: .guess)
        var hasDigits = false
        for offset in user.lower..<user.upper {
            switch bytes.octet(at: offset) {
            case 0x30...0x39:
                state = hash.combine(state, UInt64(bytes.octet(at: offset)))
                hasDigits = true
            case 0x2B where offset == user.lower: break
            case 0x2D, 0x2E, 0x28, 0x29: break
            default: return hash.hash(bytes, user) | 1
            }
        }
        return hasDigits ? state | 1 : hash.hash(bytes, user) | 1
    }
}
