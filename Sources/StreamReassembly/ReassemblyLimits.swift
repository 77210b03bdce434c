/// What reassembly may hold, so that nobody on the wire decides how much memory we use.
///
/// Byte limits count what is held and a share for its bookkeeping. Times are capture time.
package struct ReassemblyLimits: Sendable {
    /// IP packets waiting for fragments; the oldest is given up for a new one.
    package var fragmentedPackets = 4_096
    /// Bytes of waiting fragments, all packets together; the oldest packet is given up.
    package var fragmentBytes = 16 << 20
    /// Pieces of one packet; 65,535 bytes over the smallest link in use make 241.
    package var fragmentsPerPacket = 256
    /// How long a packet waits for its fragments: 30 s, as hosts do.
    package var fragmentNanoseconds: Int64 = 30_000_000_000

    /// TCP connections followed; the one idle for longest is forgotten, those without SIP before those with it.
    package var connections = 65_536
    /// Bytes held of all connections; the connection idle for longest gives up its bytes.
    package var streamBytes = 64 << 20
    /// Bytes held of one direction beyond a gap; above it the gap is given up.
    package var bytesAhead = 64 << 10
    /// Bytes of one direction that wait for the rest of their message; above it they are given up.
    package var bytesPending = 256 << 10
    /// How long a gap waits for its bytes: 3 s, the time of a few retransmissions.
    package var gapNanoseconds: Int64 = 3_000_000_000
    /// How long a gap waits whose bytes the other side has acknowledged: it got them and the capture did not, unless
    /// the frames of the two directions are out of order by less than this 0.1 s.
    package var acknowledgedGapNanoseconds: Int64 = 100_000_000
    /// How long a closed connection is remembered, to know late copies of its segments: 30 s.
    package var closedNanoseconds: Int64 = 30_000_000_000
    /// How long a connection without SIP may be silent before it is forgotten: 5 min.
    package var unprovenNanoseconds: Int64 = 300_000_000_000
    /// How long a connection with SIP may be silent before it is forgotten: 1 h.
    package var provenNanoseconds: Int64 = 3_600_000_000_000

    /// Directions of SCTP associations followed; the one idle for longest is forgotten, those that wait for nothing
    /// first.
    package var associations = 16_384
    /// Bytes of waiting pieces of SCTP messages, all associations together; the direction idle for longest gives up its
    /// own.
    package var pieceBytes = 16 << 20
    /// Bytes of waiting pieces of one direction; above it they are given up.
    package var pieceBytesOfDirection = 256 << 10
    /// Waiting pieces of one direction; above it they are given up.
    package var piecesOfDirection = 256
    /// How long a piece waits for the others of its message: 30 s.
    package var pieceNanoseconds: Int64 = 30_000_000_000

    /// The limits as documented.
    package init() {}
}

/// A limit and how often the traffic reached it.
package struct LimitUse: Equatable, Sendable {
    /// The limit's name as reports print it.
    package var name: String
    /// Its value.
    package var value: Int
    /// How often something was given up because of it.
    package var reached: UInt64
}

/// What is held at the moment: things that are not whole yet, and the frames that are counted as held for them.
package struct Waiting: Equatable, Sendable {
    /// How many packets, streams or associations wait for more.
    package var count = 0
    /// How many frames brought what waits.
    package var frames = 0

    /// Counts one more thing for which `frames` frames are held, if any are.
    mutating func add(frames: Int) {
        guard frames > 0 else { return }
        count += 1
        self.frames += frames
    }
}

/// Something that did not fit together on the wire, and how often.
package struct IssueCount: Equatable, Sendable {
    /// The name that reports print.
    package var name: String
    /// How often it was met.
    package var count: UInt64
}
