package import NetworkTypes

/// Whether a rule is on, and with which severity where somebody has set one; the raw value is the word for it.
package enum RuleLevel: String, CaseIterable, Sendable {
    case off, notice, warning, error

    /// The severity with which it reports; `nil` where it is off.
    package var severity: Severity? { Severity(rawValue: rawValue) }
}

/// A group of rules that somebody asked for.
package enum RuleSelector: Sendable {
    /// Every rule there is.
    case all
    /// Those of a tier.
    case tier(RuleTier)
    /// Those of a family, or one.
    case subject(RuleSubject)

    /// Its name as people write it.
    package var name: String {
        switch self {
        case .all: "all"
        case .tier(let tier): tier.rawValue
        case .subject(let subject): subject.name
        }
    }

    /// Whether `rule` is one of them.
    package func includes(_ rule: RuleDeclaration) -> Bool {
        switch self {
        case .all: true
        case .tier(let tier): rule.tier == tier
        case .subject(.family(let family)): rule.family == family
        case .subject(.rule(let identifier)): rule.identifier == identifier
        }
    }
}

/// What an operator has settled of the rules: which are on, how severe they are, what their parameters hold, and which
/// servers they say nothing of.
///
/// What is set of a rule goes before what is set of its family. A level other than off does not switch on what is not
/// selected.
package struct RuleControl: Sendable {
    /// How many exceptions there may be.
    package static let exceptionLimit = 1_000

    /// The rules that are wanted; `nil` for every one there is.
    package var selection: [RuleSelector]?
    /// What is set of their parameters.
    package var values = RuleValues()
    /// Where they say nothing; ``exception(for:server:at:)`` tells them by their places here.
    package private(set) var exceptions: [RuleException] = []

    private var levels: [String: RuleLevel] = [:]
    private var familyLevels: [RuleFamily: RuleLevel] = [:]
    private var exceptionsOfRules: [String: [Int]] = [:]
    private var exceptionsOfFamilies: [RuleFamily: [Int]] = [:]

    /// Every rule is on and as it judges.
    package init() {}

    /// Sets the level of one rule.
    package mutating func set(_ rule: RuleDeclaration, to level: RuleLevel) { levels[rule.identifier] = level }

    /// Sets the level of a family; what was set of `rules`, its members, before goes.
    package mutating func set(_ family: RuleFamily, to level: RuleLevel, of rules: [RuleDeclaration]) {
        familyLevels[family] = level
        for rule in rules where rule.family == family { levels[rule.identifier] = nil }
    }

    /// Adds an exception; one beyond ``exceptionLimit`` is left out.
    package mutating func add(_ exception: RuleException) {
        guard exceptions.count < RuleControl.exceptionLimit else { return }
        switch exception.subject {
        case .rule(let identifier): exceptionsOfRules[identifier, default: []].append(exceptions.count)
        case .family(let family): exceptionsOfFamilies[family, default: []].append(exceptions.count)
        }
        exceptions.append(exception)
    }

    /// What was set of `rule` or else of its family; `nil` where nothing was.
    package func level(of rule: RuleDeclaration) -> RuleLevel? {
        if levels.isEmpty, familyLevels.isEmpty { return nil }
        return levels[rule.identifier] ?? familyLevels[rule.family]
    }

    /// What was set of a family; `nil` where nothing was.
    package func level(of family: RuleFamily) -> RuleLevel? { familyLevels[family] }

    /// What was set of `rule` by its name, whatever its family is; `nil` where nothing was.
    package func ownLevel(of rule: RuleDeclaration) -> RuleLevel? { levels[rule.identifier] }

    /// Whether nothing is settled, so that every rule judges as it does by itself.
    package var isUntouched: Bool {
        selection == nil && levels.isEmpty && familyLevels.isEmpty && exceptions.isEmpty && values.isEmpty
    }

    /// Whether `rule` is among those that are wanted, whatever its level.
    package func isSelected(_ rule: RuleDeclaration) -> Bool {
        selection?.contains { $0.includes(rule) } ?? true
    }

    /// Whether `rule` reports at all.
    package func isOn(_ rule: RuleDeclaration) -> Bool { isSelected(rule) && level(of: rule) != .off }

    /// The severity with which `rule` reports what it judged to be of another: one that was set goes before it.
    package func severity(of rule: RuleDeclaration, judged: Severity) -> Severity {
        level(of: rule)?.severity ?? judged
    }

    /// The place of the exception by which `rule` says nothing of `server` at `time`; the first of several.
    package func exception(for rule: RuleDeclaration, server: Endpoint, at time: CaptureTime) -> Int? {
        guard !exceptions.isEmpty else { return nil }
        let ofRule = exceptionsOfRules[rule.identifier]?.first { applies($0, to: server, at: time) }
        return ofRule ?? exceptionsOfFamilies[rule.family]?.first { applies($0, to: server, at: time) }
    }

    private func applies(_ place: Int, to server: Endpoint, at time: CaptureTime) -> Bool {
        exceptions[place].server.matches(server) && !exceptions[place].isOver(at: time)
    }
}
