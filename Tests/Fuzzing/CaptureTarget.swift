import Glibc
import PacketCapture
import ResponseRules
import SiptallyService
import Tallying

/// A nameless file that captures are written to, one after the other; the system takes it away at the end.
private let image = unsafe fileno(tmpfile())

/// The bytes of a capture file, of any format and compression.
@_cdecl("fuzz_capture")
package func fuzzCapture(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    demand(image >= 0 && ftruncate(image, 0) == 0, "no file to write to")
    // Bound: the fuzzer lends `count` bytes for the time of the call.
    demand(unsafe pwrite(image, data, count, 0) == count, "the file takes no bytes")
    do {
        var run = try AnalysisRun(
            ["/proc/self/fd/\(image)"],
            order: .byFirstFrame,
            rules: RuleCatalogue.all,
            onCallEnd: nil
        )
        let result = run.run { _ in true }
        let frames = result.sources.reduce(0) { $0 + $1.frames }
        demand(result.tally.frames.isComplete, "the groups of frames do not sum to the total")
        demand(result.tally.frames.total == frames, "\(frames) read, \(result.tally.frames.total) counted")
    } catch {
        fatalError("there is a file, and yet: \(error)")
    }
    return 0
}
