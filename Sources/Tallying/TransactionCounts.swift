internal import CallTracking
internal import SIPCatalogue
internal import SIPMessages

/// Transactions by method; an ACK is none, a CANCEL is one of its own.
package struct TransactionCounts: Sendable {
    /// The figures of one method.
    package struct Row: Sendable {
        /// Transactions of which any message was seen.
        package internal(set) var total: UInt64 = 0
        /// Those that got a final response.
        package internal(set) var answered: UInt64 = 0
        /// Those that got none although their timers have passed.
        package internal(set) var unanswered: UInt64 = 0
        /// The first final response of each, by code as written.
        package internal(set) var finalCodes = CodeTable()
    }

    /// A row for each registered method, by raw value, and one for all others.
    package private(set) var rows = [Row](repeating: Row(), count: Method.allCases.count + 1)

    /// Nothing counted yet.
    package init() {}

    /// All transactions.
    package var total: UInt64 { rows.reduce(0) { $0 &+ $1.total } }

    /// Counts what `observation` says `message` did to its transaction.
    mutating func add(_ message: borrowing SIPMessage, _ observation: Observation) {
        guard observation.beginsTransaction || observation.completesTransaction else { return }
        let place = place(of: message.method)
        if observation.beginsTransaction { rows[place].total &+= 1 }
        if observation.replacesUnanswered { rows[place].unanswered &+= 1 }
        if observation.completesTransaction {
            rows[place].answered &+= 1
            if message.start.statusCode != 0 { rows[place].finalCodes.add(message.start.statusCode) }
        }
    }

    /// Counts a transaction of `method` as unanswered.
    mutating func addUnanswered(_ method: Method?) { rows[place(of: method)].unanswered &+= 1 }

    private func place(of method: Method?) -> Int { method.map { Int($0.rawValue) } ?? Method.allCases.count }
}
