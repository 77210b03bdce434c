import Glibc
import NetworkTypes
import PacketCapture
import TestSupport
import WireBytes

/// A frame with a copy of its bytes.
struct ReadFrame: Equatable {
    let frame: Frame
    let bytes: [UInt8]

    init(_ frame: Frame, _ bytes: RawSpan) {
        self.frame = frame
        self.bytes = bytes.copy(of: ByteRange(0, bytes.byteCount))
    }

    init(_ frame: Frame, _ bytes: [UInt8]) {
        self.frame = frame
        self.bytes = bytes
    }

    static func == (left: ReadFrame, right: ReadFrame) -> Bool {
        left.bytes == right.bytes && left.frame.time == right.frame.time && left.frame.linkType == right.frame.linkType
            && left.frame.wireByteCount == right.frame.wireByteCount && left.frame.number == right.frame.number
    }
}

/// What came of reading a capture to its end, or to the error before it.
struct Reading {
    var frames: [ReadFrame] = []
    var summary: SourceSummary?
    var error: CaptureError?

    /// Reads the file at `path`.
    init(path: String) {
        do throws(CaptureError) {
            var file = try CaptureFile(opening: path, source: 0)
            defer { summary = file.summary }
            while try file.forEachFrame(upTo: 3, { frames.append(ReadFrame($0, $1)) }) {}
        } catch {
            self.error = error
        }
    }

    /// Reads a file of `bytes`, whose name in errors is `a.cap`.
    init(_ bytes: [UInt8]) throws {
        let directory = try TemporaryDirectory()
        self.init(path: try directory.write("a.cap", bytes))
        message = error.map { String($0.description.dropFirst(directory.path.utf8.count + 1)) }
    }

    /// The error in words, without the directory of the file.
    private(set) var message: String?

    /// The bytes of the frames.
    var payloads: [[UInt8]] { frames.map(\.bytes) }
    /// The times of the frames, in nanoseconds since 1970.
    var times: [Int64] { frames.map(\.frame.time.nanoseconds) }
}

/// Five frames of different lengths, a second and a microsecond apart from 2023 on; the fourth was cut when captured.
let samples: [SampleFrame] = (0..<5).map { index in
    SampleFrame(
        at: 1_700_000_000_000_001_000 + Int64(index) * 1_000_001_000,
        [UInt8](repeating: UInt8(0xA0 + index), count: index * 7),
        wireByteCount: index == 3 ? 1500 : nil
    )
}

/// A pipe that holds `bytes` and ends behind them, under a name that can be opened once; at most 64 KiB.
func withPipe<Result>(_ bytes: [UInt8], _ body: (_ path: String, _ descriptor: Int32) throws -> Result) throws -> Result
{
    var ends: [Int32] = [0, 0]
    // Bound: `pipe` fills both elements, `write` reads as many bytes as there are.
    guard unsafe pipe(&ends) == 0, unsafe write(ends[1], bytes, bytes.count) == bytes.count else {
        throw TemporaryDirectory.Failure(call: "pipe", number: errno)
    }
    close(ends[1])
    defer { close(ends[0]) }
    return try body("/dev/fd/\(ends[0])", ends[0])
}

/// Numbers that look random and are the same in every run (Steele, Lea and Flood's SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
