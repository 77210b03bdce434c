package import NetworkTypes

/// Several captures in one run: names and patterns in, one row of frames out.
///
/// A capture that is damaged midway, or that cannot be read at all, is written down in `problems` and the run goes on
/// with the next. Memory does not grow with the size or the number of the captures, beyond their names and summaries.
package struct CaptureSet: ~Copyable {
    /// In which order the frames of several captures come.
    package enum Order: String, CaseIterable, Sendable {
        /// One capture after the other, by the times of their first frames; of equal times, and where there is no
        /// frame, in the order given. What can be read only once, as standard input and pipes, comes last: it is not
        /// looked into beforehand.
        case byFirstFrame
        /// Frame by frame by time, for captures that ran side by side.
        case mergedByTime
    }

    /// What went wrong so far, in the order in which it was met.
    package private(set) var problems: [CaptureError] = []
    /// How many bytes all inputs have on the disk; `nil` where one of them has no size.
    package let totalByteCount: UInt64?
    private let order: Order
    // The next one last.
    private var waiting: [WaitingCapture]
    private var open: [OpenCapture] = []
    private var closed: [SourceSummary] = []
    private var closedByteCount: UInt64 = 0

    /// So many captures that overlap in time are held open by `mergedByTime`.
    package static let openLimit = 64

    /// Captures that `inputs` name: paths, patterns of the shell that were kept from it by quotes, or `-`.
    ///
    /// Where there are several, each is opened once to see when it begins; what cannot be opened is in `problems` at
    /// once. A file that is named twice is read once.
    ///
    /// - Throws: `CaptureError` `noMatch` for a pattern that no file matches, `namedTwice` for a second `-`.
    package init(_ inputs: [String], order: Order = .byFirstFrame) throws(CaptureError) {
        let paths = InputPath.distinct(try InputPath.expand(inputs)).kept
        self.order = order
        totalByteCount = paths.reduce(0) { total, path in
            guard let total, let size = InputPath.regularByteCount(at: path) else { return nil }
            return total.addingReportingOverflow(size).partialValue
        }
        waiting = paths.enumerated().map { WaitingCapture(path: $1, givenAs: $0) }
        guard paths.count > 1 else { return }
        waiting = waiting.compactMap { capture in
            do throws(CaptureError) {
                return try capture.lookedInto(holdingPipes: order == .mergedByTime)
            } catch {
                problems.append(error)
                return nil
            }
        }
        waiting.sort { $1.isBefore($0) }
    }

    /// The first of `inputs` that can be read only once, as standard input and pipes; `nil` where each gives the same
    /// again.
    package static func firstReadOnce(of inputs: [String]) -> String? {
        let paths = (try? InputPath.expand(inputs)) ?? inputs
        return paths.first(where: InputPath.isReadOnce).map { InputPath.isStandardInput($0) ? "standard input" : $0 }
    }

    /// The names, among those that `inputs` mean, of files that were named before by these or other names.
    package static func namedAgain(among inputs: [String]) -> [String] {
        InputPath.distinct((try? InputPath.expand(inputs)) ?? []).repeated
    }

    /// Whether a file stands at `path` that looks like a capture, plain or in gzip or zstd, and so is not to be written
    /// over.
    package static func holdsCapture(_ path: String) -> Bool {
        !InputPath.isStandardInput(path) && InputPath.beginsAsCapture(path)
    }

    /// Hands frames to `body` until it returns false, or until the end; then goes on where it stopped when called
    /// again.
    ///
    /// Frames are numbered within their source, and sources in the order in which they are opened, from 0.
    ///
    /// - Returns: Whether there may be more.
    @discardableResult
    package mutating func forEachFrame(_ body: (Frame, RawSpan) -> Bool) -> Bool {
        while let capture = next() {
            do throws(CaptureError) {
                guard try capture.file.drain(through: bound(for: capture), body) else { return true }
            } catch {
                problems.append(error)
            }
        }
        return false
    }

    /// How many sources were opened so far.
    package var sourceCount: Int { closed.count }

    /// What is known of each source so far, at the place that its frames carry; inputs never opened are not among them.
    package var summaries: [SourceSummary] {
        var all = closed
        for capture in open { all[capture.file.place] = capture.file.summary }
        return all
    }

    /// How many bytes of the inputs were read so far, as they lie on the disk: with `totalByteCount`, how far the run
    /// is.
    package var consumedByteCount: UInt64 { open.reduce(closedByteCount) { $0 &+ $1.file.consumedByteCount } }
}

extension CaptureSet {
    /// The open capture whose frame is next, once all that are due are open; `nil` at the end of all.
    private mutating func next() -> OpenCapture? {
        repeat {
            for capture in open where !capture.file.isAtFrame { settle(capture) }
        } while openIfDue()
        return open.min { $0.isBefore($1) }
    }

    /// Moves `capture` to its next frame, or closes it at its end.
    private mutating func settle(_ capture: OpenCapture) {
        do throws(CaptureError) {
            if try capture.file.advance() { return }
        } catch {
            problems.append(error)
        }
        closed[capture.file.place] = capture.file.summary
        closedByteCount &+= capture.file.consumedByteCount
        open.removeAll { $0 === capture }
    }

    /// Opens the first of those that wait, where its time has come; false where it has not.
    private mutating func openIfDue() -> Bool {
        guard let candidate = waiting.last else { return false }
        if let earliest = open.min(by: { $0.isBefore($1) }) {
            guard order == .mergedByTime, candidate.firstTime < earliest.file.time else { return false }
        }
        waiting.removeLast()
        do throws(CaptureError) {
            guard open.count < CaptureSet.openLimit else {
                throw CaptureError(
                    .tooManyOpen,
                    candidate.path,
                    detail: "more than \(CaptureSet.openLimit) captures overlap in time; merge them in groups"
                )
            }
            let capture = try candidate.opened()
            capture.file.place = closed.count
            closed.append(capture.file.summary)
            open.append(capture)
        } catch {
            problems.append(error)
        }
        return true
    }

    /// How far `capture` may run until another one is before it.
    private func bound(for capture: OpenCapture) -> CaptureTime {
        guard order == .mergedByTime else { return CaptureTime(nanoseconds: .max) }
        var bound = waiting.last?.firstTime ?? CaptureTime(nanoseconds: .max)
        for other in open where other !== capture {
            // Of equal times the capture that was opened first goes first.
            let isFirst = capture.file.place < other.file.place
            bound = min(bound, isFirst ? other.file.time : other.file.time.adding(nanoseconds: -1))
        }
        return bound
    }
}
