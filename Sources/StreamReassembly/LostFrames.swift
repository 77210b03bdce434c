/// Why bytes that were held have been given up, and with them the frames that brought them.
package enum LossReason: UInt8, CaseIterable, Sendable {
    /// The other fragments did not come in time.
    case fragmentTimeout
    /// A limit on held fragments was reached.
    case fragmentLimit
    /// Fragments of one packet contradict each other.
    case fragmentOverlap
    /// The fragments make more than the 65,535 bytes that a packet can have.
    case fragmentSize
    /// The capture's snap length cut a fragment, so the packet can never be whole.
    case fragmentCut
    /// Bytes in the middle of a message were not captured.
    case tcpGap
    /// The capture's snap length cut a segment in the middle of a message of which too little was seen.
    case tcpCut
    /// A limit on held stream bytes was reached.
    case tcpLimit
    /// The connection was reset or opened anew in the middle of a message.
    case tcpReset
    /// The sender closed its direction in the middle of a message.
    case tcpEnd
    /// The connection was forgotten because there were too many.
    case streamLimit
    /// The connection was forgotten because it was silent.
    case streamIdle
    /// The other pieces of an SCTP message did not come in time.
    case sctpTimeout
    /// A limit on held pieces of SCTP messages was reached.
    case sctpLimit
    /// The capture's snap length cut a piece of an SCTP message, which can never be whole.
    case sctpCut

    /// The name under which reports count it.
    package var name: String {
        switch self {
        case .fragmentTimeout: "fragment_timeout"
        case .fragmentLimit: "fragment_limit"
        case .fragmentOverlap: "fragment_overlap"
        case .fragmentSize: "fragment_size"
        case .fragmentCut: "fragment_cut"
        case .tcpGap: "tcp_gap"
        case .tcpCut: "tcp_segment_cut"
        case .tcpLimit: "tcp_limit"
        case .tcpReset: "tcp_reset"
        case .tcpEnd: "tcp_end"
        case .streamLimit: "stream_limit"
        case .streamIdle: "stream_idle"
        case .sctpTimeout: "sctp_timeout"
        case .sctpLimit: "sctp_limit"
        case .sctpCut: "sctp_piece_cut"
        }
    }
}

/// How many frames, counted as held when they were taken, have been given up since, by reason.
///
/// A report's `held` is what was counted so, less the total here: the frame then stands under `lost`.
package struct LostFrames: Sendable {
    private var counts = [UInt64](repeating: 0, count: LossReason.allCases.count)

    /// No frame lost.
    package init() {}

    /// The frames lost for `reason`.
    package subscript(reason: LossReason) -> UInt64 { counts[Int(reason.rawValue)] }

    /// The frames lost for any reason.
    package var total: UInt64 { counts.reduce(0, &+) }

    /// Counts `frames` more as lost.
    mutating func add(_ frames: Int, for reason: LossReason) {
        counts[Int(reason.rawValue)] &+= UInt64(max(0, frames))
    }
}
