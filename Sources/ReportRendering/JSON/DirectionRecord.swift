internal import NetworkTypes
internal import Tallying

/// An element of `directions`: the figures between two addresses.
struct DirectionRecord: Encodable {
    private let client: String
    private let server: String
    private let kpis: FigureRowRecord

    private enum CodingKeys: String, CodingKey { case client, server, kpis }

    init(_ direction: Direction, _ row: FigureRow) {
        client = direction.client.description
        server = direction.server.description
        kpis = FigureRowRecord(row)
    }
}

/// An element of `windows`: the figures of what ended in one minute.
struct WindowRecord: Encodable {
    private let start: String
    private let durationSeconds: Double
    private let kpis: FigureRowRecord

    private enum CodingKeys: String, CodingKey {
        case start, kpis
        case durationSeconds = "duration_seconds"
    }

    init(_ start: CaptureTime, _ row: FigureRow) {
        self.start = start.rfc3339
        durationSeconds = JSONDuration.seconds(WindowTable.span)
        kpis = FigureRowRecord(row)
    }
}
