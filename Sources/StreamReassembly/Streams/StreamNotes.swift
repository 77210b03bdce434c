package import NetworkTypes

/// What is known of one direction of a TCP connection, for the consumer of its bytes to read and to write on.
///
/// The reassembler keeps it between calls and looks at `verdict`, `awaitedByteCount` and the two counts.
package struct StreamNotes: Sendable {
    /// Whether a stream carries SIP.
    package enum Verdict: Sendable {
        /// Not known yet.
        case undecided
        /// It does.
        case sip
        /// It does not: its bytes are dropped unread from now on.
        case notSIP
    }

    /// Who sends to whom.
    package internal(set) var flow: Flow
    /// The number of the frame that brought the first pending byte.
    package internal(set) var firstFrame: UInt64 = 0
    /// The number of the frame that brought the last pending byte.
    ///
    /// Any message after the first among the pending bytes begins in it, or it would have been taken earlier.
    package internal(set) var lastFrame: UInt64 = 0
    /// The frame that completed the pending bytes: of those that brought them the one that was captured last, or the
    /// one whose bytes filled the gap before them.
    var completion = FrameMark(number: 0, time: .distantPast, ordinal: 0)
    /// The number of that frame.
    package var completingFrame: UInt64 { completion.number }
    /// When that frame was captured.
    package var completingTime: CaptureTime { completion.time }
    /// Whether the pending bytes begin with a segment that the snap length cut.
    ///
    /// Of a message that begins there no more will be seen, so what stands there has to do to know it.
    package internal(set) var beginsCutSegment = false
    /// Whether no byte will follow the pending ones: a gap comes next, or the end of the stream.
    ///
    /// What the consumer leaves now is given up, so this is the time to take a message whose end is missing.
    package internal(set) var isCutOff = false

    /// Whether the pending bytes begin at the start of a message.
    ///
    /// The reassembler sets it with a SYN and clears it at a gap and where a connection is picked up in its middle; the
    /// consumer sets it once it has found a start.
    package var isSynchronized = false
    /// Where the consumer wants to go on looking, counted from the first byte that it leaves.
    ///
    /// The reassembler keeps it, and makes it zero where it drops bytes.
    package var scanOffset = 0
    /// What the consumer knows of the bytes before `scanOffset`, in words of its own; kept and made zero like that one.
    package var scanStage: UInt8 = 0
    /// How many bytes, counted from the first that the consumer leaves, it needs before another call makes sense.
    ///
    /// The reassembler makes it zero before each call; zero asks for a call at the next byte.
    package var awaitedByteCount = 0
    /// What the consumer has found out about the stream.
    package var verdict = Verdict.undecided
    /// A number that the consumer keeps with the stream; the reassembler makes it zero where a connection begins.
    package var mark: UInt8 = 0
    /// How many messages the consumer has taken; it adds to this for each.
    package var messageCount: UInt64 = 0
    /// How many keep-alives the consumer has taken; it adds to this for each.
    package var keepaliveCount: UInt64 = 0
    /// How many stretches the consumer has taken that were no part of a message and no keep-alive.
    package var skipCount: UInt64 = 0

    /// Nothing is known of `flow` yet.
    init(flow: Flow) { self.flow = flow }
}

/// Looks at the bytes of one direction that no consumer has taken yet, and says how many it takes from their start.
///
/// It takes all it can: every whole message, keep-alives, and what it does not want. What it leaves is kept and shown
/// again with the bytes that follow; with `awaitedByteCount` and `scanOffset` it need not look at any byte twice.
package typealias StreamConsumer = (_ pending: RawSpan, _ notes: inout StreamNotes) -> Int
