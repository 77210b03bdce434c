/// How grave a finding is; the raw value is the word that reports and options use.
package enum Severity: String, CaseIterable, Comparable, Sendable {
    /// Information.
    case notice
    /// Breaks a SHOULD or does harm in operation.
    case warning
    /// Breaks a MUST or leaves a call or transaction broken.
    case error

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    /// 0 for the mildest.
    package var rank: Int {
        switch self {
        case .notice: 0
        case .warning: 1
        case .error: 2
        }
    }

    /// One step milder where the capture loses packets, as what is missing may have been lost by it (guard LOSS).
    package func lowered(if isLossy: Bool) -> Severity {
        guard isLossy else { return self }
        switch self {
        case .notice, .warning: return .notice
        case .error: return .warning
        }
    }
}

/// How strong the sentence behind a rule's main condition is; the raw value is the word that reports use.
package enum Basis: String, Sendable {
    /// A MUST, a MUST NOT, the grammar, or a header marked mandatory.
    case must
    /// A SHOULD or SHOULD NOT.
    case should
    /// A MAY, the meaning of a code, or experience.
    case operational
}

/// What a finding is attached to, and so what its count counts.
package enum Scope: String, Sendable {
    /// A message; counted once a transaction.
    case message
    /// A transaction on one hop.
    case transaction
    /// A dialog or call.
    case call = "dialog-or-call"
    /// A responding host, or a client host where the rule says so.
    case server
    /// The capture itself.
    case capture
}

/// The section of the catalogue that a rule stands in, which is also the folder of its code.
package enum RuleFamily: String, CaseIterable, Sendable {
    case syntax, matching, provisional, success, redirection, obligations, failures, overload, completeness, abuse
    case quality, capture
}

/// When a rule came, or is to come; the raw value is the word that lists use.
package enum RuleTier: String, CaseIterable, Sendable {
    /// One of those that say most, and those that say how far the capture itself can be trusted.
    case core, base
    /// The second step.
    case next
    /// Of weaker evidence or rarer traffic.
    case backlog
}

/// Everything about a rule that is not code: what lists, explanations, reports and the documentation are made from.
package struct RuleDeclaration: Sendable {
    /// The slug by which everybody calls it, such as `unavailable-without-retry-after`.
    package let identifier: String
    /// The family it belongs to.
    package let family: RuleFamily
    /// When it came.
    package let tier: RuleTier
    /// The severity with which it reports unless a graver condition, or a milder one, holds.
    package let severity: Severity
    /// How strong the sentence behind it is.
    package let basis: Basis
    /// What a finding is attached to.
    package let scope: Scope
    /// What is wrong, in a few words without a full stop.
    package let title: String
    /// The texts it rests on, such as `RFC 3261 §21.5.4`, the first of them the main one.
    package let sources: [String]
    /// What can be set, with its default.
    package let parameters: [RuleParameter]
    /// What it sees and why that matters, in one or two sentences.
    package let explanation: String
    /// What would make it a false alarm, and how that is guarded: when it stays silent although it might seem to apply.
    package let silence: String
    /// What to do, on whose side.
    package let advice: String
    /// An exchange for which it holds, a message each: `A>P INVITE`, perhaps with its time behind, `P>A 100 [40 ms]`.
    ///
    /// A is the client, P the watched gateway or proxy, B and C the far side.
    package let example: [String]

    /// A rule's facts.
    package init(
        _ identifier: String,
        _ family: RuleFamily,
        _ severity: Severity,
        _ basis: Basis,
        _ scope: Scope,
        tier: RuleTier,
        title: String,
        sources: [String],
        parameters: [RuleParameter] = [],
        explanation: String,
        silence: String,
        advice: String,
        example: [String]
    ) {
        self.identifier = identifier
        self.family = family
        self.tier = tier
        self.parameters = parameters
        self.example = example
        self.severity = severity
        self.basis = basis
        self.scope = scope
        self.title = title
        self.sources = sources
        self.explanation = explanation
        self.silence = silence
        self.advice = advice
    }
}
