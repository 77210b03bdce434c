import TestSupport
import Testing
import WireBytes

@testable import SIPMessages

@Suite struct ParameterScannerTests {
    /// Names and values, where reading ended, and whether all of it was well formed.
    private func scan(_ text: String) -> (pairs: [String], end: Int, isWellFormed: Bool) {
        let bytes = Array(text.utf8)
        return bytes.withRawSpan { span in
            var scanner = ParameterScanner(from: 0, to: bytes.count)
            var pairs: [String] = []
            while let parameter = scanner.next(span) {
                pairs.append("\(span.text(of: parameter.name))=\(span.text(of: parameter.value))")
            }
            return (pairs, scanner.offset, scanner.isWellFormed)
        }
    }

    static let wellFormed: [(text: String, pairs: [String])] = [
        ("", []),
        (";lr", ["lr="]),
        (";tag=a", ["tag=a"]),
        (" ; tag = a ;\r\n lr ", ["tag=a", "lr="]),
        (";a=\"x;y,z\";b=c", ["a=\"x;y,z\"", "b=c"]),
        (";a = \"x\\\"y\" ; b", ["a=\"x\\\"y\"", "b="]),
        (";received=[2001:db8::1]", ["received=[2001:db8::1]"]),
        (";a=", ["a="]),
        (";a=b=c", ["a=b=c"]),
        (";fromParam''~+*_!.-%=\"ра\"", ["fromParam''~+*_!.-%=\"ра\""]),
    ]

    @Test(arguments: wellFormed)
    func `parameters are read from left to right`(text: String, pairs: [String]) {
        let result = scan(text)
        #expect(result.pairs == pairs)
        #expect(result.end == text.utf8.count)
        #expect(result.isWellFormed)
    }

    @Test func `a comma outside quotes ends the value`() {
        let result = scan(";a=\",\";b=c ,next;d")
        #expect(result.pairs == ["a=\",\"", "b=c"])
        #expect(result.end == 11)
        #expect(result.isWellFormed)
    }

    @Test(arguments: [
        ";", ";;", ";a;", ";a;;b", "a", ";=b", ";\"a\"", ";a=\"b", ";a=\"b\\", ";a=b\"c\"", ";a=\"b\" c;d=\"e",
        ";a=\"b\"\"c\"", "; ,", ";(a)",
    ])
    func `what breaks the grammar ends the reading`(text: String) {
        let result = scan(text)
        #expect(!result.isWellFormed)
        #expect(result.end <= text.utf8.count)
    }

    @Test func `behind a broken value the next one of the list is found`() {
        for text in [";;x,n", ";a=\"b\"\"c,d\",n", "garbage \"a,b\",n"] {
            #expect(scan(text).end == text.utf8.count - 2)
        }
    }

    @Test func `60 KB of escapes and a quote that never closes are read once`() {
        let escapes = String(repeating: "\\\"", count: 30_000)
        #expect(scan(";a=\"\(escapes)\"").isWellFormed)
        #expect(!scan(";a=\"\(escapes)").isWellFormed)
        #expect(!scan(";a=\"\(escapes)\\").isWellFormed)
    }

    @Test func `a quoted string ends after its closing quote or one past the end`() {
        func end(_ text: String) -> Int {
            Array(text.utf8).withRawSpan { QuotedString.end($0, from: 0, to: text.utf8.count) }
        }
        #expect(end("\"\"") == 2)
        #expect(end("\"a\" b") == 3)
        #expect(end("\"a\\\"b\"") == 6)
        #expect(end("\"a\\\\\"") == 5)
        for open in ["\"", "\"a", "\"a\\\"", "\"a\\"] { #expect(end(open) == open.utf8.count + 1) }
    }
}
