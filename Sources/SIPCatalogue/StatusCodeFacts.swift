/// The elements that send a status code.
package struct Senders: Sendable {
    /// A role in the transaction (RFC 3261 §6) or one that an extension adds.
    package enum Role: String, CaseIterable, Sendable {
        /// The user agent server, where nothing more special is meant.
        case uas = "UAS"
        /// The registrar.
        case registrar
        /// A UAS that only redirects.
        case redirectServer = "redirect server"
        /// A proxy in the path.
        case proxy
        /// A gateway to another network.
        case gateway
        /// The UAS of a subscription (RFC 6665).
        case notifier
        /// The UAS of PUBLISH (RFC 3903).
        case compositor = "event state compositor"
        /// A back-to-back user agent between the parties.
        case b2bua = "B2BUA"
    }

    /// The roles, the most usual first; empty when any element may send it.
    package let roles: [Role]
    /// What narrows the roles down, in words.
    package let note: String?

    /// Any element.
    package static let any = Senders(roles: [], note: nil)

    /// Only these roles, perhaps narrowed down by words.
    static func of(_ roles: Role..., note: String? = nil) -> Senders {
        Senders(roles: roles, note: note)
    }

    /// Whether an element in this role may send it.
    package func includes(_ role: Role) -> Bool { roles.isEmpty || roles.contains(role) }
}

/// The requests that a status code answers; an ACK is never answered.
package struct MethodScope: Sendable {
    /// The methods; empty when it answers any.
    package let only: [Method]
    /// Methods that it never answers.
    package let never: [Method]
    /// What narrows the requests down, in words.
    package let note: String?

    /// Any request.
    static let any = MethodScope(only: [], never: [.ack], note: nil)

    /// Any request of a kind that words describe.
    static func any(_ note: String) -> MethodScope { MethodScope(only: [], never: [.ack], note: note) }

    /// Any request but ACK and these.
    static func anyBut(_ never: Method...) -> MethodScope { MethodScope(only: [], never: [.ack] + never, note: nil) }

    /// Only these methods, perhaps narrowed down by words.
    static func only(_ methods: Method..., note: String? = nil) -> MethodScope {
        MethodScope(only: methods, never: [.ack], note: note)
    }

    /// Whether the code is defined as an answer to `method`, leaving the note aside.
    package func covers(_ method: Method) -> Bool {
        (only.isEmpty || only.contains(method)) && !never.contains(method)
    }
}

/// Something that a response carries because of its status code.
package struct Demand: Sendable {
    /// How strongly the RFC asks for it.
    package enum Strength: String, CaseIterable, Sendable {
        /// MUST, or mandatory in the header table.
        case must
        /// SHOULD.
        case should
        /// MAY.
        case may
    }

    /// How strongly it is asked for.
    package let strength: Strength
    /// The header fields; empty when the demand is about the phrase or the body.
    package let headers: [HeaderName]
    /// Whether one of the header fields is enough.
    package let isChoice: Bool
    /// When it is asked for; `nil` for always.
    package let condition: String?
    /// What it holds, or what else is asked for where there is no header field.
    package let note: String?

    /// Whether a response with these header fields satisfies the demand.
    package func isMet(by isPresent: (HeaderName) -> Bool) -> Bool {
        isChoice ? headers.contains(where: isPresent) : headers.allSatisfy(isPresent)
    }

    static func must(_ headers: HeaderName..., when condition: String? = nil, note: String? = nil) -> Demand {
        Demand(strength: .must, headers: headers, isChoice: false, condition: condition, note: note)
    }

    static func must(oneOf headers: HeaderName...) -> Demand {
        Demand(strength: .must, headers: headers, isChoice: true, condition: nil, note: nil)
    }

    static func should(_ headers: HeaderName..., when condition: String? = nil, note: String? = nil) -> Demand {
        Demand(strength: .should, headers: headers, isChoice: false, condition: condition, note: note)
    }

    static func may(_ headers: HeaderName..., when condition: String? = nil, note: String? = nil) -> Demand {
        Demand(strength: .may, headers: headers, isChoice: false, condition: condition, note: note)
    }
}

/// What a client may do after a response.
package enum RetryAdvice: String, CaseIterable, Sendable {
    /// Nothing is to be retried: the request goes on.
    case notApplicable = "not applicable"
    /// The request is done, or would fail again.
    case never = "no retry"
    /// The same request may be sent again later.
    case later = "same request later"
    /// The request may be sent again once it is changed.
    case changed = "changed request"
    /// Another server, flow or device may serve it.
    case elsewhere = "another server"
    /// The request goes to the URIs that the response names.
    case redirect
    /// The request goes out again with credentials.
    case authenticate = "with credentials"
}

/// What a proxy does with a response of one code, and where that is written.
package struct ProxyDuty: Sendable {
    /// The duty in words that follow “a proxy”.
    package let words: String
    /// The document and section.
    package let source: Citation

    init(_ words: String, _ source: Citation) {
        self.words = words
        self.source = source
    }
}
