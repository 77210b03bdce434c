/// What has come of the SCTP packet that is being taken; it decides how its frame counts.
struct PacketProgress {
    /// Which packet it is, of all that were taken.
    let packet: UInt64
    /// The number of its frame.
    let frame: UInt64
    /// Messages completed.
    var messages = 0
    /// Keep-alives taken.
    var keepalives = 0
    /// Whether it has chunks with a user's bytes.
    var hasData = false
    /// Whether a piece of it waits for others, and its frame is counted with that.
    var isWaiting = false
    /// Whether a chunk of it came before.
    var isRepeated = false
    /// Why a piece of it could not be kept.
    var refusal: LossReason?

    /// Nothing has come of `packet` yet.
    init(packet: UInt64, frame: UInt64) { (self.packet, self.frame) = (packet, frame) }

    /// How its frame counts.
    var outcome: SegmentOutcome {
        if messages > 0 { return .messages(messages) }
        if isWaiting || isRepeated || refusal != nil { return .held }
        if keepalives > 0 { return .keepalive }
        return hasData ? .other : .empty
    }
}
