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
///
/// Where all rows are taken, a new direction gets that of another one: of a few, taken by turns, the one that was told
/// least, and of equals the oldest. It goes into the shared row of its server. So somebody who asks from ever new
/// addresses pushes out himself.
package struct DirectionTable: Sendable {
    /// The most directions with a row of their own, and the most servers with a shared one.
    package static let limit = 1_024
    /// How many rows are looked at for the one that gives way; a divisor of the limit.
    static let looks = 16

    private let hash = KeyedHash()
    private var index = SlotIndex(minimumCapacity: 64)
    private var keys: [Direction] = []
    /// The hashes of the keys, apart from the rows, so that looking for one touches no row.
    private var hashes: [UInt64] = []
    /// The rows of directions up to the limit, and those that several share behind them.
    private var rows: [FigureRow] = []
    /// How often each was told something, and how many rows gave way before it began.
    private var counts: [UInt32] = []
    private var births: [UInt64] = []
    /// Where the next that gives way is looked for.
    private var next = 0
    /// How many rows gave way, and what was told of directions that found no shared row either.
    package private(set) var replaced: UInt64 = 0
    package private(set) var omitted: UInt64 = 0

    /// No direction yet.
    init() {}

    /// Every direction with its figures, in the order of appearance.
    package var all: [(key: Direction, row: FigureRow)] { keys.indices.map { (keys[$0], rows[$0].settled) } }

    /// The figures of `server`, whoever asked it; `nil` where nobody did.
    package func figures(of server: Endpoint) -> FigureRow? {
        let places = keys.indices.filter { keys[$0].server == server }
        return places.isEmpty ? nil : places.reduce(into: FigureRow(isCoarse: true)) { $0.add(rows[$1]) }
    }

    /// Counts `contribution` in the row at `place`.
    mutating func add(_ contribution: Contribution, at place: Int?) {
        guard let place else { return omitted &+= 1 }
        rows[place].add(contribution)
        if counts[place] < .max { counts[place] &+= 1 }
    }

    /// Counts what waits in any row.
    mutating func settle() {
        for place in rows.indices { rows[place].settle() }
    }

    /// The place of the row for what goes from `client` to `server`, or `nil` where there is no room for one.
    ///
    /// Another row gives way only for what begins: the end of a session stands where its attempt went.
    mutating func place(from client: Endpoint, to server: Endpoint, isBeginning: Bool) -> Int? {
        let key = Direction(from: client.address, to: server)
        let hashed = hash(of: key)
        if let place = place(hashed) { return place }
        guard rows.count >= DirectionTable.limit else { return open(key, hashed) }
        guard isBeginning else { return sharedPlace(for: server) }
        let place = giveWay()
        (keys[place], hashes[place]) = (key, hashed)
        (counts[place], births[place]) = (0, replaced)
        index.insert(UInt32(place), key: hashed)
        return place
    }

    /// Clears the row of a direction for another one; what was told of it goes over to that of its server.
    private mutating func giveWay() -> Int {
        var place = next
        for other in next..<next &+ DirectionTable.looks
        where (counts[other], births[other]) < (counts[place], births[place]) { place = other }
        next = (next &+ DirectionTable.looks) % DirectionTable.limit
        replaced &+= 1
        if let shared = sharedPlace(for: keys[place].server) {
            rows[shared].add(rows[place])
        } else {
            omitted &+= UInt64(counts[place])
        }
        index.remove(UInt32(place), key: hashes[place])
        rows[place].clear()
        return place
    }

    /// The row of those that have none of their own and go to `server`, or `nil` where there is no room for one.
    private mutating func sharedPlace(for server: Endpoint) -> Int? {
        let key = Direction(from: nil, to: server)
        let hashed = hash(of: key)
        if let place = place(hashed) { return place }
        return rows.count < 2 * DirectionTable.limit ? open(key, hashed) : nil
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
        rows.append(FigureRow(isCoarse: true))
        counts.append(0)
        births.append(0)
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
