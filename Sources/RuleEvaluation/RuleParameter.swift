/// Something about a rule that can be set.
package struct RuleParameter: Sendable {
    /// What it holds when nobody sets it.
    package enum Default: Sendable {
        /// A number, and the range that it has to keep to.
        case number(Double, in: ClosedRange<Double>)
        /// No names, addresses or networks.
        case emptyList
    }

    /// The name by which it is set, with its unit at the end where it has one: `window_s`, `limit_ms`, `min`.
    package let name: String
    /// What it means, in a few words.
    package let meaning: String
    /// What it holds when nobody sets it.
    package let standard: Default

    /// A number that keeps to `range`.
    package static func number(
        _ name: String,
        _ value: Double,
        in range: ClosedRange<Double>,
        _ meaning: String
    ) -> RuleParameter {
        RuleParameter(name: name, meaning: meaning, standard: .number(value, in: range))
    }

    /// A list of names, addresses or networks, empty unless it is set.
    package static func list(_ name: String, _ meaning: String) -> RuleParameter {
        RuleParameter(name: name, meaning: meaning, standard: .emptyList)
    }
}

/// What was set of the parameters of rules; all else holds its default.
package struct RuleValues: Sendable {
    private var numbers: [String: Double] = [:]
    private var lists: [String: [String]] = [:]

    /// Nothing is set.
    package init() {}

    /// Sets the number `name` of `rule`, which has one and whose range holds it.
    package mutating func set(_ rule: RuleDeclaration, _ name: String, to number: Double) {
        numbers["\(rule.identifier) \(name)"] = number
    }

    /// Sets the list `name` of `rule`, which has one.
    package mutating func set(_ rule: RuleDeclaration, _ name: String, to list: [String]) {
        lists["\(rule.identifier) \(name)"] = list
    }

    /// The number `name` of `rule`, which declares it.
    package func number(_ rule: RuleDeclaration, _ name: String) -> Double {
        if let set = numbers["\(rule.identifier) \(name)"] { return set }
        guard let parameter = rule.parameters.first(where: { $0.name == name }),
            case .number(let standard, _) = parameter.standard
        else { preconditionFailure("\(rule.identifier) declares no number \(name)") }
        return standard
    }

    /// The number `name` of `rule`, which counts something or is a span, as an integer.
    package func count(_ rule: RuleDeclaration, _ name: String) -> Int { Int(number(rule, name)) }

    /// The span `name` of `rule` in nanoseconds; its name ends in `_ms`, `_s`, `_h` or `_d`.
    package func span(_ rule: RuleDeclaration, _ name: String) -> Int64 {
        let units = [("_ms", 1e6), ("_s", 1e9), ("_h", 3600e9), ("_d", 86_400e9)]
        guard let unit = units.first(where: { name.hasSuffix($0.0) }) else {
            preconditionFailure("\(name) has no unit")
        }
        return Int64(number(rule, name) * unit.1)
    }

    /// The list `name` of `rule`, which declares it.
    package func list(_ rule: RuleDeclaration, _ name: String) -> [String] {
        lists["\(rule.identifier) \(name)"] ?? []
    }
}
