package import NetworkTypes

/// What a setting is about: one rule, or a whole family.
package enum RuleSubject: Sendable {
    /// The rule with this identifier.
    case rule(String)
    /// Every rule of this family.
    case family(RuleFamily)

    /// Its name as people write it.
    package var name: String {
        switch self {
        case .rule(let identifier): identifier
        case .family(let family): family.rawValue
        }
    }
}

/// A server of which something is known and accepted, so that a rule says nothing of it.
package struct RuleException: Sendable {
    /// What says nothing.
    package let subject: RuleSubject
    /// Of whom, and how that was written.
    package let server: AddressPattern
    package let serverText: String
    /// Why.
    package let reason: String
    /// The last day on which it holds; `nil` where it has no end.
    package let until: CivilDate?

    /// An exception of `subject` for the server or servers that `serverText` names as `server`.
    package init(
        _ subject: RuleSubject,
        server: AddressPattern,
        serverText: String,
        reason: String,
        until: CivilDate? = nil
    ) {
        self.subject = subject
        self.server = server
        self.serverText = serverText
        self.reason = reason
        self.until = until
    }

    /// Whether it holds no more at `time`; a day ends at midnight UTC.
    package func isOver(at time: CaptureTime) -> Bool { until.map { time > $0.end } ?? false }
}
