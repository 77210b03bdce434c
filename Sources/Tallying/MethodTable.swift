package import SIPCatalogue

/// Counts by method: a place for each registered one, and a bounded map for others as written.
package struct MethodTable: Sendable {
    /// The most methods that are kept apart in all; the rest count under `other`.
    package static let limit = 64

    // A place for each, and in place, as a shared array would be asked at every request whether it is.
    private var counts = InlineArray<16, UInt64>(repeating: 0)
    private var spellings: [String: UInt64] = [:]
    /// Messages counted under `other` because of the limit.
    package private(set) var omitted: UInt64 = 0

    /// Nothing counted yet.
    package init() {}

    /// Counts a message of `method`.
    mutating func add(_ method: Method) { counts[Int(method.rawValue)] &+= 1 }

    /// Counts a message of a method that the registry does not have, as written.
    mutating func add(spelling: String) {
        let isKnown = spellings[spelling] != nil || spellings.count < MethodTable.limit - Method.allCases.count - 1
        if !isKnown { omitted &+= 1 }
        spellings[isKnown ? spelling : "other", default: 0] &+= 1
    }

    /// The count of `method`.
    package subscript(method: Method) -> UInt64 { counts[Int(method.rawValue)] }

    /// Every method that occurred with its count.
    package var all: [String: UInt64] {
        var all = spellings
        for method in Method.allCases where self[method] > 0 { all[method.name] = self[method] }
        return all
    }
}
