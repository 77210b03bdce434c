/// What became of a segment, and so of its frame.
///
/// A frame answered with `held` is counted as held by the caller. `TCPStreams.lost` says how many of those have been
/// given up since, and `TCPStreams.framesFoundOther` how many were bytes of a stream that proved not to be SIP.
package enum SegmentOutcome: Equatable, Sendable {
    /// Its bytes completed this many messages, one at least.
    case messages(Int)
    /// Its bytes wait for the rest of their message, or were there already.
    case held
    /// Its bytes were keep-alives and nothing else.
    case keepalive
    /// It has no payload.
    case empty
    /// It has no payload and refuses the connection that its receiver asked for.
    case refused
    /// Its bytes are not SIP, or the rest of a message whose start was not seen.
    case other
}
