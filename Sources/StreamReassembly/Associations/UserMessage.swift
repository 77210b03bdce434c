/// What a user message of SCTP was.
package enum UserMessage: Sendable {
    /// SIP.
    case sip
    /// A keep-alive.
    case keepalive
    /// Anything else.
    case other
}

/// How much of a user message is shown.
package enum UserMessagePart: Sendable {
    /// All of it.
    case whole
    /// What the snap length left of it.
    case cut
    /// The piece that it begins with, to be told whether the others are worth waiting for.
    case beginning
}

/// Looks at a user message and says what it is; one of which a part is shown that is the beginning is not counted yet.
///
/// `firstFrame` is the number of the frame that brought its beginning.
package typealias UserMessageConsumer =
    (_ bytes: RawSpan, _ part: UserMessagePart, _ firstFrame: UInt64) -> UserMessage
