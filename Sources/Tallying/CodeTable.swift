/// Counts by status code: a place for each code in range, and a bounded map for what is written otherwise.
package struct CodeTable: Sendable {
    /// The most different spellings that are kept apart; the rest count under `other`.
    package static let spellingLimit = 64

    // In place, as a shared array would be asked at every response whether it is.
    private var counts = InlineArray<700, UInt64>(repeating: 0)
    private var spellings: [String: UInt64] = [:]
    /// Responses counted under `other` because of the limit.
    package private(set) var omitted: UInt64 = 0

    /// Nothing counted yet.
    package init() {}

    /// Counts a response with `code`, 100…699.
    mutating func add(_ code: UInt16) { counts[Int(code)] &+= 1 }

    /// Counts a response whose code is out of range, as written.
    mutating func add(spelling: String) {
        let isKnown = spellings[spelling] != nil || spellings.count < CodeTable.spellingLimit
        if !isKnown { omitted &+= 1 }
        spellings[isKnown ? spelling : "other", default: 0] &+= 1
    }

    /// The count of `code`, 100…699.
    package subscript(code: UInt16) -> UInt64 { code < 700 ? counts[Int(code)] : 0 }

    /// Every code that occurred, as written, with its count.
    package var all: [String: UInt64] {
        var all = spellings
        for code in 100..<700 where counts[code] > 0 { all[String(code)] = counts[code] }
        return all
    }
}

/// Counts by status code of one server, of which most send few different ones: pairs, searched from the start.
package struct SparseCodes: Sendable {
    private var pairs: [(code: UInt16, count: UInt64)] = []

    /// Counts a response with `code`; 0 stands for codes out of range.
    mutating func add(_ code: UInt16) {
        for place in pairs.indices where pairs[place].code == code {
            pairs[place].count &+= 1
            return
        }
        pairs.append((code, 1))
    }

    /// Every code that occurred with its count, by code.
    package var all: [(code: UInt16, count: UInt64)] { pairs.sorted { $0.code < $1.code } }
}
