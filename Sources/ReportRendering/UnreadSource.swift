/// An input that could not be opened, so that nothing of it is in a report.
package struct UnreadSource: Sendable {
    /// The file's name as the user gave it, or `standard input`; escaped by whoever prints it.
    package var name: String
    /// Why it could not, in words without a full stop.
    package var problem: String

    /// An input called `name` and why it could not be opened.
    package init(name: String, problem: String) {
        self.name = name
        self.problem = problem
    }
}
