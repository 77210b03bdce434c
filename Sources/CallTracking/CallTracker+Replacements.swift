internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Calls that take the place of others, as at the end of an attended transfer or when a call is picked up (RFC 3891).
extension CallTracker {
    /// Notes which call an INVITE is to replace: that whose Call-ID and callee's tag its Replaces names (RFC 3891 §3).
    ///
    /// One that is over cannot be replaced any more. The tags may stand either way, as the one whom the INVITE reaches
    /// may be the caller or the callee of that call. A dialog of which no response was seen is not known.
    mutating func takeReplaces(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ slot: UInt32) {
        // What an earlier INVITE of the call was to replace is left alone by this one.
        if calls[slot].responses != .max { responses[calls[slot].responses].replacedSlot = .max }
        if keepsText { calls[slot].text.forgetReferral() }
        guard let value = message.headers.value(of: .replaces, bytes) else { return }
        let replaces = Replaces.read(bytes, value)
        guard !replaces.callID.isEmpty else { return }
        if !transfers.isEmpty { noteNewCall(message, bytes, replaces) }
        let other = calls.slot(of: hash.hash(bytes, replaces.callID))
        guard other != .max, other != slot, calls[other].responses != .max, !calls[other].endedTime.isKnown else {
            return
        }
        let (toTag, fromTag) = (fingerprint(bytes, replaces.toTag), fingerprint(bytes, replaces.fromTag))
        let told = calls[other].responses
        let isKnown = responses[told].dialogs.contains(toTag) || responses[told].dialogs.contains(fromTag)
        guard isKnown else { return }
        responses[openResponses(of: slot)].replacedSlot = other
        if keepsText { calls[slot].text.setReplaced(bytes, replaces.callID) }
    }

    /// Notes that the call in `slot` was answered, whose responses stand at `told`: the one that it was to replace is
    /// replaced.
    ///
    /// What began later than its INVITE is another call, which has the slot of one that is forgotten by now.
    mutating func noteReplacement(by slot: UInt32, _ told: UInt32) {
        let other = responses[told].replacedSlot
        guard calls.isUsed(other), calls[other].began < calls[slot].chain.began else { return }
        calls[other].wasReplaced = true
    }
}

extension Call {
    /// Whether another call took its place (RFC 3891), so that its end is no hang-up but a transfer.
    package var wasReplaced: Bool { open.wasReplaced }
}
