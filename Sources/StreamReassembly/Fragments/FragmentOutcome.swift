package import NetworkTypes

/// What became of a fragment, and so of its frame.
///
/// A frame answered with `held` or `refused` is counted as held by the caller; `FragmentTable.lost` says how many of
/// those have been given up, the refused ones among them.
package enum FragmentOutcome: Equatable, Sendable {
    /// Its packet waits for more; or the fragment was there already.
    case held
    /// It was the last one missing and the packet has been handed over; `heldFrames` other frames brought the rest, and
    /// count for whatever the packet proves to be.
    case complete(heldFrames: Int)
    /// Its packet will never be put together.
    case refused(LossReason)
}

/// A packet put together from fragments, of which the bytes are handed over beside it.
package struct ReassembledPacket: Sendable {
    /// The sender.
    package var source: IPAddress
    /// The receiver.
    package var destination: IPAddress
    /// What the bytes are; with IPv6 it may be an extension header.
    package var protocolNumber: UInt8
    /// What its fragments had in common.
    package var identification: UInt32
    /// The number of the frame that brought the first fragment to arrive.
    package var firstFrame: UInt64
    /// How many frames brought it, besides the one that completed it.
    package var heldFrames: Int
}
