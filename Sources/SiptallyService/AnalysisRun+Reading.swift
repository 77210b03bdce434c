internal import AnalysisPipeline
internal import PacketCapture

/// How captures are read, once or twice.
extension AnalysisRun {
    /// After how many frames the caller hears of the progress.
    private static let stride = 4_096

    /// Gives every frame to `pipeline`, or until `goOn`, which is asked every so many of them, says no; whether it
    /// never did.
    static func feed(
        _ captures: inout CaptureSet,
        to pipeline: inout AnalysisPipeline,
        goOn: (_ frames: UInt64, borrowing CaptureSet) -> Bool
    ) -> Bool {
        var frames: UInt64 = 0
        while true {
            var left = AnalysisRun.stride
            let hasMore = captures.forEachFrame { frame, bytes in
                pipeline.take(frame, bytes)
                left &-= 1
                return left > 0
            }
            frames &+= UInt64(AnalysisRun.stride - left)
            guard hasMore else { return true }
            guard goOn(frames, captures) else { return false }
        }
    }

    /// How far a pass is: of two passes each is a half.
    static func progress(
        _ frames: UInt64,
        _ captures: borrowing CaptureSet,
        _ pass: Pass
    ) -> Progress {
        let total = captures.totalByteCount
        let before = pass == .second ? total ?? 0 : 0
        return Progress(
            frames: frames,
            consumedByteCount: before &+ captures.consumedByteCount,
            totalByteCount: pass == .only ? total : total.map { $0 &* 2 }
        )
    }

    /// Which of the passes over the captures it is.
    enum Pass { case only, first, second }
}
