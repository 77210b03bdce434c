internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages

/// What responses of a code have to bring along: a row of the matrix, and a rule each.
///
/// Which header fields, how strongly, and in answer to which methods is what the catalogue says of the code, so that no
/// fact stands in two places and a new code is one row.
struct Obligation: Sendable {
    /// In answer to which requests a response has to bring it.
    enum Binding: Sendable {
        /// Those that the code answers by the catalogue.
        case methodsOfCode
        /// Any. A CANCEL must not be challenged, which is a rule of its own; who does so has to do it right even then.
        case everyMethod
        /// Those after which the client sends to the URI in Contact: they open a dialog or refresh its target.
        case remoteTarget
    }

    /// What makes the lack of it a lesser fault.
    enum Lessening: Sendable {
        /// It answers a PUBLISH, whose RFC says SHOULD.
        case publish
        /// A body says what the header field would.
        case body
        /// The INVITE did not say that somebody on its way understands a 608, or that is not known.
        case noRejectionCaps
        /// The client announced overload control (RFC 7339), so load is fed back another way.
        case overloadControl
    }

    /// The codes.
    let codes: [UInt16]
    /// The header fields, of which one is enough.
    let headers: [HeaderName]
    /// To which requests it applies.
    let binding: Binding
    /// What makes it a lesser fault, and how grave that one is.
    let lesser: (lessening: Lessening, severity: Severity)?
    /// The rule that it makes.
    let declaration: RuleDeclaration

    /// The row of `codes`, whose facts are those of `model`, or of the first of them.
    ///
    /// - Parameters:
    ///   - identifier: the slug of its rule.
    ///   - family: the family of its rule.
    ///   - tier: when the rule came.
    ///   - codes: the codes.
    ///   - alternatives: what the catalogue lists beside the header field and may stand in its place.
    ///   - binding: to which requests it applies.
    ///   - lesser: what makes it a lesser fault.
    ///   - basis: how strong the sentence behind it is, where that is not what the demand says.
    ///   - title: the title of the rule; without it the code and what it lacks.
    ///   - sources: the texts.
    ///   - parameters: what can be set.
    ///   - explanation: what is wrong and why that matters.
    ///   - silence: when it stays silent, beside a cut.
    ///   - advice: what to do.
    ///   - request: the first line of the example.
    init(
        _ identifier: String,
        _ family: RuleFamily = .obligations,
        tier: RuleTier,
        of codes: [UInt16],
        or alternatives: [HeaderName] = [],
        to binding: Binding = .methodsOfCode,
        lesser: (Lessening, Severity)? = nil,
        basis: Basis? = nil,
        title: String? = nil,
        sources: [String],
        parameters: [RuleParameter] = [],
        explanation: String,
        silence: String = "",
        advice: String,
        example request: String
    ) {
        let demand = Obligation.strongestDemand(of: codes[0])
        // Where the condition is the method, the binding tests it; what else it may be nobody sees in a message.
        let isCertain = demand.strength == .must && (demand.condition == nil || binding == .remoteTarget)
        let headers = demand.headers + alternatives
        let names = Obligation.words(headers)
        self.codes = codes
        self.headers = headers
        self.binding = binding
        self.lesser = lesser
        declaration = RuleDeclaration(
            identifier,
            family,
            isCertain ? .error : .warning,
            basis ?? (isCertain ? .must : demand.strength == .may ? .operational : .should),
            .message,
            tier: tier,
            title: title ?? "\(codes[0]) without \(names)",
            sources: sources,
            parameters: parameters,
            explanation: explanation,
            silence: "Where the capture cut the message before the end of its header section."
                + (silence.isEmpty ? "" : " " + silence),
            advice: advice,
            example: [request, "P>A \(codes[0]) without \(names)"]
        )
    }

    /// The strongest demand that the catalogue makes of `code` for a header field.
    private static func strongestDemand(of code: UInt16) -> Demand {
        guard let demand = StatusCodes.row(for: code)?.carries.first(where: { !$0.headers.isEmpty }) else {
            preconditionFailure("the catalogue asks no header field of a \(code)")
        }
        return demand
    }

    /// The names of `headers` as a sentence has them.
    static func words(_ headers: [HeaderName]) -> String {
        let names = headers.map(\.canonical)
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }

    /// Whether the catalogue gives `code` to answers of `method`, which is `nil` where it is not registered; of a code
    /// that the catalogue does not have, what holds for the code that a client takes it for.
    static func answers(_ code: UInt16, _ method: Method?) -> Bool {
        guard let known = StatusCodes.actedOn(as: code), let scope = StatusCodes.row(for: known)?.methods else {
            return true
        }
        return method.map(scope.covers) ?? scope.only.isEmpty
    }
}

extension Obligation {
    /// Every row but that of 503, ``overload``, whose rule has a memory.
    static let matrix = success + redirection + challenges + capabilities + intervals + details
}
