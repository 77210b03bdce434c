/// The six classes of responses: the first digit of a status code (RFC 3261 §7.2).
package enum ResponseClass: Int, CaseIterable, Sendable {
    /// 1xx: received, and the request is being worked on.
    case provisional = 1
    /// 2xx: received, understood and accepted.
    case success
    /// 3xx: something else has to be done to complete the request.
    case redirection
    /// 4xx: the request is at fault or cannot be served here.
    case requestFailure
    /// 5xx: the server failed a request that seems right.
    case serverFailure
    /// 6xx: no server can serve the request.
    case globalFailure

    /// The class of a status code, or `nil` outside 100–699, where a code has no meaning in SIP.
    package init?(number: UInt16) {
        self.init(rawValue: Int(number) / 100)
    }

    /// The class as people write it: `4xx`.
    package var name: String { "\(rawValue)xx" }

    /// The numbers of the class.
    package var numbers: ClosedRange<UInt16> {
        let first = UInt16(rawValue) * 100
        return first...first + 99
    }

    /// Whether a response of this class ends the transaction.
    package var isFinal: Bool { self != .provisional }

    /// What RFC 3261 calls the class, in lower case.
    package var title: String {
        switch self {
        case .provisional: "provisional"
        case .success: "success"
        case .redirection: "redirection"
        case .requestFailure: "request failure"
        case .serverFailure: "server failure"
        case .globalFailure: "global failure"
        }
    }

    /// What any code of the class says.
    package var meaning: String {
        switch self {
        case .provisional:
            "The request has arrived and is being worked on; a final response will follow."
        case .success:
            "The request was received, understood and accepted."
        case .redirection:
            "The user may be found elsewhere, or another service may do; the response says where."
        case .requestFailure:
            "This server cannot serve the request as it stands; another server might."
        case .serverFailure:
            "The request seems to be in order, but the server failed to serve it."
        case .globalFailure:
            "Nobody can serve the request, whatever server is asked: the user as a whole was reached."
        }
    }

    /// What a client does with a code of the class as such.
    package var client: String {
        switch self {
        case .provisional:
            "stops repeating an INVITE and waits; a 1xx is not acknowledged unless it was sent reliably (RFC 3262)"
        case .success:
            "goes on; a 2xx to INVITE is acknowledged end to end with an ACK of its own transaction"
        case .redirection:
            "tries the URIs of Contact in the order of their q values, none of them twice"
        case .requestFailure:
            "does not send the same request to the same server again without changing it"
        case .serverFailure:
            "may try another server; the fault is not in the request"
        case .globalFailure:
            "gives up: other servers and branches would answer the same"
        }
    }

    /// Where RFC 3261 describes the class.
    package var definedIn: Citation { .rfc(3261, "21.\(rawValue)") }

    /// The code that a client takes in place of one that it does not know.
    ///
    /// RFC 3261 §8.1.3.2: the x00 code of the class, and 183 for a provisional response.
    package var standIn: UInt16 {
        self == .provisional ? 183 : UInt16(rawValue) * 100
    }
}
