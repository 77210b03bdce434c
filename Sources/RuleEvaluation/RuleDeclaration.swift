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

/// Everything about a rule that is not code: what lists, explanations, reports and the documentation are made from.
package struct RuleDeclaration: Sendable {
    /// The slug by which everybody calls it, such as `unavailable-without-retry-after`.
    package let identifier: String
    /// The family it belongs to.
    package let family: RuleFamily
    /// The gravest severity with which it reports.
    package let severity: Severity
    /// How strong the sentence behind it is.
    package let basis: Basis
    /// What a finding is attached to.
    package let scope: Scope
    /// What is wrong, in a few words without a full stop.
    package let title: String
    /// The texts it rests on, such as `RFC 3261 §21.5.4`, the first of them the main one.
    package let sources: [String]
    /// What it sees and why that matters, in one or two sentences.
    package let explanation: String
    /// When it stays silent although it might seem to apply.
    package let silence: String
    /// What to do, on whose side.
    package let advice: String

    /// A rule's facts.
    package init(
        _ identifier: String,
        _ family: RuleFamily,
        _ severity: Severity,
        _ basis: Basis,
        _ scope: Scope,
        title: String,
        sources: [String],
        explanation: String,
        silence: String,
        advice: String
    ) {
        self.identifier = identifier
        self.family = family
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
