internal import NetworkTypes
internal import Tallying

/// An element of `directions`: the figures between an address and a server.
struct DirectionRecord: Encodable {
    /// All who have no row of their own are one that has no address.
    private let client: OrNull<String>
    private let server: String
    private let port: UInt16
    private let kpis: FigureRowRecord

    private enum CodingKeys: String, CodingKey { case client, server, port, kpis }

    init(_ direction: Direction, _ row: FigureRow) {
        client = OrNull(direction.client?.description)
        server = direction.server.address.description
        port = direction.server.port
        kpis = FigureRowRecord(row)
    }
}
