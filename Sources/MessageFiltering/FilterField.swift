/// What of a message a condition may be about; the raw value is the name in an expression.
package enum FilterField: String, CaseIterable, Sendable {
    case code
    case responseClass = "class"
    case method, server, client, address, port, transport
    case callID = "call_id"
    case from, to
    case fromUser = "from_user"
    case toUser = "to_user"
    case requestURI = "request_uri"
    case userAgent = "user_agent"
    case time

    /// The names of all fields, as an expression has them.
    package static var names: [String] { allCases.map(\.rawValue) }

    /// When a condition on it can be decided.
    enum Scope {
        /// On any message of the Call-ID alike.
        case callID
        /// On the first message of the Call-ID, for all of them: From and To change sides with a request of the callee.
        case call
        /// On each message anew.
        case message
    }

    /// When a condition on it can be decided.
    var scope: Scope {
        switch self {
        case .callID: .callID
        case .from, .to, .fromUser, .toUser: .call
        default: .message
        }
    }

    /// What kind of values it has.
    enum Kind {
        case code, responseClass, port, transport, time, address
        /// Text compared exactly, or with case aside as in methods, which people type as they like.
        case text
        case method
    }

    /// What kind of values it has.
    var kind: Kind {
        switch self {
        case .code: .code
        case .responseClass: .responseClass
        case .method: .method
        case .server, .client, .address: .address
        case .port: .port
        case .transport: .transport
        case .callID, .from, .to, .fromUser, .toUser, .requestURI, .userAgent: .text
        case .time: .time
        }
    }

    /// The comparisons that make sense of it.
    var comparisons: [FilterComparison] {
        switch kind {
        case .code, .responseClass, .port, .time:
            [.equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual]
        case .transport, .address: [.equal, .unequal]
        case .text, .method: [.equal, .unequal, .contains]
        }
    }

    /// What its values look like, in words for an error.
    var expectedValue: String {
        switch kind {
        case .code: "a status code, a class or a range, such as 503, 5xx or 400-499"
        case .responseClass: "a class, 1 to 6 or 1xx to 6xx"
        case .port: "a port or a range, such as 5060 or 5060-5080"
        case .transport: "udp, tcp, sctp, ws or tls"
        case .address:
            "an address, a network or an address with a port, such as 192.0.2.1, 2001:db8::/32 or 192.0.2.1:5060"
        case .time: "a time, such as 2026-11-21T09:12:04Z or 09:12:04, or two with .. between them"
        case .method: "a method, such as INVITE"
        case .text: "text, in quotes where it holds more than letters, digits and . : @ + - _ / ; %"
        }
    }
}

/// How a field is compared with a value; the raw value is the operator.
enum FilterComparison: String, Sendable {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    /// Holds the text, the case of ASCII letters aside.
    case contains = "~"

    /// Whether it takes ranges and lists of values: any of them, or none of them.
    var takesSeveral: Bool {
        switch self {
        case .equal, .unequal, .contains: true
        case .less, .lessOrEqual, .greater, .greaterOrEqual: false
        }
    }
}
