internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 401 or 407 that cannot be answered: no challenge, one of the other kind only, or a Digest without realm or nonce.
struct MissingChallenge: ResponseRule {
    let declaration: RuleDeclaration
    let codes: JudgedCodes
    private let wanted: HeaderName
    private let other: HeaderName

    private init(_ code: UInt16, needs wanted: HeaderName, not other: HeaderName, _ declaration: RuleDeclaration) {
        codes = .some([code])
        self.wanted = wanted
        self.other = other
        self.declaration = declaration
    }

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        guard message.hasWholeHeaderSection else { return nil }
        return hasAnswerableChallenge(message, bytes) ? nil : .error
    }

    /// Whether every challenge of the wanted kind can be answered, and there is one.
    private func hasAnswerableChallenge(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        var isAnswerable = message.headers.has(wanted)
        message.headers.forEachValue(of: wanted, bytes) { value in
            if !Challenge.read(bytes, value).isComplete { isAnswerable = false }
        }
        return isAnswerable
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let code = bytes.text(of: message.start.statusText)
        var unanswerable = message.headers.value(of: wanted, bytes)
        var isFound = false
        message.headers.forEachValue(of: wanted, bytes) { value in
            if !isFound, !Challenge.read(bytes, value).isComplete { (unanswerable, isFound) = (value, true) }
        }
        guard let value = unanswerable else {
            return message.headers.has(other)
                ? "\(code) with \(other.canonical) only, without \(wanted.canonical)"
                : "\(code) without \(wanted.canonical)"
        }
        var lacking: [String] = []
        let challenge = Challenge.read(bytes, value)
        if challenge.scheme.isEmpty { lacking.append("scheme") }
        if !challenge.hasRealm { lacking.append("realm") }
        if !challenge.hasNonce { lacking.append("nonce") }
        return "\(wanted.canonical) without \(lacking.joined(separator: " and "))"
    }

    private static let explanation = """
        The code asks the client to come back with credentials, and only the challenge says for which realm and with \
        which nonce. Without one that can be answered the client cannot go on.
        """

    /// The two rules of this shape.
    static let table: [MissingChallenge] = [
        MissingChallenge(
            401,
            needs: .wwwAuthenticate,
            not: .proxyAuthenticate,
            RuleDeclaration(
                "unauthorized-without-challenge",
                .obligations,
                .error,
                .must,
                .message,
                tier: .core,
                title: "401 without WWW-Authenticate",
                sources: ["RFC 3261 §21.4.2", "RFC 3261 §20.44", "RFC 3261 §22.2", "RFC 8760 §2"],
                explanation: MissingChallenge.explanation,
                silence: "Where the capture cut the message before the end of its header section.",
                advice: "Look at the registrar or user agent server that sent it; a proxy challenges with 407.",
                example: ["A>P REGISTER", "P>A 401 without WWW-Authenticate"]
            )
        ),
        MissingChallenge(
            407,
            needs: .proxyAuthenticate,
            not: .wwwAuthenticate,
            RuleDeclaration(
                "proxy-auth-without-challenge",
                .obligations,
                .error,
                .must,
                .message,
                tier: .core,
                title: "407 without Proxy-Authenticate",
                sources: ["RFC 3261 §21.4.8", "RFC 3261 §20.27", "RFC 3261 §22.3"],
                explanation: MissingChallenge.explanation,
                silence: """
                    Where the capture cut the message before the end of its header section. A 407 gathered from several \
                    branches may carry WWW-Authenticate as well.
                    """,
                advice: "Look at the proxy that sent it; a user agent server or registrar challenges with 401.",
                example: ["A>P INVITE", "P>A 407 without Proxy-Authenticate"]
            )
        ),
    ]
}
