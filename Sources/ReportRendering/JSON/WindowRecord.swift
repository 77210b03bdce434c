internal import NetworkTypes
internal import Tallying

/// An element of `windows`: the figures of what ended in one minute, or in a longer window.
struct WindowRecord: Encodable {
    private let start: String
    private let durationSeconds: Double
    private let kpis: FigureRowRecord

    private enum CodingKeys: String, CodingKey {
        case start, kpis
        case durationSeconds = "duration_seconds"
    }

    init(_ span: WindowSpan, _ start: CaptureTime, _ row: FigureRow) {
        self.start = start.rfc3339
        durationSeconds = JSONDuration.seconds(span.nanoseconds)
        kpis = FigureRowRecord(row)
    }
}
