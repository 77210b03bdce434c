import Glibc
import PacketCapture
import SiptallyService
import Tallying

/// The bytes of a capture file, of any format and compression.
enum CaptureTarget {
    /// A nameless file in memory that captures are written to, one after the other.
    private static let image = {
        let name = "/siptally-capture-\(getpid())"
        // Bound: both take the string's own bytes, which a zero ends.
        let descriptor = unsafe shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
        unsafe shm_unlink(name)
        return descriptor
    }()

    static func run(_ input: [UInt8]) {
        demand(image >= 0 && ftruncate(image, 0) == 0, "no file to write to")
        let written = unsafe input.withUnsafeBytes { bytes in
            // Bound: the bytes are the array's own, for the time of the call.
            unsafe pwrite(image, bytes.baseAddress, bytes.count, 0)
        }
        demand(written == input.count, "the file takes no bytes")
        do {
            var run = try AnalysisRun(
                ["/proc/self/fd/\(image)"],
                order: .byFirstFrame,
                rules: FuzzedAnalysis.rules,
                limits: FuzzedAnalysis.limits,
                legs: FuzzedAnalysis.legs,
                onCallEnd: nil
            )
            let result = run.run { _ in true }
            let frames = result.sources.reduce(0) { $0 + $1.frames }
            demand(result.tally.frames.isComplete, "the groups of frames do not sum to the total")
            demand(result.tally.frames.total == frames, "\(frames) read, \(result.tally.frames.total) counted")
        } catch {
            fatalError("there is a file, and yet: \(error)")
        }
    }
}
