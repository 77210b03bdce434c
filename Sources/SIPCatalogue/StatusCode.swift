/// What is known of one status code: a row of the catalogue, from which pages, tables and rules are made.
///
/// Facts follow the RFC that `definedIn` names first; `oftenMeans` and `lookAt` are experience.
package struct StatusCode: Sendable {
    /// The number in the status line, 100–699.
    package let number: UInt16
    /// The default phrase by the registry; phrases are for people and are never matched on (RFC 3261 §7.2).
    package let reasonPhrase: String
    /// Phrases that other sections or earlier RFCs give to the same number; they contradict nothing.
    package let otherPhrases: [String]
    /// The RFC that defines it, its main section first, then those that changed it.
    package let definedIn: [Citation]
    /// How it stands with the registry.
    package let registration: Registration
    /// Which elements send it.
    package let senders: Senders
    /// Which requests it answers.
    package let methods: MethodScope
    /// What the response carries beyond the header fields of every response, strongest first.
    package let carries: [Demand]
    /// What the client may do next, as one of a few kinds.
    package let retry: RetryAdvice
    /// What it says, short enough for a column of 41.
    package let summary: String
    /// What it says, in a sentence or two.
    package let meaning: String
    /// What the client does with it.
    package let client: String
    /// What a proxy does with it, where that is more than passing it on.
    package let proxy: ProxyDuty?
    /// What usually lies behind it in practice.
    package let oftenMeans: [String]
    /// Header fields and other things to look at first.
    package let lookAt: [String]

    /// A row; what is left out is empty, and `registered` is the rule.
    init(
        _ number: UInt16,
        _ reasonPhrase: String,
        or otherPhrases: [String] = [],
        _ definedIn: Citation...,
        registration: Registration = .registered,
        from senders: Senders,
        to methods: MethodScope,
        carries: [Demand] = [],
        retry: RetryAdvice,
        summary: String,
        meaning: String,
        client: String,
        proxy: ProxyDuty? = nil,
        oftenMeans: [String],
        lookAt: [String]
    ) {
        self.number = number
        self.reasonPhrase = reasonPhrase
        self.otherPhrases = otherPhrases
        self.definedIn = definedIn
        self.registration = registration
        self.senders = senders
        self.methods = methods
        self.carries = carries
        self.retry = retry
        self.summary = summary
        self.meaning = meaning
        self.client = client
        self.proxy = proxy
        self.oftenMeans = oftenMeans
        self.lookAt = lookAt
    }
}

extension StatusCode {
    /// The class by the first digit; every row lies in 100–699, which a test holds.
    package var responseClass: ResponseClass { ResponseClass(number: number) ?? .globalFailure }

    /// The one place to read first: the defining document with its main section.
    package var source: Citation? {
        definedIn.first.map { Citation(document: $0.document, sections: Array($0.sections.prefix(1))) }
    }

    /// Whether the response must have a To tag: every code but 100 (RFC 3261 §8.2.6.2).
    package var needsToTag: Bool { number != 100 }

    /// The demands of one strength, in the order of the row.
    package func carries(_ strength: Demand.Strength) -> [Demand] {
        carries.filter { $0.strength == strength }
    }

    /// The header fields that the response must carry whatever the request was: what a rule may demand without context.
    package var mustHeaders: [Demand] {
        carries.filter { $0.strength == .must && $0.condition == nil && !$0.headers.isEmpty }
    }
}
