internal import NetworkTypes

/// A capture of a run that is being read: an object, so that a run can hold many of what cannot be copied.
final class OpenCapture {
    var file: CaptureFile

    init(_ file: consuming CaptureFile) { self.file = file }

    /// Whether the frame at hand comes before that of `other`; of equal times, that of the capture opened first.
    func isBefore(_ other: OpenCapture) -> Bool {
        (file.time, file.place) < (other.file.time, other.file.place)
    }
}

/// A capture of a run whose turn has not come.
struct WaitingCapture {
    let path: String
    /// When its first frame was captured; the end of time where it has none, or where nobody has looked.
    private(set) var firstTime = CaptureTime(nanoseconds: .max)
    private let givenAs: Int
    // What was looked into and cannot be opened again.
    private var held: OpenCapture?

    init(path: String, givenAs: Int) {
        self.path = path
        self.givenAs = givenAs
    }

    /// The same with its first time known.
    ///
    /// What can be read only once is looked into where it may be held open until its turn.
    ///
    /// - Throws: `CaptureError` where it cannot be read at all. The damage of a file is left for its turn.
    func lookedInto(holdingPipes: Bool) throws(CaptureError) -> WaitingCapture {
        let isReadOnce = InputPath.isReadOnce(path)
        var copy = self
        if isReadOnce, !holdingPipes { return copy }
        do throws(CaptureError) {
            let capture = try opened()
            if try capture.file.advance() { copy.firstTime = capture.file.time }
            if isReadOnce { copy.held = capture }
        } catch {
            if isReadOnce || !error.isPartial { throw error }
        }
        return copy
    }

    /// The capture, opened.
    func opened() throws(CaptureError) -> OpenCapture {
        if let held { return held }
        return OpenCapture(try CaptureFile(opening: path, source: 0))
    }

    /// Whether its turn is before that of `other`; of equal times, what was given first.
    func isBefore(_ other: WaitingCapture) -> Bool { (firstTime, givenAs) < (other.firstTime, other.givenAs) }
}
