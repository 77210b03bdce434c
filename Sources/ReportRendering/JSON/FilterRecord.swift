internal import MessageFiltering
internal import NetworkTypes

/// The object `filter`: what was asked for, and what was left out; absent where everything was analysed.
struct FilterRecord: Encodable {
    private let expression: String?
    private let start: String?
    private let end: String?
    private let messagesExcluded: UInt64
    private let callsSelected: UInt64

    private enum CodingKeys: String, CodingKey {
        case expression, start, end
        case messagesExcluded = "messages_excluded"
        case callsSelected = "calls_selected"
    }

    /// What `use` says, with the Call-IDs that were analysed.
    init(_ use: FilterUse, callIDs: UInt64) {
        expression = use.expression
        start = use.start?.rfc3339
        end = use.end?.rfc3339
        messagesExcluded = use.messagesExcluded
        callsSelected = callIDs
    }
}
