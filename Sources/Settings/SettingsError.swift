/// What is wrong with a setting: where it stands and why it cannot be, as one line.
package struct SettingsError: Error, CustomStringConvertible {
    /// The line for people, such as `site.yaml:14: rules.overload: 'fatal' is none of off, notice, warning, error`.
    package let description: String

    /// What `complaint` says of the setting at `place`.
    init(_ place: String, _ complaint: String) { description = "\(place): \(complaint)" }
}

/// Why a value cannot be, before anybody says where it stands.
struct Complaint: Error {
    let text: String

    init(_ text: String) { self.text = text }

    /// That `word` is none of `words`, with the nearest of them.
    static func unknown(_ word: String, among words: [String]) -> Complaint {
        let nearest = NearestName.of(word.lowercased(), among: words).map { "; did you mean \($0)?" } ?? ""
        return Complaint("'\(word)' is none of \(words.joined(separator: ", "))\(nearest)")
    }
}
