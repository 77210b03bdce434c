package import CallTracking

/// What an examiner may know of a message beside its bytes.
package struct Scene: Sendable {
    /// When, where and how it was seen.
    package let sighting: Sighting
    /// What it means for transactions and calls.
    package let observation: Observation
    /// What it showed.
    package let symptoms: Symptoms
    /// The hop that it belongs to, as it stands behind it; of an ACK to a 300–699 that of the INVITE.
    ///
    /// A message without a transaction has a hop that is none.
    package let hop: Hop
    /// Nanoseconds of capture time since the first message, safe against timestamps that jump; what timers run on.
    package let now: Int64
    /// Whether the capture lost packets just now (guard LOSS).
    package let isLossy: Bool
    /// Whether anything was seen lately that was sent to whoever sent this message, and to whom it was sent (guard
    /// ONESIDE).
    package let seesSender: Bool
}

/// How a finding is counted.
package enum Counting: Sendable {
    /// Once for the transaction that it is about.
    case transaction
    /// Once for the call that the message is of.
    case call
    /// Each time: windows, servers, stretches; with how many calls it touches.
    case each(calls: Int)
}

/// What a transaction came to whose time is over.
package struct EndedHop: Sendable {
    /// The hop, as it was at its end.
    package let hop: Hop
    /// What the tracker says of its transaction.
    package let transaction: EndedTransaction
    /// Nanoseconds of capture time since the first message at which its time was over.
    package let now: Int64
    /// Whether the capture lost packets lately (guard LOSS).
    package let isLossy: Bool
    /// Whether anything was seen lately that was sent to its client (guard ONESIDE).
    package let seesClient: Bool
}
