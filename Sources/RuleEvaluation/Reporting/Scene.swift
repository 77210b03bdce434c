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
    /// Short hashes of its From and To tags, to be compared with those of hops; 0 where it has none.
    package let fromTag: UInt32
    package let toTag: UInt32
    /// How the request of its hop was sent again so far, and the latest of the different responses to that.
    package let request: Repeats
    package let response: Repeats
    /// How its sender answered requests, where it is a response: as that stood before it.
    package let server: ServerSpeed
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
    /// Whether anything was seen lately that was sent to its client, to its server (guard ONESIDE).
    package let seesClient: Bool
    package let seesServer: Bool
    /// Whether the connection that carried it was closed since the timer began to run out.
    package let wasClosed: Bool
    /// How its server answered requests so far.
    package let server: ServerSpeed
}
