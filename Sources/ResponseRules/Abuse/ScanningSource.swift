/// Different things that came within a span: the latest few, each with when it came last.
struct LatestDistinct: Sendable {
    private var entries: [(thing: UInt64, time: Int64)] = []
    private let limit: Int

    /// As many as `limit` are told apart.
    init(limit: Int) { self.limit = limit }

    /// Notes that `thing` came at `now`; the result is how many different ones came within `span`, up to the limit.
    mutating func note(_ thing: UInt64, at now: Int64, within span: Int64) -> Int {
        if let place = entries.firstIndex(where: { $0.thing == thing }) {
            entries.remove(at: place)
        } else if entries.count >= limit {
            entries.removeFirst()
        }
        entries.append((thing, now))
        return entries.reduce(0) { $0 + (now - $1.time <= span ? 1 : 0) }
    }
}

/// What makes a source look as if it scans.
struct ScanningSigns: OptionSet, Sendable {
    let rawValue: UInt8

    /// Many users were tried.
    static let users = ScanningSigns(rawValue: 1)
    /// Its User-Agent is that of a program for scanning, or of one that is used for it as well.
    static let tool = ScanningSigns(rawValue: 2)
    static let doubtfulTool = ScanningSigns(rawValue: 4)
    /// Many hosts were asked.
    static let hosts = ScanningSigns(rawValue: 8)
    /// Numbers with one tail behind many prefixes were called.
    static let prefixes = ScanningSigns(rawValue: 16)
    /// Users came in the order of numbers, or the user 100 asked for itself.
    static let order = ScanningSigns(rawValue: 32)
}

/// What a source, or a network of sources, tried of late.
struct ScanningSource: Sendable {
    var users: LatestDistinct
    var hosts: LatestDistinct
    /// The latest numbers that were called: hashes of their tail and of what stands before that.
    private var numbers: [(tail: UInt64, prefix: UInt64, time: Int64)] = []
    /// The latest user that is a number, since when and how long they came in order.
    private var latest: UInt64 = 0
    private var orderBegan: Int64 = 0
    private var inOrder = 0
    var signs: ScanningSigns = []
    /// The program that it says it is.
    var tool = ""
    /// Every user that was tried, up to a limit, for telling.
    private(set) var seen: Set<UInt64> = []

    private static let mostNumbers = 64
    private static let mostSeen = 1_024
    /// How many digits at the end of a number make its tail.
    private static let tailLength = 7

    init(users: Int, hosts: Int) {
        self.users = LatestDistinct(limit: users)
        self.hosts = LatestDistinct(limit: hosts)
    }

    mutating func noteSeen(_ user: UInt64) { if seen.count < ScanningSource.mostSeen { seen.insert(user) } }

    /// Notes that `number` was called; the result is behind how many prefixes its tail was, within `span`.
    mutating func noteCall(_ number: [UInt8], at now: Int64, within span: Int64) -> Int {
        let digits = number.first == 0x2B ? number.dropFirst() : number[...]
        guard digits.count >= ScanningSource.tailLength, digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return 0 }
        var tail: UInt64 = 0
        for digit in number.suffix(ScanningSource.tailLength) { tail = tail * 10 + UInt64(digit - 0x30) }
        // Longer ones differ by what fits, and by their length.
        var prefix = UInt64(number.count)
        for octet in number.dropLast(ScanningSource.tailLength) { prefix = prefix &* 131 &+ UInt64(octet) }
        numbers.removeAll { now - $0.time > span || $0.tail == tail && $0.prefix == prefix }
        if numbers.count >= ScanningSource.mostNumbers { numbers.removeFirst() }
        numbers.append((tail, prefix, now))
        return numbers.reduce(0) { $0 + ($1.tail == tail ? 1 : 0) }
    }

    /// Notes the user `name`; the result is how many came in the order of numbers within `span`.
    mutating func noteOrder(_ name: [UInt8], at now: Int64, within span: Int64) -> Int {
        guard !name.isEmpty, name.count <= 15, name.allSatisfy({ $0 &- 0x30 < 10 }) else { return 0 }
        let number = name.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
        if inOrder > 0, number == latest { return inOrder }
        if inOrder > 0, number == latest + 1, now - orderBegan <= span {
            inOrder += 1
        } else {
            (inOrder, orderBegan) = (1, now)
        }
        latest = number
        return inOrder
    }
}
