/// How long things are kept and how many of them, on capture time.
package struct TrackingLimits: Sendable {
    /// The most Call-IDs and transactions that are open at once.
    package var calls = 1 << 20
    package var transactions = 1 << 20
    /// How many different Call-IDs are remembered after their calls are forgotten; a power of two.
    package var rememberedCallIDs = 1 << 20
    /// The most values by which legs of calls are told that are kept at once.
    package var legValues = 1 << 18
    /// The same of calls that have no further leg: few enough to stay in a cache, as nearly every call has a place.
    package var legCarriers = 1 << 16
    /// The most reliable provisional responses that wait for their PRACK.
    package var reliableResponses = 1 << 16
    /// The most transfers of open calls that are followed.
    package var transfers = 1 << 14
    /// The most sides of hops that NATs show twice; a hop has two.
    package var translatedSides = 1 << 16
    /// How long a request without a response is kept, and a call after its end: as long as a client waits (timers B and
    /// F, RFC 3261 §17).
    package static var transactionSpan: Int64 { TimerSpan.b }
    /// How long an INVITE in progress is kept without any message: Timer C (§16.6) and a margin.
    package static var proceedingSpan: Int64 { TimerSpan.c + TimerSpan.slack + TimerSpan.margin }
    /// How long an answered call is kept without any message.
    package static let dialogSpan: Int64 = 86_400_000_000_000

    /// The limits that are used unless others are set.
    package init() {}
}
