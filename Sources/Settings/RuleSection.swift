internal import NetworkTypes
internal import RuleEvaluation

/// Reads the section `rules` of a settings file.
///
///     rules:
///       select: [core, overload]
///       overload: { severity: notice }
///       retry-after-ignored: { severity: error, min: 5 }
///       reserved-code-used: off
///       exceptions:
///         - { rule: reserved-code-used, server: 192.0.2.0/24, reason: prepaid platform, until: 2027-01-31 }
struct RuleSection {
    private let vocabulary: RuleVocabulary
    private(set) var control = RuleControl()

    /// The keys that are no rule and no family.
    private static let keys = ["select", "exceptions"]

    init(_ vocabulary: RuleVocabulary) { self.vocabulary = vocabulary }

    /// Takes the section `node`, which stands at `place`.
    mutating func read(_ node: SettingsNode, at place: SettingsPlace) throws(SettingsError) {
        var ofRules: [(RuleDeclaration, SettingsNode, SettingsPlace)] = []
        for (key, value) in try place.map(node) {
            let here = place.below(key)
            if key.name == "select" { try readSelection(value, at: here) }
            if key.name == "exceptions" { try readExceptions(value, at: here) }
            if RuleSection.keys.contains(key.name) { continue }
            switch try here.complaining({ () throws(Complaint) in try subject(key.name) }) {
            case .family(let family): try readFamily(family, value, at: here)
            case .rule(let name): if let rule = vocabulary.rule(name) { ofRules.append((rule, value, here)) }
            }
        }
        // A family takes away what was set of its rules, so that these come last, wherever they stand.
        for (rule, value, here) in ofRules { try readRule(rule, value, at: here) }
    }

    private func subject(_ name: String) throws(Complaint) -> RuleSubject {
        if let nearest = NearestName.of(name, among: RuleSection.keys), RuleFamily(rawValue: name) == nil,
            vocabulary.rule(name) == nil
        {
            throw Complaint("there is no such key; did you mean \(nearest)?")
        }
        return try vocabulary.subject(name)
    }

    private mutating func readSelection(_ node: SettingsNode, at place: SettingsPlace) throws(SettingsError) {
        var selection: [RuleSelector] = []
        for (word, here) in try place.words(node) {
            selection.append(try here.complaining { () throws(Complaint) in try vocabulary.selector(word) })
        }
        guard !selection.isEmpty else { throw place.error("nothing is selected; 'all' stands for every rule") }
        control.selection = selection
    }

    private mutating func readFamily(
        _ family: RuleFamily,
        _ node: SettingsNode,
        at place: SettingsPlace
    ) throws(SettingsError) {
        if case .text(let word) = node.content {
            let level = try place.complaining { () throws(Complaint) in try vocabulary.level(word) }
            control.set(family, to: level, of: vocabulary.rules)
            return
        }
        let fields = try place.fields(node, ["severity"], required: ["severity"])
        guard let (value, here) = fields["severity"] else { return }
        let word = try here.text(value)
        let level = try here.complaining { () throws(Complaint) in try vocabulary.level(word) }
        control.set(family, to: level, of: vocabulary.rules)
    }

    private mutating func readRule(
        _ rule: RuleDeclaration,
        _ node: SettingsNode,
        at place: SettingsPlace
    ) throws(SettingsError) {
        if case .text(let word) = node.content {
            control.set(rule, to: try place.complaining { () throws(Complaint) in try vocabulary.level(word) })
            return
        }
        for (key, value) in try place.map(node) {
            let here = place.below(key)
            let words = try here.words(value).map(\.text)
            var control = control
            try here.complaining { () throws(Complaint) in
                if key.name == "severity", words.count == 1, let word = words.first {
                    control.set(rule, to: try vocabulary.level(word))
                } else if key.name == "severity" {
                    throw Complaint("one of \(RuleLevel.allCases.map(\.rawValue).joined(separator: ", ")) is expected")
                } else {
                    try vocabulary.set(key.name, of: rule, to: words, in: &control)
                }
            }
            self.control = control
        }
    }

    private mutating func readExceptions(_ node: SettingsNode, at place: SettingsPlace) throws(SettingsError) {
        for item in try place.list(node) {
            guard control.exceptions.count < RuleControl.exceptionLimit else {
                throw place.element(item).error("there may be \(RuleControl.exceptionLimit) exceptions")
            }
            control.add(try exception(item, at: place.element(item)))
        }
    }

    private func exception(_ node: SettingsNode, at place: SettingsPlace) throws(SettingsError) -> RuleException {
        let fields = try place.fields(
            node,
            ["rule", "server", "reason", "until"],
            required: ["rule", "server", "reason"]
        )
        var texts: [String: String] = [:]
        for (key, field) in fields { texts[key] = try field.place.text(field.value) }
        func here(_ key: String) -> SettingsPlace { fields[key]?.place ?? place }
        let subject = try here("rule").complaining { () throws(Complaint) in
            try vocabulary.subject(texts["rule"] ?? "")
        }
        let server = texts["server"] ?? ""
        guard let pattern = AddressPattern(server) else {
            throw here("server").error("'\(server)' is no address, network (192.0.2.0/24) or address:port")
        }
        if let network = pattern.networkOfHost {
            throw here("server").error("\(server) is an address within a network; did you mean \(network)?")
        }
        let until = texts["until"].flatMap { CivilDate($0) }
        if let text = texts["until"], until == nil {
            throw here("until").error("'\(text)' is no date such as 2027-01-31")
        }
        return RuleException(
            subject,
            server: pattern,
            serverText: server,
            reason: texts["reason"] ?? "",
            until: until
        )
    }
}
