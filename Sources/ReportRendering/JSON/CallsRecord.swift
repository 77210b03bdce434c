internal import CallTracking
internal import SIPCatalogue
internal import Tallying

/// The object `transactions`.
struct TransactionsRecord: Encodable {
    private let total: UInt64
    private let byMethod: [String: Row]

    private struct Row: Encodable {
        let total: UInt64
        let answered: UInt64
        let unanswered: UInt64
        let finalCodes: [String: UInt64]

        init(_ row: TransactionCounts.Row) {
            total = row.total
            answered = row.answered
            unanswered = row.unanswered
            finalCodes = row.finalCodes.all
        }

        enum CodingKeys: String, CodingKey {
            case total, answered, unanswered
            case finalCodes = "final_codes"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case total
        case byMethod = "by_method"
    }

    init(_ transactions: TransactionCounts) {
        total = transactions.total
        let names = Method.allCases.map(\.name) + ["other"]
        byMethod = Dictionary(
            zip(names, transactions.rows).filter { $0.1.total > 0 }.map { ($0, Row($1)) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

/// The object `calls`.
struct CallsRecord: Encodable {
    private let callIDs: UInt64
    private let total: UInt64
    private let outcomes: [String: UInt64]
    private let classesPerCall: ClassesPerCall
    private let legs: LegsRecord?
    private let legHeaderInvites: UInt64?
    private let transfers: TransfersRecord?

    private struct ClassesPerCall: Encodable {
        /// `null` where there is no call, as a ratio over nothing is no number.
        let mean: [String: Double?]
        let max: [String: UInt64]

        enum CodingKeys: String, CodingKey { case mean, max }
    }

    private enum CodingKeys: String, CodingKey {
        case total, outcomes, legs, transfers
        case callIDs = "call_ids"
        case classesPerCall = "classes_per_call"
        case legHeaderInvites = "leg_header_invites"
    }

    init(_ calls: CallCounts) {
        callIDs = calls.callIDs
        total = calls.total
        outcomes = Dictionary(
            CallOutcome.allCases.map { ($0.rawValue, calls.outcomes[$0] ?? 0) },
            uniquingKeysWith: &+
        )
        classesPerCall = ClassesPerCall(
            mean: ClassMap.of(calls.classSums) { calls.total > 0 ? Double($0) / Double(calls.total) : nil },
            max: ClassMap.of(calls.classMaxima, transform: \.self)
        )
        legs = LegsRecord(calls.legs)
        legHeaderInvites = calls.legs.headerCount
        transfers = TransfersRecord(calls.transfers)
    }
}
