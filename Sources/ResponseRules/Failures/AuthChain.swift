internal import CallTracking
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// What a request of a chain answered of one realm, as hashes.
struct AuthAnswer: Sendable {
    var realm: UInt32 = 0
    var nonce: UInt32 = 0
    var algorithm: UInt32 = 0
    var nonceCount: UInt32 = 0
}

/// A challenge, and what the challenged request had answered before.
struct AuthTry: Sendable {
    var time: Int64 = 0
    var realm: UInt32 = 0
    /// The nonce that was given, and the algorithm that was asked for.
    var nonce: UInt32 = 0
    var algorithm: UInt32 = 0
    var isStale = false
    var code: UInt16 = 0
    /// What the request had for this realm; the realm is 0 where it had nothing for it.
    var answer = AuthAnswer()
    /// Whether the request had credentials of any realm.
    var hasCredentials = false
    var frame = FrameReference(packed: 0)
}

/// The challenges of one client's attempts with one Call-ID, From tag and method, the latest of them.
struct AuthChain: Sendable {
    /// How many challenges are remembered: four realms of three, or one of twelve.
    static let longestRun = 12

    private var tries = InlineArray<12, AuthTry>(repeating: AuthTry())
    private var count = 0
    /// What the latest request answered, up to four realms.
    private var answers = InlineArray<4, AuthAnswer>(repeating: AuthAnswer())
    private var answerCount = 0
    private var wasRead = false
    /// The request that waits for its answer.
    var pending = HopID.none
    /// The first bytes of the latest user name.
    private(set) var user: (low: UInt64, high: UInt64, count: Int) = (0, 0, 0)

    /// Reads what a request of the chain answers.
    mutating func readAnswers(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hash: KeyedHash) {
        (answerCount, wasRead) = (0, true)
        for name in [HeaderName.authorization, .proxyAuthorization] where message.headers.has(name) {
            readAnswers(of: name, message, bytes, hash)
        }
    }

    private mutating func readAnswers(
        of name: HeaderName,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ hash: KeyedHash
    ) {
        var (read, readCount, lastUser) = (answers, answerCount, user)
        message.headers.forEachValue(of: name, bytes) { value in
            guard readCount < 4 else { return }
            let parameters = AuthParameters(bytes, value)
            read[readCount] = AuthAnswer(
                realm: hash.short(bytes, parameters.realm),
                nonce: hash.short(bytes, parameters.nonce),
                algorithm: hash.algorithm(bytes, parameters.algorithm),
                nonceCount: bytes.hexadecimal(parameters.nonceCount)
            )
            readCount += 1
            let name = parameters.username
            lastUser = (bytes.word(at: name.lower), bytes.word(at: name.lower + 8), min(name.count, 16))
        }
        (answers, answerCount, user) = (read, readCount, lastUser)
    }

    /// Notes a challenge of `hop`; of two for one realm in one response the first counts.
    mutating func note(_ challenge: AuthTry, of hop: Hop) {
        var challenge = challenge
        for place in max(0, count - AuthChain.longestRun)..<count {
            let known = tries[place % AuthChain.longestRun]
            if known.frame == challenge.frame, known.realm == challenge.realm { return }
        }
        challenge.hasCredentials = !hop.traits.isDisjoint(with: [.authorization, .proxyAuthorization])
        if challenge.hasCredentials, wasRead {
            for place in 0..<answerCount where answers[place].realm == challenge.realm {
                challenge.answer = answers[place]
            }
        }
        tries[count % AuthChain.longestRun] = challenge
        count += 1
    }

    /// The challenges for `realm` since `moment`, the oldest first.
    func tries(for realm: UInt32, since moment: Int64) -> [AuthTry] {
        (max(0, count - AuthChain.longestRun)..<count).map { tries[$0 % AuthChain.longestRun] }
            .filter { $0.realm == realm && $0.time >= moment }
    }

    /// How many ``tries(for:since:)`` there are.
    func count(for realm: UInt32, since moment: Int64) -> Int {
        (max(0, count - AuthChain.longestRun)..<count).reduce(0) { sum, place in
            let known = tries[place % AuthChain.longestRun]
            return known.realm == realm && known.time >= moment ? sum + 1 : sum
        }
    }
}

extension KeyedHash {
    /// A short hash of what stands in `range`; 0 where that is empty.
    func short(_ bytes: RawSpan, _ range: ByteRange) -> UInt32 {
        range.isEmpty ? 0 : UInt32(truncatingIfNeeded: hash(bytes, range)) | 1
    }

    /// The same of the name of an algorithm, which is MD5 where there is none.
    fileprivate func algorithm(_ bytes: RawSpan, _ range: ByteRange) -> UInt32 {
        bytes.equals("md5", in: range) ? 0 : short(bytes, range)
    }
}

extension AuthTry {
    /// The challenge in `value`.
    init(
        _ bytes: RawSpan,
        _ value: ByteRange,
        _ code: UInt16,
        at time: Int64,
        _ frame: FrameReference,
        _ hash: KeyedHash
    ) {
        let parameters = AuthParameters(bytes, value)
        (self.code, self.time, self.frame, isStale) = (code, time, frame, parameters.isStale)
        // A challenge without a realm is one of a realm without a name.
        realm = hash.short(bytes, parameters.realm) | 1
        nonce = hash.short(bytes, parameters.nonce)
        algorithm = hash.algorithm(bytes, parameters.algorithm)
    }
}

extension RawSpan {
    /// The number that stands in `range` in hexadecimal digits; 0 where it is none.
    fileprivate func hexadecimal(_ range: ByteRange) -> UInt32 {
        guard !range.isEmpty, range.count <= 8 else { return 0 }
        return UInt32(text(of: range), radix: 16) ?? 0
    }
}
