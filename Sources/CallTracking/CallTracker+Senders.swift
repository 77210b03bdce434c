internal import NetworkTypes

/// Who sends the requests of a chain, told from those who hand them on.
extension CallTracker {
    /// Whether a request outside a dialog is its sender's own and not the same on a further hop; the first says who the
    /// sender is.
    mutating func takeSender(_ sighting: Sighting, viaCount: UInt16, _ slot: UInt32, isFirst: Bool) -> Bool {
        if isFirst {
            calls[slot].caller = sighting.flow.source
            calls[slot].callee = sighting.flow.destination
            calls[slot].viaCount = viaCount
            return true
        }
        guard viaCount <= calls[slot].viaCount else { return false }
        let source = sighting.flow.source.address
        return source == calls[slot].caller.address || isMoved(to: source, viaCount: viaCount, slot)
    }

    /// Whether the sender goes on from another address, such as by the other version of IP or behind another NAT.
    ///
    /// So would a B2BUA that keeps the Call-ID, or a proxy that hides the Via values: but such a one received the
    /// request, and hands it on while it is open. So is that which a NAT passes on.
    private func isMoved(to source: IPAddress, viaCount: UInt16, _ slot: UInt32) -> Bool {
        viaCount == calls[slot].viaCount && source != calls[slot].callee.address
            && calls[slot].chain.openBids == 0 && !calls[slot].answeredTime.isKnown
    }
}
