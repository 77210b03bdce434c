/// A word or sign of an expression, and where it stands.
struct FilterToken: Sendable {
    /// What it is.
    enum Kind: Equatable, Sendable {
        /// A name or a value as it stands there.
        case word(String)
        /// A value out of quotes.
        case quoted(String)
        case comparison(FilterComparison)
        case and, or, not, open, close, comma, end
    }

    let kind: Kind
    /// Its characters in the text, from 0.
    let place: Range<Int>

    /// What it is, for an error.
    var words: String {
        switch kind {
        case .word(let text), .quoted(let text): "'\(text)'"
        case .comparison(let comparison): "'\(comparison.rawValue)'"
        case .and: "'&&'"
        case .or: "'||'"
        case .not: "'!'"
        case .open: "'('"
        case .close: "')'"
        case .comma: "','"
        case .end: "the end"
        }
    }
}

/// Cuts an expression into tokens.
struct FilterLexer {
    private let characters: [Character]
    private var at = 0

    private init(_ text: String) { characters = Array(text) }

    /// The tokens of `text`, the last of them its end.
    static func tokens(of text: String) throws(FilterSyntaxError) -> [FilterToken] {
        var lexer = FilterLexer(text)
        var tokens: [FilterToken] = []
        repeat { tokens.append(try lexer.next(after: tokens)) } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next(after tokens: [FilterToken]) throws(FilterSyntaxError) -> FilterToken {
        while let character = current, character.isWhitespace { at += 1 }
        guard let character = current else { return FilterToken(kind: .end, place: at..<at) }
        let start = at
        if character == "\"" || character == "'" { return try quoted(by: character) }
        if let (kind, length) = sign {
            at += length
            return FilterToken(kind: kind, place: start..<at)
        }
        guard !FilterLexer.signs.contains(character) else {
            if let word = unquotedValue(tokens) { throw word }
            let meant = character == "=" ? "==" : "\(character)\(character)"
            throw FilterSyntaxError(at..<at + 1, "expected '\(meant)', found '\(character)'")
        }
        while let character = current, !character.isWhitespace, !FilterLexer.signs.contains(character) { at += 1 }
        return FilterToken(kind: .word(String(characters[start..<at])), place: start..<at)
    }

    /// What is wrong where a value that `tokens` end with goes on with a sign.
    private func unquotedValue(_ tokens: [FilterToken]) -> FilterSyntaxError? {
        guard let value = tokens.last, case .word = value.kind, value.place.upperBound == at else { return nil }
        switch tokens.dropLast().last?.kind {
        case .comparison, .comma: break
        default: return nil
        }
        var end = at
        while end < characters.count, !characters[end].isWhitespace { end += 1 }
        let place = value.place.lowerBound..<end
        return FilterSyntaxError(place, "put the text in quotes: \"\(String(characters[place]))\"")
    }

    private var current: Character? { at < characters.count ? characters[at] : nil }

    /// What ends a word; a value with one of these in it needs quotes.
    private static let signs = Set<Character>("()&|!,=<>~\"'")

    /// The sign that stands here, the longest that does.
    private var sign: (FilterToken.Kind, length: Int)? {
        let two = String(characters[at..<min(at + 2, characters.count)])
        if let comparison = FilterComparison(rawValue: two) { return (.comparison(comparison), two.count) }
        switch two {
        case "&&": return (.and, 2)
        case "||": return (.or, 2)
        default: break
        }
        let one = two.prefix(1)
        if let comparison = FilterComparison(rawValue: String(one)) { return (.comparison(comparison), 1) }
        switch one {
        case "!": return (.not, 1)
        case "(": return (.open, 1)
        case ")": return (.close, 1)
        case ",": return (.comma, 1)
        default: return nil
        }
    }

    /// The text in quotes that opens here; a backslash takes the next character as it is.
    private mutating func quoted(by quote: Character) throws(FilterSyntaxError) -> FilterToken {
        let start = at
        var text = ""
        at += 1
        while let character = current, character != quote {
            at += 1
            guard character == "\\", let escaped = current else {
                text.append(character)
                continue
            }
            text.append(escaped)
            at += 1
        }
        guard current == quote else { throw FilterSyntaxError(start..<start + 1, "this quote is never closed") }
        at += 1
        return FilterToken(kind: .quoted(text), place: start..<at)
    }
}
