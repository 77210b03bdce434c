package import NetworkTypes
internal import CallTracking
internal import WireBytes

/// Who asks whom.
package struct Direction: Hashable, Sendable {
    /// Who asks; `nil` for everybody who has no row.
    package let client: IPAddress?
    /// Who is asked, whatever carries it.
    package let server: Endpoint

    /// From `client` to `server`.
    package init(from client: IPAddress?, to server: Endpoint) {
        self.client = client
        self.server = server
    }
}

/// The figures of each direction: so many rows, and behind them one for each server that all others share.
package struct DirectionTable: Sendable {
    /// The most directions with a row of their own, and the most servers with a shared one.
    package static let limit = 1_024

    private let hash = KeyedHash()
    private var index = SlotIndex(minimumCapacity: 64)
    private var keys: [Direction] = []
    /// The hashes of the keys, apart from the rows, so that looking for one touches no row.
    private var hashes: [UInt64] = []
    private var rows: [FigureRow] = []
    /// Rows that several clients share.
    private var sharedCount = 0
    /// What was told of directions without a row of their own, and of those what found no shared one either.
    package private(set) var shared: UInt64 = 0
    package private(set) var omitted: UInt64 = 0

    /// No direction yet.
    init() {}

    /// Every direction with its figures, in the order of appearance.
    package var all: [(key: Direction, row: FigureRow)] { keys.indices.map { (keys[$0], rows[$0].settled) } }

    /// The figures of `server`, whoever asked it; `nil` where nobody did.
    package func figures(of server: Endpoint) -> FigureRow? {
        let places = keys.indices.filter { keys[$0].server == server }
        return places.isEmpty ? nil : places.reduce(into: FigureRow()) { $0.add(rows[$1]) }
    }

    /// Counts `contribution` in the row at `place`.
    mutating func add(_ contribution: Contribution, at place: Int?) {
        if let place { rows[place].add(contribution) }
    }

    /// Counts what waits in any row.
    mutating func settle() {
        for place in rows.indices { rows[place].settle() }
    }

    /// The place of the row for what goes from `client` to `server`, or `nil` where there is no room for one.
    mutating func place(from client: Endpoint, to server: Endpoint) -> Int? {
        place(for: Direction(from: client.address, to: server))
    }

    /// The row of `key`, or that of its server where there is no room, or `nil` where there is none for that either.
    private mutating func place(for key: Direction) -> Int? {
        let hashed = hash(of: key)
        if let place = place(hashed) { return place }
        if key.client != nil, keys.count &- sharedCount < DirectionTable.limit { return open(key, hashed) }
        shared &+= 1
        let common = Direction(from: nil, to: key.server)
        let commonHash = hash(of: common)
        if let place = place(commonHash) { return place }
        guard sharedCount < DirectionTable.limit else {
            omitted &+= 1
            return nil
        }
        sharedCount &+= 1
        return open(common, commonHash)
    }

    private func place(_ hashed: UInt64) -> Int? {
        // A keyed hash of 64 bits is as good as the key, which lies further off.
        let slot = index.firstSlot(of: hashed) { hashes[Int($0)] == hashed }
        return slot == .max ? nil : Int(slot)
    }

    private mutating func open(_ key: Direction, _ hashed: UInt64) -> Int {
        index.insert(UInt32(rows.count), key: hashed)
        keys.append(key)
        hashes.append(hashed)
        rows.append(FigureRow())
        return rows.count - 1
    }

    private func hash(of key: Direction) -> UInt64 {
        let server = hash.combine(key.server.address.low, key.server.address.high)
        let client = key.client.map { hash.combine($0.low, $0.high) } ?? 0
        return hash.combine(hash.combine(server, client), UInt64(key.server.port))
    }
}

extension Direction: Comparable {
    package static func < (left: Direction, right: Direction) -> Bool {
        if left.server != right.server { return left.server < right.server }
        guard let other = right.client else { return false }
        return left.client.map { $0 < other } ?? true
    }
}
