internal import WireBytes

/// Bytes that follow each other in a stream: where they lie, and on which frames they and their message depend.
///
/// The bytes themselves are lent beside it.
struct StreamPiece {
    /// How the frame of some bytes is counted while they wait.
    enum Holder {
        /// It is the frame being taken: as held, unless it completed a message.
        case current
        /// It was counted as held when it was taken.
        case earlier
        /// It is counted for other bytes.
        case nobody
    }

    /// Where the bytes lie in what is lent.
    var range: ByteRange
    /// Whether the snap length cut off what follows them in their segment.
    var isCut: Bool
    /// The frame that brought them.
    let frame: FrameMark
    /// How that frame is counted.
    let holder: Holder
    /// The frame because of which they have their turn: theirs, or the one that filled the gap before them.
    let completion: FrameMark
}
