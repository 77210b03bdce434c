internal import NetworkTypes
internal import Tallying

/// An element of `directions`: the figures between an address and a server.
struct DirectionRecord: Encodable {
    private let client: String?
    private let server: String
    private let port: UInt16
    private let kpis: FigureRowRecord

    private enum CodingKeys: String, CodingKey { case client, server, port, kpis }

    init(_ direction: Direction, _ row: FigureRow) {
        client = direction.client?.description
        server = direction.server.address.description
        port = direction.server.port
        kpis = FigureRowRecord(row)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        // All who have no row of their own are one that has no address.
        try container.encode(client, forKey: .client)
        try container.encode(server, forKey: .server)
        try container.encode(port, forKey: .port)
        try container.encode(kpis, forKey: .kpis)
    }
}

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
