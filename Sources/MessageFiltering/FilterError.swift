/// Why a filter cannot be understood: what is wrong, and where in the text it stands.
package struct FilterError: Error, Equatable, Sendable {
    /// The option whose text it is, such as `--filter`.
    package let option: String
    /// The text as it was typed.
    package let text: String
    /// The characters of `text` that are meant, from 0; empty at its end where something is missing.
    package let place: Range<Int>
    /// What is wrong and what was expected, in one line.
    package let complaint: String
    /// A word that should be the name of a field and is none.
    package let misspelt: String?

    /// The column of the first character that is meant, from 1.
    package var column: Int { place.lowerBound + 1 }

    init(_ error: FilterSyntaxError, option: String, text: String) {
        self.option = option
        self.text = text
        place = error.place
        complaint = error.complaint
        misspelt = error.misspelt
    }
}

/// The same before it is known from which option the text came.
struct FilterSyntaxError: Error {
    let place: Range<Int>
    let complaint: String
    var misspelt: String?

    init(_ place: Range<Int>, _ complaint: String, misspelt: String? = nil) {
        self.place = place
        self.complaint = complaint
        self.misspelt = misspelt
    }
}
