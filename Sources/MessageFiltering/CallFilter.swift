/// Which calls of a capture are analysed: conditions that a message of them meets, and an outer window of time.
///
/// What is selected are Call-IDs: where one message meets all conditions at once, every message of its Call-ID is
/// taken, so that transactions, outcomes and findings are those of the whole call. From and To are those of the first
/// message of a Call-ID, for all of them. The window is another matter: it is as if the capture had begun and ended
/// with it.
package struct CallFilter: Sendable {
    /// The conditions as one expression; `nil` where there is only a window.
    package let expression: String?
    let program: FilterProgram?
    let window: FilterRange?

    /// Whether a message may be asked for that comes after others of its call, so that a capture is to be read twice.
    package var needsLookAhead: Bool { program?.asksOfMessage ?? false }
}

/// What was typed on the command line; each option may be there several times.
package struct FilterOptions: Sendable {
    /// `--call-id`, `--from`, `--to`: text that these hold.
    package var callIDs: [String] = []
    package var from: [String] = []
    package var to: [String] = []
    /// `--method`, `--code`, `--server`: values or lists of them.
    package var methods: [String] = []
    package var codes: [String] = []
    package var servers: [String] = []
    /// `--time`: the window.
    package var time: String?
    /// `--filter`: an expression.
    package var expression: String?

    /// Nothing typed.
    package init() {}

    /// The filter that all options together are; `nil` where there is none.
    ///
    /// - Throws: `FilterError` where one of them cannot be understood.
    package func filter() throws(FilterError) -> CallFilter? {
        var conditions: [(tree: FilterTree, text: String)] = []
        func add(_ option: String, _ typed: [String], _ field: FilterField, _ comparison: FilterComparison)
            throws(FilterError)
        {
            guard let condition = try FilterOptions.condition(option, typed, field, comparison) else { return }
            conditions.append(condition)
        }
        try add("--call-id", callIDs, .callID, .contains)
        try add("--from", from, .from, .contains)
        try add("--to", to, .to, .contains)
        try add("--method", methods, .method, .equal)
        try add("--code", codes, .code, .equal)
        try add("--server", servers, .server, .equal)
        if let expression {
            let tree = try FilterOptions.read("--filter", expression, FilterParser.parse)
            let text = FilterOptions.trimmed(expression)
            conditions.append((tree, conditions.isEmpty ? text : "(\(text))"))
        }
        let window = try FilterOptions.window(time)
        guard let first = conditions.first else {
            return window.map { CallFilter(expression: nil, program: nil, window: $0) }
        }
        let tree = conditions.dropFirst().reduce(first.tree) { .both($0, $1.tree) }
        let text = conditions.map(\.text).joined(separator: " && ")
        return CallFilter(expression: text, program: FilterProgram(tree), window: window)
    }

    /// The condition of an option that was given with each of `typed`: any of these.
    private static func condition(
        _ option: String,
        _ typed: [String],
        _ field: FilterField,
        _ comparison: FilterComparison
    ) throws(FilterError) -> (FilterTree, String)? {
        guard !typed.isEmpty else { return nil }
        var values: [FilterValue] = []
        for text in typed {
            let parts = try read(option, text) { text throws(FilterSyntaxError) in
                let parts = comparison == .contains ? [FilterValue(text: text, place: 0..<text.count)] : list(text)
                for part in parts where part.text.isEmpty {
                    let expected = field.kind == .text ? "text" : field.expectedValue
                    throw FilterSyntaxError(part.place, "expected \(expected), found nothing")
                }
                // Once by itself, so that an error points into the text it is in.
                _ = try FilterCondition(field, comparison, parts)
                return parts
            }
            values += parts
        }
        let condition: FilterCondition
        do throws(FilterSyntaxError) {
            condition = try FilterCondition(field, comparison, values)
        } catch {
            throw FilterError(error, option: option, text: typed.joined(separator: ","))
        }
        let words = values.map { comparison == .contains ? quoted($0.text) : word($0.text) }
        return (.condition(condition), "\(field.rawValue) \(comparison.rawValue) \(words.joined(separator: ", "))")
    }

    private static func window(_ typed: String?) throws(FilterError) -> FilterRange? {
        guard let typed else { return nil }
        return try read("--time", typed) { text throws(FilterSyntaxError) in
            let blanks = text.prefix { $0.isWhitespace }.count
            let words = trimmed(text)
            let value = FilterValue(text: words, place: blanks..<blanks + words.count)
            guard value.text.firstRange(of: "..") != nil else {
                throw FilterSyntaxError(
                    value.place,
                    "expected two times with .. between them, such as 09:12:04..09:15:00, found '\(value.text)'"
                )
            }
            return try FilterRange(value, of: .time)
        }
    }

    private static func read<Result>(
        _ option: String,
        _ text: String,
        _ body: (String) throws(FilterSyntaxError) -> Result
    ) throws(FilterError) -> Result {
        do throws(FilterSyntaxError) {
            guard text.utf8.count <= FilterParser.longestText else {
                throw FilterSyntaxError(0..<0, "longer than \(FilterParser.longestText) bytes")
            }
            return try body(text)
        } catch {
            throw FilterError(error, option: option, text: text)
        }
    }

    /// The parts of `text` between commas, without blanks around them.
    private static func list(_ text: String) -> [FilterValue] {
        var values: [FilterValue] = []
        var start = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let blanks = part.prefix { $0.isWhitespace }.count
            let word = trimmed(String(part))
            values.append(FilterValue(text: word, place: start + blanks..<start + blanks + word.count))
            start += part.count + 1
        }
        return values
    }

    private static func trimmed(_ text: String) -> String {
        // Not by turning it round: a mark that stands by itself would then be one with the letter behind it.
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }

    /// `text` as an expression takes it: in quotes where it has to be.
    private static func word(_ text: String) -> String {
        let tokens = try? FilterLexer.tokens(of: text)
        return tokens?.count == 2 && tokens?.first?.kind == .word(text) ? text : quoted(text)
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
