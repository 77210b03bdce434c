import Testing
import TestSupport

@testable import MessageFiltering

/// What is an expression and what is none, and where that is said.
@Suite struct FilterParserTests {
    /// The error that `text` gives as `--filter`.
    private func error(_ text: String) -> FilterError? {
        do throws(FilterError) {
            _ = try filter(text)
            return nil
        } catch {
            return error
        }
    }

    private func filter(_ text: String) throws(FilterError) -> CallFilter? {
        var options = FilterOptions()
        options.expression = text
        return try options.filter()
    }

    @Test(
        arguments: [
            "code>=500 && server==192.0.2.1", "code == 5xx", "code == 486,5xx , 400-499", "class == 5", "class>=4xx",
            "code == 799", "!method == INVITE", "!(!(code == 200))", "method ~ 'vit' || method != bye",
            "server == 192.0.2.0/24 && client != 2001:db8::/32", "address == [2001:db8::1]:5060, 192.0.2.1:5060",
            "port == 5060-5080", "port < 1024", "transport == UDP, tcp", "call_id ~ \"a b\"", "from == 'sip:a@b;x=y'",
            "from_user == +493012345", "to_user != 100", "request_uri ~ sip:bob@example.com;user",
            "user_agent ~ \"say \\\"hi\\\"\"", "time >= 09:12:04", "time == 2026-11-21T09:12:04Z..09:15:00",
            "time == ..09:15:00", "time == 23:50:00..00:10:00", "  code==200  ", "code==200&&code==200||code==200",
        ]
    )
    func `an expression of the grammar is read`(text: String) throws {
        #expect(try filter(text) != nil)
    }

    // A mark that combines with a letter stands by itself behind a control character.
    @Test(arguments: ["code == 200", "from ~ 'a b'", "from ~ \"\u{1A}\u{7F0}T\""])
    func `an expression is told as it was typed, without the blanks around it`(text: String) throws {
        #expect(try filter(" \t\(text)  ")?.expression?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
    }

    /// An expression, the column of its error, and what is said.
    @Test(
        arguments: [
            ("", 1, "expected a condition such as code >= 500, found the end"),
            ("   ", 4, "expected a condition such as code >= 500, found the end"),
            ("cod >= 500", 1, "no field is called 'cod'"),
            ("code >= 500 && Server == 192.0.2.1", 16, "no field is called 'Server'"),
            ("code", 5, "expected ==, !=, <, <=, > or >=, found the end"),
            ("code 500", 6, "expected ==, !=, <, <=, > or >=, found '500'"),
            ("code = 500", 6, "expected '==', found '='"),
            ("code == 500 & method == BYE", 13, "expected '&&', found '&'"),
            ("code == 500 | method == BYE", 13, "expected '||', found '|'"),
            ("code == 500 and method == BYE", 13, "expected '&&', '||' or the end, found 'and'"),
            ("code ==", 8, "expected a status code, a class or a range, such as 503, 5xx or 400-499, found the end"),
            ("code == 5xy", 9, "expected a status code, a class or a range, such as 503, 5xx or 400-499, found '5xy'"),
            (
                "code == 486,", 13,
                "expected a status code, a class or a range, such as 503, 5xx or 400-499, found the end"
            ),
            (
                "code == 486, 4-x", 14,
                "expected a status code, a class or a range, such as 503, 5xx or 400-499, found '4-x'"
            ),
            ("code == 499-400", 9, "'499-400' ends before it begins"),
            ("code < 5xx", 8, "'<' takes one value, not a class or a range"),
            ("code >= 500, 600", 14, "'>=' takes one value, not a list"),
            ("code ~ 5", 6, "code is compared by ==, !=, <, <=, > or >="),
            ("from < a", 6, "from is compared by ==, != or ~"),
            ("server > 192.0.2.1", 8, "server is compared by == or !="),
            ("class == 7", 10, "expected a class, 1 to 6 or 1xx to 6xx, found '7'"),
            ("port == 65536", 9, "expected a port or a range, such as 5060 or 5060-5080, found '65536'"),
            ("transport == dccp", 14, "expected udp, tcp, sctp, ws or tls, found 'dccp'"),
            (
                "server == example.com", 11,
                "expected an address, a network or an address with a port, such as 192.0.2.1, 2001:db8::/32 or "
                    + "192.0.2.1:5060, found 'example.com'"
            ),
            (
                "time > noon", 8,
                "expected a time, such as 2026-11-21T09:12:04Z or 09:12:04, or two with .. between them, found 'noon'"
            ),
            (
                "time == 2026-11-21T09:12:04Z..2026-11-21T09:12:03Z", 9,
                "'2026-11-21T09:12:04Z..2026-11-21T09:12:03Z' ends before it begins"
            ),
            ("time < 09:00:00..10:00:00", 8, "'<' takes one value, not a class or a range"),
            ("(code == 500", 13, "expected '&&', '||' or ')', found the end"),
            ("code == 500)", 12, "expected '&&', '||' or the end, found ')'"),
            ("()", 2, "expected a condition such as code >= 500, found ')'"),
            ("code == 500 &&", 15, "expected a condition such as code >= 500, found the end"),
            ("from ~ \"alice", 8, "this quote is never closed"),
            (
                "from ~ ''", 8,
                "expected text, in quotes where it holds more than letters, digits and . : @ + - _ / ; %, found nothing between the quotes"
            ),
            ("from ~ a=b", 8, "put the text in quotes: \"a=b\""),
            ("to ~ x, a&b=c && code == 5", 9, "put the text in quotes: \"a&b=c\""),
            ("code=5", 5, "expected '==', found '='"), ("code == 5 | code == 6", 11, "expected '||', found '|'"),
            ("code == 7xx", 9, "there is no class 7xx; codes out of range are asked for as 700-799"),
            ("server == 192.0.2.5/24", 11, "'192.0.2.5/24' is one host of a network; that is 192.0.2.0/24"),
            ("client == 2001:db8::1/32", 11, "'2001:db8::1/32' is one host of a network; that is 2001:db8::/32"),
            ("time == 06:24..06:25:00", 9, "the seconds are missing: '06:24:00'"),
            (
                "time == 06:24:00..2026-11-21T06:25:00", 19,
                "the zone is missing: add Z for UTC, '2026-11-21T06:25:00Z'"
            ),
            ("time > 2026-11-21T06:25", 8, "seconds and zone are missing: '2026-11-21T06:25:00Z'"),
            (
                "time == 06:24:00..noon", 19,
                "expected a time, such as 2026-11-21T09:12:04Z or 09:12:04, found 'noon'"
            ),
            (
                "time == 07:00:00..06:00:00", 9,
                "'07:00:00..06:00:00' ends before it begins; over midnight more than 12 hours need their dates"
            ),
            ("code == 5xx 🙂", 13, "expected '&&', '||' or the end, found '🙂'"),
        ] as [(String, Int, String)]
    )
    func `an error says what was expected and in which column`(text: String, column: Int, complaint: String) {
        let error = error(text)
        #expect(error?.complaint == complaint)
        #expect(error?.column == column)
        #expect(error?.text == text)
        #expect(error?.option == "--filter")
    }

    @Test func `a word where a field should stand is named as misspelt`() {
        #expect(error("cod == 5")?.misspelt == "cod")
        #expect(error("code == x")?.misspelt == nil)
    }

    @Test func `each limit holds, and one below it is no error`() {
        let nested = { (depth: Int) in
            String(repeating: "(", count: depth) + "code == 1" + String(repeating: ")", count: depth)
        }
        #expect(error(nested(FilterParser.greatestDepth)) == nil)
        #expect(error(nested(FilterParser.greatestDepth + 1))?.column == FilterParser.greatestDepth + 1)
        let negated = String(repeating: "!", count: FilterParser.greatestDepth + 1) + "code == 1"
        #expect(error(negated)?.complaint == "more than 32 '(' and '!' stand inside each other")
        let many = { (count: Int) in Array(repeating: "code == 1", count: count).joined(separator: " || ") }
        #expect(error(many(FilterParser.mostConditions)) == nil)
        #expect(error(many(FilterParser.mostConditions + 1))?.complaint == "more than 48 conditions")
        let long = "code == 1" + String(repeating: " ", count: FilterParser.longestText - 9)
        #expect(error(long) == nil)
        #expect(error(long + " ")?.complaint == "longer than 4096 bytes")
        #expect(error(String(repeating: "(", count: 10_000)) != nil)
    }

    @Test func `random expressions never trap`() {
        let words =
            FilterField.names + [
                "==", "!=", "<", "<=", ">", ">=", "~", "&&", "||", "!", "(", ")", ",", "5xx", "400-499", "192.0.2.0/24",
                "2001:db8::/32", "[::1]:5060", "09:12:04", "2026-11-21T09:12:04Z", "..", "'a'", "\"", "\\", "🙂",
                "\u{0}",
                "99999999999999999999", "/", "-", ":", "1/129", "::/200", "é",
            ]
        var random = SeededRandom(seed: 7)
        var valid = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<14, using: &random)
            let pieces = (0..<count).map { _ in words[Int.random(in: words.indices, using: &random)] }
            let text = pieces.joined(separator: Bool.random(using: &random) ? " " : "")
            guard let error = error(text) else {
                valid += 1
                continue
            }
            #expect(error.place.lowerBound >= 0 && error.place.upperBound <= text.count, "\(text)")
        }
        #expect(valid > 0)
    }
}
