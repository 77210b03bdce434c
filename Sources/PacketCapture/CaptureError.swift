/// Why a capture could not be read, or not to its end: one line that says what, where, and what would be right.
///
/// File names stand in it as they were given; whoever prints it escapes what a terminal should not see.
package struct CaptureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    package enum Kind: String, Hashable, Sendable {
        /// There is no file of that name.
        case notFound
        /// The name is that of a directory.
        case isDirectory
        /// The system refused to open it.
        case noPermission
        /// There is not a single byte.
        case empty
        /// The bytes are of no format that can be read.
        case notACapture
        /// It ends too early or contradicts itself; what came before that was read.
        case damaged
        /// The system failed to read it.
        case ioError
        /// A pattern that no file matches.
        case noMatch
        /// More captures overlap in time than are held open at once.
        case tooManyOpen
        /// An input that can be read only once was named twice.
        case namedTwice
    }

    /// What went wrong.
    package let kind: Kind
    /// The name or the pattern as it was given; `standard input` for `-`.
    package let name: String
    /// What was found, for people; empty where the kind says it all.
    package let detail: String
    /// Where it went wrong, in bytes from the start, with the damage of a frame at the start of its record; else `nil`.
    package let byteOffset: UInt64?
    /// How many frames came before.
    package let framesBefore: UInt64
    /// Whether already the header could not be read, so that it is not known to be a capture.
    package let isOfHeader: Bool

    init(
        _ kind: Kind,
        _ name: String,
        detail: String = "",
        byteOffset: UInt64? = nil,
        framesBefore: UInt64 = 0,
        isOfHeader: Bool = false
    ) {
        self.kind = kind
        self.name = name
        self.detail = detail
        self.byteOffset = byteOffset
        self.framesBefore = framesBefore
        self.isOfHeader = isOfHeader
    }

    /// The same, met in the header.
    var inHeader: CaptureError {
        CaptureError(kind, name, detail: detail, byteOffset: byteOffset, framesBefore: framesBefore, isOfHeader: true)
    }

    /// Whether the source is a capture, of which everything up to the trouble was read.
    package var isPartial: Bool { !isOfHeader && (kind == .damaged || framesBefore > 0) }

    /// The line for people.
    ///
    /// `trunk.pcapng: damaged at byte 1,048,712 (frame 20,114 says 4,294,967,295 bytes); the 20,113 frames before it…`
    package var description: String { "\(name): \(complaint)" }

    private var complaint: String {
        switch kind {
        case .notFound: "no such file"
        case .isDirectory: "is a directory; name the capture files in it"
        case .noPermission: "permission denied; the file must be readable to the user who runs this"
        case .empty: "empty: a capture file has at least a header of 24 bytes"
        case .notACapture: "not a capture file: \(detail); pcap, pcapng, or either in gzip or zstd can be read"
        case .damaged: "damaged at byte \((byteOffset ?? 0).grouped) (\(detail)); \(remainder)"
        case .ioError: "cannot be read: \(detail)" + (framesBefore > 0 ? "; \(remainder)" : "")
        case .noMatch: "no file matches this pattern"
        case .tooManyOpen: "not read: \(detail)"
        case .namedTwice: "named twice, and can be read only once"
        }
    }

    private var remainder: String {
        switch framesBefore {
        case 0: "no frame came before it"
        case 1: "the frame before it was analysed"
        default: "the \(framesBefore.grouped) frames before it were analysed"
        }
    }
}
