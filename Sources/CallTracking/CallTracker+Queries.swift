package import NetworkTypes

/// What the stages behind the tracker may ask and note of the objects an observation is about.
extension CallTracker {
    /// Whether the request of the observed message's transaction was seen.
    package func hasRequest(_ observation: Observation) -> Bool {
        observation.transaction != .max && transactions[observation.transaction].hasRequest
    }

    /// How far the transaction of the observed message has come with it; `nil` where the message has none.
    package func state(of observation: Observation) -> TransactionState? {
        observation.transaction == .max ? nil : transactions[observation.transaction].state
    }

    /// How the request of the observed message's transaction was sent again so far, and the latest of the different
    /// responses to it.
    package func repeats(of observation: Observation) -> (request: Repeats, response: Repeats) {
        guard observation.transaction != .max else { return (Repeats(), Repeats()) }
        let slot = observation.transaction
        return (transactions[slot].requestRepeats, transactions[slot].responseRepeats)
    }

    /// Marks the call with `key` in `slot`; the result says whether it is still known and the mark was new.
    package mutating func markCall(_ slot: UInt32, key: UInt64, _ mark: Int) -> Bool {
        guard slot != .max, calls.holds(key, in: slot) else { return false }
        return responses[openResponses(of: slot)].marks.insert(mark)
    }

    /// Whether the call with `key` in `slot` is still known.
    package func knowsCall(_ slot: UInt32, key: UInt64) -> Bool { slot != .max && calls.holds(key, in: slot) }

    /// Whether anything was seen lately that was sent to `address` (guard ONESIDE).
    package func sees(_ address: IPAddress) -> Bool { sightlines.sees(address, at: now) }

    /// Hands attempts and sessions that have ended, but were not told yet, and are of no open call any more to `body`.
    package func forEachSetAside(_ body: (AttemptFacts?, SessionFacts?) -> Void) {
        for (attempt, session) in setAside { body(attempt, session) }
    }

    /// Hands every open call with its outcome so far to `body`.
    package func forEachOpenCall(_ body: (borrowing Call, CallOutcome) -> Void) {
        calls.forEach { open in
            let call = whole(open)
            body(call, call.outcome(isOver: false))
        }
    }

    /// Whether a CANCEL was seen for the INVITE of the observed message.
    package func wasCancelled(_ observation: Observation) -> Bool {
        observation.transaction != .max && transactions[observation.transaction].wasCancelled
    }

    /// How many Call-IDs and transactions were dropped before their time, and how many Call-IDs are no longer
    /// remembered.
    package var evictions: (calls: UInt64, transactions: UInt64, rememberedCallIDs: UInt64) {
        (calls.evictionCount, transactions.evictionCount, remembered.forgottenCount)
    }

    /// How many different responses of a transaction are told apart beside the first few, of how many transactions with
    /// more than those, the same of the dialogs of a call, and how many reliable responses wait for their PRACK; and
    /// how often each bound was reached.
    ///
    /// Then a response sent again counts as another one, a dialog is not counted, and a PRACK acknowledges nothing that
    /// is known.
    package var responseBounds: [(name: String, value: Int, reached: UInt64)] {
        [
            ("transaction_responses", FingerprintOverflow.fingerprintLimit, overflow.refusals.fingerprints),
            ("transactions_with_many_responses", FingerprintOverflow.recordLimit, overflow.refusals.records),
            ("call_dialogs", FingerprintOverflow.fingerprintLimit, dialogOverflow.refusals.fingerprints),
            ("calls_with_many_dialogs", FingerprintOverflow.recordLimit, dialogOverflow.refusals.records),
            ("reliable_responses", reliableResponses.limit, reliableResponses.evictionCount),
        ]
    }

    /// How many transfers are followed of a call, and in all, and how often each bound was reached; what is beyond is
    /// told and counted nowhere.
    package var transferBounds: [(name: String, value: Int, reached: UInt64)] {
        [
            ("transfers_of_a_call", TransferTable.mostOfCall, transfers.refusals.ofCall),
            ("transfers", transfers.limit, transfers.refusals.inAll),
        ]
    }

    /// How many hosts are known to be sent to, so that their silence is told from a direction that is not seen, and how
    /// often one was pushed out by a newer one.
    package var hostBound: (name: String, value: Int, reached: UInt64) {
        ("hosts_sent_to", Sightlines.capacity, sightlines.pushedOutCount)
    }
}
