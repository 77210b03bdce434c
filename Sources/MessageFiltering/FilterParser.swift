/// Conditions and how they hang together.
indirect enum FilterTree: Sendable {
    case condition(FilterCondition)
    case both(FilterTree, FilterTree)
    case either(FilterTree, FilterTree)
    case not(FilterTree)
}

/// Reads an expression.
///
///     expression = both *( "||" both )
///     both       = unary *( "&&" unary )
///     unary      = "!" unary | "(" expression ")" | condition
///     condition  = field comparison value *( "," value )
struct FilterParser {
    /// The longest text, how many conditions it may hold, and how many `!` and `(` may stand in each other.
    static let longestText = 4_096
    static let mostConditions = 48
    static let greatestDepth = 32

    private let tokens: [FilterToken]
    private var at = 0
    private var conditions = 0

    private init(_ tokens: [FilterToken]) { self.tokens = tokens }

    /// The tree of `text`.
    static func parse(_ text: String) throws(FilterSyntaxError) -> FilterTree {
        guard text.utf8.count <= longestText else {
            throw FilterSyntaxError(0..<0, "longer than \(longestText) bytes")
        }
        var parser = FilterParser(try FilterLexer.tokens(of: text))
        let tree = try parser.either(depth: 0)
        guard parser.token.kind == .end else { throw parser.unexpected("'&&', '||' or the end") }
        return tree
    }

    /// The token at hand; at the end, the end again and again.
    private var token: FilterToken { tokens[min(at, tokens.count - 1)] }

    /// Steps over the token at hand where it is `kind`; says whether it was.
    private mutating func take(_ kind: FilterToken.Kind) -> Bool {
        guard token.kind == kind else { return false }
        at += 1
        return true
    }

    private func unexpected(_ expected: String) -> FilterSyntaxError {
        FilterSyntaxError(token.place, "expected \(expected), found \(token.words)")
    }

    private mutating func either(depth: Int) throws(FilterSyntaxError) -> FilterTree {
        var tree = try both(depth: depth)
        while take(.or) { tree = .either(tree, try both(depth: depth)) }
        return tree
    }

    private mutating func both(depth: Int) throws(FilterSyntaxError) -> FilterTree {
        var tree = try unary(depth: depth)
        while take(.and) { tree = .both(tree, try unary(depth: depth)) }
        return tree
    }

    private mutating func unary(depth: Int) throws(FilterSyntaxError) -> FilterTree {
        guard depth < FilterParser.greatestDepth || token.kind != .not && token.kind != .open else {
            throw FilterSyntaxError(
                token.place,
                "more than \(FilterParser.greatestDepth) '(' and '!' stand inside each other"
            )
        }
        if take(.not) { return .not(try unary(depth: depth + 1)) }
        guard take(.open) else { return try condition() }
        let tree = try either(depth: depth + 1)
        guard take(.close) else { throw unexpected("'&&', '||' or ')'") }
        return tree
    }

    private mutating func condition() throws(FilterSyntaxError) -> FilterTree {
        guard case .word(let name) = token.kind else { throw unexpected("a condition such as code >= 500") }
        guard let field = FilterField(rawValue: name) else {
            throw FilterSyntaxError(token.place, "no field is called '\(name)'", misspelt: name)
        }
        conditions += 1
        guard conditions <= FilterParser.mostConditions else {
            throw FilterSyntaxError(token.place, "more than \(FilterParser.mostConditions) conditions")
        }
        at += 1
        let operators = FilterParser.list(field.comparisons.map(\.rawValue))
        guard case .comparison(let comparison) = token.kind else { throw unexpected(operators) }
        guard field.comparisons.contains(comparison) else {
            throw FilterSyntaxError(token.place, "\(field.rawValue) is compared by \(operators)")
        }
        at += 1
        var values = [try value(of: field)]
        while take(.comma) { values.append(try value(of: field)) }
        return .condition(try FilterCondition(field, comparison, values))
    }

    private mutating func value(of field: FilterField) throws(FilterSyntaxError) -> FilterValue {
        switch token.kind {
        case .word(let text), .quoted(let text):
            defer { at += 1 }
            return FilterValue(text: text, place: token.place)
        default: throw unexpected(field.expectedValue)
        }
    }

    /// `==, != or ~`.
    private static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}

/// A value as it was typed.
struct FilterValue: Sendable {
    let text: String
    /// Its characters in what was typed.
    let place: Range<Int>
}
