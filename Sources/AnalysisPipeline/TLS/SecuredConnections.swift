internal import NetworkTypes
internal import Tallying
internal import WireBytes

/// The connections whose bytes are TLS and may be SIP: seen, named, and not to be read.
///
/// They may be SIP where a port is that of SIP over TLS (RFC 3261 §19.1.2) or the client names SIP as the protocol that
/// it wants to speak. Whatever else TLS hides, such as web pages, is other traffic and nothing to tell anybody.
struct SecuredConnections: Sendable {
    /// The most connections that are followed; for a new one the one that was first is let go.
    static let limit = 16_384
    /// The port of SIP over TLS.
    static let port: UInt16 = 5061

    private struct Connection: Sendable {
        let flow: Flow
        var server: Endpoint
        var mayBeSIP: Bool
        var hasClientHello = false
        var serverName: String?
        var offered: UInt16 = 0
        var agreed: UInt16 = 0
        var frames: UInt64 = 0
    }

    private var places: [Flow: Int] = [:]
    private var connections: [Connection] = []
    private var oldest = 0
    private var ended = EncryptedTable()
    private(set) var evictions: UInt64 = 0
    /// Whether the frame at hand was captured outside of the time that was asked for: what it says is heard and the
    /// frame not counted.
    var isOutsideWindow = false {
        didSet { if isOutsideWindow { countsAll = false } }
    }
    private var countsAll = true

    /// Whether a port of `flow` is that of SIP over TLS.
    static func hasPort(_ flow: Flow) -> Bool { flow.source.port == port || flow.destination.port == port }

    /// What was seen so far.
    var table: EncryptedTable {
        var table = ended
        for connection in connections { SecuredConnections.add(connection, to: &table, evenIfEmpty: countsAll) }
        return table
    }

    /// Takes notice that `flow` is TLS, of which nothing else is known yet.
    mutating func note(_ flow: Flow) { _ = place(of: flow) }

    /// Takes notice of what the sender of `flow` said, where it may be SIP.
    mutating func note(_ hello: TLSHello, _ flow: Flow) {
        guard hello.namesSIP || SecuredConnections.hasPort(flow) || places[SecuredConnections.key(flow)] != nil else {
            return
        }
        var place = place(of: flow)
        if hello.isClient {
            // Another one on the same ports is another connection, but with DTLS it is the same with its cookie.
            if connections[place].hasClientHello, flow.transport != .udp { place = renew(place) }
            connections[place].hasClientHello = true
            connections[place].server = flow.destination
            connections[place].serverName = hello.serverName
            connections[place].offered = hello.version
        } else {
            connections[place].server = flow.source
            connections[place].agreed = hello.version
        }
        if hello.namesSIP { connections[place].mayBeSIP = true }
    }

    /// Takes notice of the datagram `payload` of `flow` where it is DTLS and has the port of SIP over TLS.
    mutating func takeDatagram(_ payload: RawSpan, _ flow: Flow) {
        guard SecuredConnections.hasPort(flow), TLSRecord.datagramLength(payload) != nil else { return }
        note(flow)
        if let hello = TLSHello.readDatagram(payload) { note(hello, flow) }
        countFrame(flow)
    }

    /// Counts a frame that brought bytes of `flow`, where that is one of the connections.
    @inline(__always)
    mutating func countFrame(_ flow: Flow) {
        guard !places.isEmpty, !isOutsideWindow, let place = places[SecuredConnections.key(flow)] else { return }
        connections[place].frames &+= 1
    }

    /// The same for both directions.
    private static func key(_ flow: Flow) -> Flow { flow.source < flow.destination ? flow : flow.reversed }

    private mutating func place(of flow: Flow) -> Int {
        let key = SecuredConnections.key(flow)
        if let place = places[key] { return place }
        let server = flow.source.port == SecuredConnections.port ? flow.source : flow.destination
        let connection = Connection(flow: key, server: server, mayBeSIP: SecuredConnections.hasPort(flow))
        guard connections.count >= SecuredConnections.limit else {
            places[key] = connections.count
            connections.append(connection)
            return connections.count - 1
        }
        let place = oldest
        oldest = (oldest + 1) % SecuredConnections.limit
        evictions &+= 1
        places[connections[place].flow] = nil
        SecuredConnections.add(connections[place], to: &ended, evenIfEmpty: countsAll)
        connections[place] = connection
        places[key] = place
        return place
    }

    /// Ends the connection at `place` and begins one between the same ends.
    private mutating func renew(_ place: Int) -> Int {
        let earlier = connections[place]
        SecuredConnections.add(earlier, to: &ended, evenIfEmpty: countsAll)
        connections[place] = Connection(
            flow: earlier.flow,
            server: earlier.server,
            mayBeSIP: SecuredConnections.hasPort(earlier.flow)
        )
        return place
    }

    private static func add(
        _ connection: Connection,
        to table: inout EncryptedTable,
        evenIfEmpty countsAll: Bool
    ) {
        // Without a frame it lies outside of the time that was asked for.
        guard connection.mayBeSIP, countsAll || connection.frames > 0 else { return }
        let peer = EncryptedPeer(
            server: connection.server,
            isDatagram: connection.flow.transport == .udp,
            serverName: connection.serverName,
            version: connection.agreed > 0 ? connection.agreed : connection.offered
        )
        table.add(EncryptedTable.Figures(frames: connection.frames, connections: 1), of: peer)
    }
}
