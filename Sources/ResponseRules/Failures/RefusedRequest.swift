internal import CallTracking
internal import RuleEvaluation

/// Which rule takes the repeats of a refused request.
enum RefusalKind {
    /// A 4xx after which the same request is of no use.
    case clientError
    /// A 403, which credentials do not help.
    case forbidden
    /// A 500, or a 503 that counts as one.
    case serverError

    /// The kind of `code`; `nil` where repeating the request is lawful, or another rule's.
    ///
    /// 401 and 407 ask for credentials, 408, 480 and 486 may be over soon, 487 was the client's wish, and 491 asks for
    /// a repeat (RFC 3261 §21.4).
    init?(_ code: UInt16) {
        switch code {
        case 403: self = .forbidden
        case 401, 407, 408, 480, 486, 487, 491: return nil
        case 400...499: self = .clientError
        case 500, 503: self = .serverError
        default: return nil
        }
    }
}

/// A request that a server refused, and how its client went on asking.
struct RefusedRequest: Sendable {
    /// The most repeats that may be asked for before a rule holds.
    static let longestRun = 8

    /// The code of the latest refusal, what it refused, and when.
    private(set) var code: UInt16
    private(set) var content: UInt64
    private(set) var refusedAt: Int64
    /// When its Retry-After runs out; `nil` without one.
    private(set) var retryAt: Int64?
    /// The frame of the refusal.
    private(set) var answer: FrameReference
    /// How many repeats there were.
    private(set) var count = 0
    /// Whether the one retry of a REGISTER with other credentials was made.
    var isFreeRetrySpent = false
    /// Whether the latest repeat was challenged, so that the next request is still the same try.
    var wasChallenged = false
    /// The repeat that waits for its answer.
    var pending = HopID.none
    /// The repeats that count once there are enough of them.
    private(set) var earlier: [Hop] = []
    /// For the latest repeats the moment of the refusal before each, and how long after it the repeat came.
    private var refusals = SIMD8<Int64>()
    private var gaps = SIMD8<Int64>()

    var kind: RefusalKind? { RefusalKind(code) }

    /// The refusal of `hop` with `code` at `now`.
    init(_ hop: Hop, _ code: UInt16, at now: Int64, retryAt: Int64?, _ answer: FrameReference) {
        (self.code, self.content, self.refusedAt, self.retryAt) = (code, hop.content, now, retryAt)
        self.answer = answer
    }

    /// Takes a refusal of the same kind.
    mutating func refuse(_ hop: Hop, _ code: UInt16, at now: Int64, retryAt: Int64?, _ answer: FrameReference) {
        (self.code, self.content, self.refusedAt, self.retryAt) = (code, hop.content, now, retryAt)
        self.answer = answer
        pending = .none
        wasChallenged = false
    }

    /// Counts a repeat at `now`; whether there are `least` within `window` from the refusal before the first of them.
    mutating func noteRepeat(at now: Int64, least: Int, within window: Int64) -> Bool {
        refusals[count % RefusedRequest.longestRun] = refusedAt
        gaps[count % RefusedRequest.longestRun] = now - refusedAt
        count += 1
        return count >= least && now - refusals[(count - least) % RefusedRequest.longestRun] <= window
    }

    /// Lets `hop` wait until there are `least` repeats.
    mutating func keep(_ hop: Hop, least: Int) {
        if earlier.count >= least - 1 { earlier.removeFirst(min(1, earlier.count)) }
        if least > 1 { earlier.append(hop) }
    }

    /// The repeats that waited; they wait no longer.
    mutating func takeEarlier() -> [Hop] {
        defer { earlier = [] }
        return earlier
    }

    /// The longest of the latest `count` gaps between a refusal and the repeat.
    func longestGap(of count: Int) -> Int64 {
        (1...count).reduce(0) { max($0, gaps[(self.count - $1) % RefusedRequest.longestRun]) }
    }

    /// The latest `count` gaps in words.
    func gapText(_ count: Int) -> String {
        (1...count).reversed().map { gaps[(self.count - $0) % RefusedRequest.longestRun].spanText }
            .joined(separator: ", ")
    }
}
