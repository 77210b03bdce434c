import CallTracking
import NetworkTypes
import SIPMessages
import TestSupport
import Testing
import WireBytes

@testable import MessageFiltering

/// Which messages an expression selects.
@Suite struct FilterEvaluationTests {
    /// An INVITE of 2026-11-21 09:12:04 UTC and, ten milliseconds later, the 503 to it.
    private static let trace = {
        var trace = SIPTrace()
        trace.callID = "Call-1@example.com"
        trace.request("INVITE", headers: ["User-Agent: Phone/1.0"])
        trace.response(503, "Service Unavailable", headers: ["Server: AcmeSBC"])
        return trace
    }()

    /// Whether `expression` is true of each message of `trace`, each for itself.
    private func verdicts(_ expression: String, _ trace: SIPTrace = Self.trace) throws -> [Bool] {
        let program = FilterProgram(try FilterParser.parse(expression))
        return trace.steps.map { step in
            let isAsked = step.withMessage { message, bytes, sighting in
                let midnight = step.time.nanoseconds / FilterTime.day * FilterTime.day
                let facts = program.facts(message, bytes, sighting, after: midnight)
                return program.holds(message, bytes, sighting, facts: facts, after: midnight)
            }
            #expect(isAsked != nil)
            return isAsked == true
        }
    }

    /// An expression, and whether it is true of the request and of the response.
    @Test(
        arguments: [
            ("code == 503", false, true), ("code == 5xx", false, true), ("code == 5XX", false, true),
            ("code == 500-503", false, true), ("code == 504-599", false, false), ("code == 486, 503", false, true),
            ("code != 503", false, false), ("code != 486, 200", false, true), ("code != 486, 503", false, false),
            ("!(code == 503)", true, false), ("code >= 503", false, true), ("code > 503", false, false),
            ("code < 504", false, true), ("code <= 502", false, false), ("class == 5", false, true),
            ("class == 4xx", false, false), ("class > 4", false, true),
            ("method == INVITE", true, true), ("method == invite", true, true), ("method ~ vit", true, true),
            ("method != INVITE", false, false), ("method == INVIT", false, false),
            ("server == 198.51.100.2", true, true), ("server == 192.0.2.1", false, false),
            ("client == 192.0.2.1", true, true), ("address == 192.0.2.1", true, true),
            ("server == 198.51.100.2:5060", true, true), ("server == 198.51.100.2:5061", false, false),
            ("server == 198.51.100.0/24", true, true), ("server == 0.0.0.0/0", true, true),
            ("server == ::/0", true, true),
            ("server == 203.0.113.0/24", false, false), ("server == 2001:db8::/32", false, false),
            ("address != 192.0.2.1", false, false), ("server != 192.0.2.1", true, true),
            ("address == 203.0.113.1, 198.51.100.2", true, true),
            ("port == 5060", true, true), ("port != 5060", false, false), ("port > 5060", false, false),
            ("port == 5000-6000", true, true), ("transport == udp", true, true),
            ("transport != udp, tcp", false, false),
            ("call_id == Call-1@example.com", true, true), ("call_id == call-1@example.com", false, false),
            ("call_id ~ CALL-1", true, true), ("call_id ~ call-1@example.comm", false, false),
            ("from == sip:alice@example.com", true, true), ("from ~ ALICE", true, true), ("from != sip:x", true, true),
            ("from_user == alice", true, true), ("from_user == alic", false, false), ("to_user == bob", true, true),
            ("request_uri ~ sip:bob@", true, false), ("request_uri != sip:nobody", true, false),
            ("user_agent ~ phone", true, false), ("user_agent ~ acme", false, true),
            ("user_agent ~ acme, phone", true, true), ("user_agent != Phone/1.0", false, true),
            ("time >= 09:12:04", true, true), ("time > 09:12:04", false, true), ("time == 09:12:04", true, false),
            ("time == 09:12:04..09:12:04.01", true, true), ("time == 09:12:04.001..", false, true),
            ("time < 2026-11-21T09:12:04.005Z", true, false), ("time == 2026-11-21T10:12:04+01:00", true, false),
            ("time == 23:00:00..09:13:00", false, false), ("time != 09:12:04", false, true),
        ] as [(String, Bool, Bool)]
    )
    func `a condition is true of the messages that are as it asks`(text: String, request: Bool, response: Bool) throws {
        #expect(try verdicts(text) == [request, response])
    }

    /// `&&` binds stronger than `||`, `!` than both; what is true of the response stands for true.
    @Test(
        arguments: [
            ("T || F && F", true), ("(T || F) && F", false), ("F && F || T", true), ("F && (F || T)", false),
            ("!F && F", false), ("!(F && F)", true), ("!T || T", true), ("!!T", true), ("!(T || T)", false),
            ("!(T && !(F || T) || F)", true), ("T && T && F || T && T", true), ("F || F || !T || !F", true),
        ]
    )
    func `operators bind as in C`(text: String, expected: Bool) throws {
        let expression = text.replacing("T", with: "code == 503").replacing("F", with: "code == 200")
        #expect(try verdicts(expression)[1] == expected)
    }

    @Test func `a random expression is true where its parts say so`() throws {
        var random = SeededRandom(seed: 11)
        for _ in 0..<2_000 {
            let (text, expected) = expression(depth: 5, &random)
            #expect(try verdicts(text)[1] == expected, "\(text)")
        }
    }

    /// An expression of up to 32 conditions and what is true of it for the response.
    private func expression(depth: Int, _ random: inout SeededRandom) -> (String, Bool) {
        switch depth > 0 ? Int.random(in: 0..<4, using: &random) : 0 {
        case 0: return Bool.random(using: &random) ? ("code == 503", true) : ("from_user == nobody", false)
        case 1:
            let (text, value) = expression(depth: depth - 1, &random)
            return ("!(\(text))", !value)
        case let kind:
            let (left, leftValue) = expression(depth: depth - 1, &random)
            let (right, rightValue) = expression(depth: depth - 1, &random)
            return kind == 2
                ? ("(\(left)) && (\(right))", leftValue && rightValue)
                : ("(\(left)) || (\(right))", leftValue || rightValue)
        }
    }

    @Test func `what a message does not have is neither equal nor unequal`() throws {
        var trace = SIPTrace()
        trace.response(200, "OK", to: "OPTIONS", leavingOut: ["From", "Call-ID", "CSeq"])
        for field in ["from", "from_user", "call_id", "method", "request_uri", "user_agent"] {
            for comparison in ["==", "!=", "~"] { #expect(try verdicts("\(field) \(comparison) x", trace) == [false]) }
        }
    }

    @Test(
        arguments: [
            ("sip:alice:secret@example.com", "alice"), ("tel:+49301234;phone-context=x", "+49301234"),
            ("sips:1000@[2001:db8::1]:5061", "1000"), ("SIP:a@b", "a"), ("sip:example.com", nil), ("nonsense", nil),
        ] as [(String, String?)]
    )
    func `the user is what stands before the host`(uri: String, user: String?) throws {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        trace.rewrite("sip:alice@example.com", uri)
        #expect(try verdicts("from_user == '\(user ?? "x")'", trace) == [user != nil])
        #expect(try verdicts("from_user ~ e || from_user != ''".replacing("''", with: "zzz"), trace) == [user != nil])
    }

    @Test func `a code out of range is compared as it is written`() throws {
        var trace = SIPTrace()
        for code in [799, 99, 123_456] { trace.response(code, "Odd", to: "OPTIONS") }
        #expect(try verdicts("code == 799", trace) == [true, false, false])
        #expect(try verdicts("code < 100", trace) == [false, true, false])
        #expect(try verdicts("class == 6 || class < 6", trace) == [false, false, false])
    }

    @Test(arguments: ["aab", "abab", "aaaa", "b", "abcab", "ababaca"])
    func `a search finds what stands anywhere, whatever repeats in it`(needle: String) {
        var random = SeededRandom(seed: 3)
        let pattern = TextPattern(heldText: needle)
        for _ in 0..<500 {
            let text = String((0..<20).map { _ in "abcABC".randomElement(using: &random) ?? "a" })
            let octets = Array(text.utf8)
            let isThere = octets.withRawSpan { pattern.matches($0, ByteRange(0, octets.count)) }
            #expect(isThere == text.lowercased().contains(needle), "\(text)")
        }
    }
}
