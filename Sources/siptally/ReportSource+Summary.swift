import PacketCapture
import ReportRendering

extension ReportSource {
    /// What the report says of a capture, with what went wrong with it.
    init(_ summary: SourceSummary, problems: [CaptureError]) {
        self.init(
            name: summary.name,
            format: summary.format,
            linkTypeNames: summary.linkTypeNames,
            frames: summary.frames,
            bytes: summary.bytes,
            isTruncated: summary.isTruncated,
            problem: problems.first { $0.name == summary.name }.map { String($0.description.trimmingName($0.name)) },
            droppedByKernel: summary.droppedByKernel,
            droppedByInterface: summary.droppedByInterface
        )
    }
}

extension UnreadSource {
    /// Those of `problems` that are of no capture in `sources`, as it could not be opened.
    static func all(in problems: [CaptureError], besides sources: [SourceSummary]) -> [UnreadSource] {
        let opened = Set(sources.map(\.name))
        return problems.filter { !opened.contains($0.name) }
            .map { UnreadSource(name: $0.name, problem: String($0.description.trimmingName($0.name))) }
    }
}

extension String {
    /// The line of a problem without the name of the file, which the report gives by itself.
    fileprivate func trimmingName(_ name: String) -> Substring {
        hasPrefix("\(name): ") ? dropFirst(name.count + 2) : self[...]
    }
}
