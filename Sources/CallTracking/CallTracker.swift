package import NetworkTypes
internal import SIPCatalogue
package import SIPMessages
internal import WireBytes

/// How long things are kept and how many of them, on capture time.
package struct TrackingLimits: Sendable {
    /// The most Call-IDs and transactions that are open at once.
    package var calls = 1 << 20
    package var transactions = 1 << 20
    /// Timers B, F, H and J (RFC 3261 §17): a request unanswered, or a final response, is kept for 64·T1.
    package static let transactionSpan: Int64 = 32_000_000_000
    /// Timer C (§16.6): a proxy keeps an INVITE in progress for more than three minutes; this adds a margin.
    package static let proceedingSpan: Int64 = 300_000_000_000
    /// How long an answered call is kept without any message.
    package static let dialogSpan: Int64 = 86_400_000_000_000

    /// The limits that are used unless others are set.
    package init() {}
}

/// Follows hop transactions and calls from message to message; a value that holds all open state and nothing else.
///
/// Memory follows what is open: a transaction is forgotten 32 s after its final response, a call 32 s after its end. No
/// clock is read here, time is that of the messages.
package struct CallTracker: Sendable {
    let hash = KeyedHash()
    var calls: ExpiringTable<Call>
    var transactions: ExpiringTable<Transaction>
    var remembered = RememberedCallIDs()
    var overflow = ResponseOverflow()
    /// What ended since the caller last emptied it.
    package var endings: [Ending] = []
    /// Whether the words of each call are kept for its record.
    private let keepsText: Bool
    var now = CaptureTime.distantPast

    /// A tracker that has seen nothing.
    package init(limits: TrackingLimits = TrackingLimits(), keepsText: Bool = false) {
        self.keepsText = keepsText
        let spans = [TrackingLimits.transactionSpan, TrackingLimits.proceedingSpan, TrackingLimits.dialogSpan]
        calls = ExpiringTable(limit: limits.calls, spans: spans)
        transactions = ExpiringTable(limit: limits.transactions, spans: Array(spans.prefix(2)))
    }

    /// Takes the next message, which stands in `bytes`.
    package mutating func observe(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting
    ) -> Observation {
        advance(to: sighting.time)
        var observation = Observation()
        findCall(message, bytes, sighting, &observation)
        let key = TransactionKey(message, bytes, sighting.flow, hash)
        if message.start.isResponse {
            observeResponse(message, bytes, sighting, key, &observation)
        } else {
            observeRequest(message, bytes, sighting, key, &observation)
        }
        note(observation, message, sighting)
        return observation
    }

    /// Forgets what `time` ends; a time before one already seen changes nothing.
    package mutating func advance(to time: CaptureTime) {
        guard time > now else { return }
        now = time
        while true {
            let slot = transactions.expiredSlot(at: time)
            guard slot != .max else { break }
            end(transactions.remove(slot), slot)
        }
        while true {
            let slot = calls.expiredSlot(at: time)
            guard slot != .max else { break }
            end(calls.remove(slot))
        }
    }

    private mutating func end(_ transaction: Transaction, _ slot: UInt32) {
        overflow.forget(slot)
        if transaction.finalCode == 0, transaction.hasRequest, transaction.method != .ack {
            endings.append(.unansweredTransaction(method: transaction.method))
        }
    }

    private mutating func end(_ call: Call) {
        endings.append(.call(call, outcome: call.outcome(isOver: true)))
    }

    /// Finds or opens the call of the message's Call-ID.
    private mutating func findCall(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: inout Observation
    ) {
        guard !message.callID.isEmpty else { return }
        let key = hash.hash(bytes, message.callID)
        observation.call = calls.slot(of: key)
        guard observation.call == .max else { return }
        observation.hasNewCallID = !remembered.insert(key | 1)
        if let oldest = calls.removeOldest() { end(oldest.record) }
        let flow = message.start.isResponse ? sighting.flow.reversed : sighting.flow
        var call = Call(kind: .begun(by: message.method), caller: flow.source, callee: flow.destination, sighting)
        if keepsText {
            call.text = CallText(
                bytes.copy(of: message.callID),
                bytes.copy(of: message.from.uri),
                bytes.copy(of: message.to.uri),
                bytes.copy(of: message.start.requestURI)
            )
        }
        observation.call = calls.insert(call, key: key, queue: KeepingTime.short, at: now)
    }

    /// Counts the message for its call and keeps the call for as long as its state asks.
    private mutating func note(_ observation: Observation, _ message: borrowing SIPMessage, _ sighting: Sighting) {
        guard observation.call != .max, observation.copy != .duplicate else { return }
        let slot = observation.call
        calls[slot].lastFrame = sighting.frame
        if observation.copy == .retransmission {
            calls[slot].retransmissions &+= 1
        } else if message.start.isResponse {
            calls[slot].classes[message.start.responseClass] &+= 1
            calls[slot].codes.add(message.start.statusCode)
        }
        calls.touch(slot, queue: KeepingTime.queue(of: calls[slot]), at: now)
    }
}

/// Which queue of a table a record belongs into.
enum KeepingTime {
    /// 64·T1.
    static let short: UInt8 = 0
    /// More than Timer C.
    static let proceeding: UInt8 = 1
    /// A day.
    static let dialog: UInt8 = 2

    /// The queue for `call` as it stands.
    static func queue(of call: Call) -> UInt8 {
        if call.ended != nil { return short }
        if call.answered != nil { return dialog }
        return call.kind == .call && call.finalCode == 0 && call.classes[1] > 0 ? proceeding : short
    }
}

/// What the stages behind the tracker may ask and note of the objects an observation is about.
extension CallTracker {
    /// Whether the request of the observed message's transaction was seen.
    package func hasRequest(_ observation: Observation) -> Bool {
        observation.transaction != .max && transactions[observation.transaction].hasRequest
    }

    /// Marks the transaction of `observation`; the result says whether the mark was new.
    package mutating func markTransaction(of observation: Observation, _ mark: Int) -> Bool {
        observation.transaction == .max || transactions[observation.transaction].marks.insert(mark)
    }

    /// Marks the call of `observation`; the result says whether the mark was new.
    package mutating func markCall(of observation: Observation, _ mark: Int) -> Bool {
        observation.call != .max && calls[observation.call].marks.insert(mark)
    }

    /// Hands every open call with its outcome so far to `body`.
    package func forEachOpenCall(_ body: (Call, CallOutcome) -> Void) {
        calls.forEach { body($0, $0.outcome(isOver: false)) }
    }

    /// How many Call-IDs and transactions were dropped before their time, and how many Call-IDs are no longer remembered.
    package var evictions: (calls: UInt64, transactions: UInt64, rememberedCallIDs: UInt64) {
        (calls.evictionCount, transactions.evictionCount, remembered.forgottenCount)
    }

    /// How many different Call-IDs are remembered after their calls are forgotten.
    package static let rememberedCallIDLimit = RememberedCallIDs.capacity
}
