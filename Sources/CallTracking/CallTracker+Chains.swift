internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Chains: INVITEs outside a dialog, and REGISTERs, on the hop nearest to their sender and on those behind it.
extension CallTracker {
    /// An INVITE outside a dialog starts the call, is one more attempt of its chain, or is the same on a further hop.
    mutating func startOrContinue(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ key: TransactionKey,
        _ observation: inout Observation
    ) {
        let slot = observation.call
        let viaCount = UInt16(clamping: message.headers.viaCount(bytes))
        connect(observation)
        linkHop(message, bytes, key, depth: viaCount, observation)
        guard takeSender(sighting, viaCount: viaCount, slot, isFirst: !calls[slot].hasStart) else { return }
        if !calls[slot].hasStart {
            giveUpRegistration(slot)
            if case .call = calls[slot].kind { noteUnseenBeginning(slot) } else { calls[slot].seen = .whole }
            calls[slot].hasStart = true
            calls[slot].kind = .call
            calls[slot].chain.began = sighting.time
            let caller = stableHash.hash(bytes, message.from.uri)
            calls[slot].intent = stableHash.hash(bytes, message.to.uri, from: caller)
            observation.beginsCall = true
        }
        if calls[slot].answeredTime.isKnown, calls[slot].endedTime.isKnown { putAside(slot) }
        takeReplaces(message, bytes, slot)
        if keepsText, message.headers.has(.referredBy) { takeReferredBy(message, bytes, slot) }
        let isAnswered = calls[slot].answeredTime.isKnown
        if !isAnswered, calls[slot].told.hasAttempt { beginFurtherAttempt(slot, at: sighting.time) }
        transactions[observation.transaction].role = .attempt
        calls[slot].chain.cSeq = message.cSeq.number ?? 0
        calls[slot].chain.bids = calls[slot].chain.bids.saturatingIncrement
        calls[slot].chain.openBids = calls[slot].chain.openBids.saturatingIncrement
        // A further attempt reopens what a challenge, a redirection or a failed server had closed.
        if !isAnswered {
            calls[slot].finalCode = 0
            calls[slot].endedTime = .distantPast
            calls[slot].endedOutOfRange = false
            calls[slot].wasCancelled = false
            calls[slot].chain.missed = .nothing
            if calls[slot].responses != .max { responses[calls[slot].responses].progress.reopen() }
        }
    }

    /// Notes of the call in `slot`, at the first of its INVITEs that is seen, whether its attempt began before (guard
    /// START).
    ///
    /// A response, an ACK or a CANCEL that was seen first is of an INVITE that this one follows. A BYE ends what it is
    /// of, so that the INVITE behind it begins an attempt of its own.
    private mutating func noteUnseenBeginning(_ slot: UInt32) {
        if case .whole = calls[slot].seen { return }
        if !calls[slot].endedTime.isKnown { calls[slot].chain.isPartial = true }
    }

    /// Ends the registration in `slot` because its Call-ID is that of a call from now on.
    private mutating func giveUpRegistration(_ slot: UInt32) {
        guard calls[slot].kind == .registration else { return }
        // Of a REGISTER that is still open the end is not seen any more.
        if calls[slot].chain.openBids > 0 { calls[slot].chain.isPartial = true }
        closeRegistration(slot)
        calls[slot].chain = Chain()
        calls[slot].challenges = 0
    }

    /// Links an INVITE to the one that the proxy before it received: there the Via stack was its own without the
    /// topmost.
    ///
    /// Looks at the latest INVITEs of the call and not further; proxies put in a value and change nothing else of the
    /// stack but `received` and `rport` (RFC 3261 §16.6 step 8).
    private mutating func linkHop(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ key: TransactionKey,
        depth: UInt16,
        _ observation: Observation
    ) {
        let slot = observation.transaction
        transactions[slot].viaStack = UInt32(truncatingIfNeeded: hash.combine(key.via, UInt64(depth)))
        transactions[slot].previousInvite = calls[observation.call].lastInvite
        calls[observation.call].lastInvite = slot
        var earlier = transactions[slot].previousInvite
        guard isEarlier(earlier, slot), depth > 1 else { return }
        let below = stackBelowTop(message, bytes, depth)
        for _ in 0..<CallTracker.linkLooks {
            guard isEarlier(earlier, slot) else { return }
            if transactions[earlier].viaStack == below, transactions[earlier].cSeq == transactions[slot].cSeq {
                let hop = transactions[earlier].hop == .max ? .max : transactions[earlier].hop &+ 1
                transactions[slot].hop = hop
                calls[observation.call].hops = max(calls[observation.call].hops, hop)
                return
            }
            earlier = transactions[earlier].previousInvite
        }
    }

    /// Whether `earlier` is the slot of another INVITE transaction of the call that the one in `slot` is of.
    private func isEarlier(_ earlier: UInt32, _ slot: UInt32) -> Bool {
        earlier != .max && earlier != slot && transactions.isUsed(earlier)
            && transactions[earlier].call == transactions[slot].call
            && transactions[earlier].callKey == transactions[slot].callKey
    }

    /// How many INVITEs of a call are looked at for the one before a proxy.
    private static var linkLooks: Int { 16 }

    /// A hash of the Via stack of `depth` values without its topmost; 0 where the one below cannot be read.
    ///
    /// The topmost value and the depth stand for a stack: a branch is of one request alone (RFC 3261 §8.1.1.7), so what
    /// lies below it is always the same.
    private func stackBelowTop(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ depth: UInt16) -> UInt32 {
        guard let second = message.headers.secondVia(bytes, below: message.topmostVia) else { return 0 }
        let stack = hash.combine(TransactionKey.hash(of: second, bytes, hash), UInt64(depth &- 1))
        return UInt32(truncatingIfNeeded: stack)
    }
}
