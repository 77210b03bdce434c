internal import NetworkTypes

/// What is settled of each rule of a set, by its place there, so that nobody has to look it up by name.
struct Rulings: Sendable {
    private let control: RuleControl
    private let declarations: [RuleDeclaration]
    private let isOn: [Bool]
    private let severities: [Severity?]

    /// What `control` says of `declarations`.
    init(_ control: RuleControl, of declarations: [RuleDeclaration]) {
        self.control = control
        self.declarations = declarations
        isOn = declarations.map(control.isOn)
        severities = declarations.map { control.level(of: $0)?.severity }
    }

    /// Whether the rule at `place` reports at all.
    func isOn(_ place: Int) -> Bool { isOn[place] }

    /// The severity with which the rule at `place` reports what it judged to be of another; `nil` where it is off.
    func severity(of place: Int, judged: Severity) -> Severity? {
        isOn[place] ? severities[place] ?? judged : nil
    }

    /// The place of the exception by which the rule at `place` says nothing of `server` at `time`.
    func exception(for place: Int, server: Endpoint, at time: CaptureTime) -> Int? {
        if control.exceptions.isEmpty { return nil }
        return control.exception(for: declarations[place], server: server, at: time)
    }
}
