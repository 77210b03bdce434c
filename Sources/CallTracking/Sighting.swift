package import NetworkTypes

/// Where a frame stands: the source in the run, from 0, and the frame's number in it, from 1.
package struct FrameReference: Hashable, Sendable {
    /// Both as one number, for those who keep it without knowing what it means.
    ///
    /// Room for a million sources, as five-minute captures of years have, with 2⁴⁴ frames each.
    package let packed: UInt64

    private static let numberMask: UInt64 = 1 << 44 - 1

    /// The frame `number` of the source at place `source`.
    package init(source: Int, number: UInt64) {
        packed = UInt64(truncatingIfNeeded: source) &<< 44 | number & FrameReference.numberMask
    }

    /// The frame that `packed` stands for.
    package init(packed: UInt64) { self.packed = packed }

    /// The place of the source in the run.
    package var source: Int { Int(packed &>> 44) }

    /// The frame's number within its source.
    package var number: UInt64 { packed & FrameReference.numberMask }
}

/// How, when and where a message was seen.
package struct Sighting: Sendable {
    /// Who sent it to whom, by the addresses of the packet and not of the message.
    package var flow: Flow
    /// The time of its last byte.
    package var time: CaptureTime
    /// The frame that completed it.
    package var frame: FrameReference
    /// The frame that brought its first byte; the same unless it came in several segments or fragments.
    package var firstFrame: FrameReference
    /// The identification of its IP packet; a copy made by a mirror port has the same.
    package var identification: UInt32
    /// Whether the stream's framing was known where it began; true for datagrams.
    package var isInSync: Bool

    /// A sighting with everything known of it; without `firstFrame` one frame brought it all.
    package init(
        flow: Flow,
        time: CaptureTime,
        frame: FrameReference,
        firstFrame: FrameReference? = nil,
        identification: UInt32,
        isInSync: Bool
    ) {
        self.flow = flow
        self.time = time
        self.frame = frame
        self.firstFrame = firstFrame ?? frame
        self.identification = identification
        self.isInSync = isInSync
    }
}
