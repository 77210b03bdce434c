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
        return viaCount <= calls[slot].viaCount && sighting.flow.source.address == calls[slot].caller.address
    }
}
