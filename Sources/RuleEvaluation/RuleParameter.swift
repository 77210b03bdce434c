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

/// How parameters are read and written.
extension RuleParameter {
    /// Whether it counts something, so that a fraction says nothing: its bounds are whole and its name has no unit.
    package var isCount: Bool {
        guard case .number(let standard, let range) = standard else { return false }
        let isWhole = [standard, range.lowerBound, range.upperBound].allSatisfy { $0 == $0.rounded() }
        return isWhole && range.upperBound > 1 && RuleValues.unit(of: name) == nil
    }

    /// `number` as people write it: `3`, `0.5`.
    package static func text(_ number: Double) -> String { Int64(exactly: number).map(String.init) ?? "\(number)" }
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
        guard let unit = RuleValues.unit(of: name) else { preconditionFailure("\(name) has no unit") }
        return Int64(number(rule, name) * unit)
    }

    /// How many nanoseconds one of the unit has that `name` ends in; `nil` where it ends in none.
    fileprivate static func unit(of name: String) -> Double? {
        let units = [("_ms", 1e6), ("_s", 1e9), ("_h", 3600e9), ("_d", 86_400e9)]
        return units.first { name.hasSuffix($0.0) }?.1
    }

    /// The list `name` of `rule`, which declares it.
    package func list(_ rule: RuleDeclaration, _ name: String) -> [String] {
        lists["\(rule.identifier) \(name)"] ?? []
    }

    /// Whether nothing is set.
    package var isEmpty: Bool { numbers.isEmpty && lists.isEmpty }

    /// What `name` of `rule` was set to, as people write it; `nil` where it was not.
    package func text(_ rule: RuleDeclaration, _ name: String) -> String? {
        if let number = numbers["\(rule.identifier) \(name)"] { return RuleParameter.text(number) }
        return lists["\(rule.identifier) \(name)"]?.joined(separator: ", ")
    }
}
