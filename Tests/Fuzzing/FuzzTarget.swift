/// What reads bytes that nobody vouches for: each case takes an input and ends the program where something does not
/// hold.
///
/// libFuzzer and the mutations of the ordinary test run come in here, so that both mean the same by the same bytes.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// Frames of any link type.
    case frame
    /// Datagrams between two hosts, up to the report.
    case message
    /// One direction of a TCP connection, cut into segments.
    case stream
    /// A header value.
    case header
    /// A capture file.
    case capture
    /// The text of a filter.
    case filter

    /// Reads `input`.
    package func run(_ input: [UInt8]) {
        switch self {
        case .frame: FrameTarget.run(input)
        case .message: MessageTarget.run(input)
        case .stream: StreamTarget.run(input)
        case .header: HeaderTarget.run(input)
        case .capture: CaptureTarget.run(input)
        case .filter: FilterTarget.run(input)
        }
    }
}

/// Ends the program, with words that a release build keeps, unless `claim` holds.
func demand(_ claim: Bool, _ words: @autoclosure () -> String) {
    if !claim { fatalError(words()) }
}
