internal import NetworkTypes
internal import PacketDecoding

/// Which directions are followed, and what is given up of them: by age, by the limits, and because it is not SIP.
extension AssociationTable {
    /// The slot of the direction of `packet`, made where there is none.
    mutating func slot(of packet: SCTPPacket) -> Int {
        let key = AssociationKey(
            source: packet.source,
            destination: packet.destination,
            verificationTag: packet.verificationTag
        )
        if let slot = directions.slot(of: key) { return slot }
        while directions.count >= limits.associations, let oldest = directions.oldest(in: 0) ?? directions.oldest(in: 1)
        {
            ledger.evictions &+= 1
            giveUp(oldest, for: .sctpLimit)
            _ = directions.remove(oldest)
        }
        return directions.insert(key, AssociationDirection(), in: 0, at: clock.stamp)
    }

    /// Makes directions give up their pieces until those of all are within the limit.
    mutating func evictBytes() {
        while heldByteCount > limits.pieceBytes, let oldest = directions.oldest(in: 1) {
            ledger.byteEvictions &+= 1
            giveUp(oldest, for: .sctpLimit)
        }
    }

    /// Gives up the pieces that have waited too long on a direction that stays busy; what comes now is not for them.
    mutating func dropExpired(_ slot: Int) {
        let cost = directions[slot].cost
        let expired = directions[slot].dropPieces(before: clock.stamp - limits.pieceNanoseconds)
        guard expired.pieces > 0 else { return }
        ledger.timeouts &+= 1
        heldByteCount += directions[slot].cost - cost
        ledger.lost.add(expired.frames, for: .sctpTimeout)
    }

    /// Gives up the pieces that wait.
    mutating func giveUp(_ slot: Int, for reason: LossReason) { ledger.lost.add(dropPieces(slot), for: reason) }

    /// Drops the pieces that wait of a direction that is not SIP's.
    mutating func dropAsOther(_ slot: Int) { ledger.framesFoundOther &+= UInt64(dropPieces(slot)) }

    private mutating func dropPieces(_ slot: Int) -> Int {
        heldByteCount -= directions[slot].cost
        let frames = directions[slot].dropPieces().frames
        directions.use(slot, in: 0, at: directions.lastUse(of: slot))
        return frames
    }
}
