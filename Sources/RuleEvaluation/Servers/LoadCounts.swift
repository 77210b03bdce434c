package import NetworkTypes

/// The final responses of a server within a span, one for each transaction.
package struct AnswerCounts: Sendable {
    let sums: SlidingCounts.Sums

    /// All of them.
    package var all: Int { Int(sums.wrappedSum()) }
    /// Those of the classes 5xx and 6xx that it made itself, as far as that can be seen.
    package var serverFailures: Int { (1...5).reduce(0) { $0 + Int(sums[$1]) } }
    package var globalFailures: Int { Int(sums[6]) }

    static func kind(of code: UInt16) -> Int {
        switch code {
        case ..<500: 0
        case 500: 1
        case 502: 2
        case 503: 3
        case 504: 4
        case 501...599: 5
        case 600...699: 6
        default: 0
        }
    }
}

/// What became of the requests of a client within a span.
package struct OutcomeCounts: Sendable {
    let sums: SlidingCounts.Sums

    static let continuation = 5
    static let silence = 7

    /// How many requests were tried; one that was challenged and sent again with credentials is one.
    package var tried: Int { Int(sums.wrappedSum()) - 2 * Int(sums[OutcomeCounts.continuation]) }
    /// Those that succeeded.
    package var succeeded: Int { Int(sums[0]) }
    /// Those whose last word was a challenge.
    package var challenged: Int { max(0, Int(sums[1]) - Int(sums[OutcomeCounts.continuation])) }
    /// Those that were forbidden; to users that do not exist; with an incomplete address; and without any answer.
    package var forbidden: Int { Int(sums[2]) }
    package var unknown: Int { Int(sums[3]) }
    package var incomplete: Int { Int(sums[4]) }
    package var unanswered: Int { Int(sums[OutcomeCounts.silence]) }

    /// Those that ended as a probe for what is there does.
    package var refused: Int { challenged + forbidden + unknown + incomplete + unanswered }

    static func kind(of code: UInt16) -> Int {
        switch code {
        case 200...299: 0
        case 401, 407: 1
        case 403: 2
        case 404, 604: 3
        case 484: 4
        default: 6
        }
    }
}

extension IPAddress {
    /// Its network: its first 24 bits, or 64 of an IPv6 address.
    package var network: IPAddress { isV4 ? IPAddress(high: 0, low: low & ~0xFF) : IPAddress(high: high, low: 0) }
}
