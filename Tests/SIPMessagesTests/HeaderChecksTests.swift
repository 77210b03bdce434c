import TestSupport
import Testing
import WireBytes

@testable import SIPMessages

/// A header line added to a well-formed message, and the issue that it is.
struct CheckCase: CustomTestStringConvertible, Sendable {
    let line: String
    var issue: DecodeIssue?

    init(_ line: String, _ issue: DecodeIssue? = nil) {
        self.line = line
        self.issue = issue
    }

    var testDescription: String { line }
}

@Suite struct HeaderChecksTests {
    static let cases = [
        CheckCase("Max-Forwards: 70"), CheckCase("Max-Forwards: 0068"), CheckCase("Max-Forwards: 0"),
        CheckCase("Max-Forwards: 255"), CheckCase("Max-Forwards: 256", .maxForwards),
        CheckCase("Max-Forwards: -1", .maxForwards), CheckCase("Max-Forwards:", .maxForwards),
        CheckCase("Expires: 0"), CheckCase("Expires: 4294967295"), CheckCase("Expires: 4294967296", .expires),
        CheckCase("Expires: 18446744073709551616", .expires), CheckCase("Expires: soon", .expires),
        CheckCase("Retry-After: 5"), CheckCase("Retry-After: 18000;duration=3600"),
        CheckCase("Retry-After: 18446744073709551616", .retryAfter),
        CheckCase("Retry-After: Thu, 01 Jan 2026 00:00:00 GMT", .retryAfter),
        CheckCase("Warning: 307 isi.edu \"Session parameter 'foo' not understood\""),
        CheckCase("Warning: 399 a \"\""), CheckCase("Warning:", .warning), CheckCase("Warning: text", .warning),
        CheckCase("Warning: 307", .warning), CheckCase("Warning: 1812 a \"x\"", .warning),
        CheckCase("Warning: 30700000000000000000 a \"x\"", .warning),
        CheckCase("Date: Thu, 01 Jan 2026 00:00:00 GMT"), CheckCase("Date: thu, 01 jan 2026 00:00:00 gmt"),
        CheckCase("Date: Thu, 01 Jan 2026 00:00:00 EST", .date), CheckCase("Date: Thu, 1 Jan 2026 00:00:00 GMT", .date),
        CheckCase("Date: GMT", .date), CheckCase("Date:", .date), CheckCase("Date: 2026-01-01T00:00:00Z", .date),
        CheckCase("Contact: *"), CheckCase("Contact: <sip:a@b>;expires=5, \"C, D\" <sip:c@d>;q=0.5, sip:e@f"),
        CheckCase("Contact: sip:a@b, <sip:c@d>"), CheckCase("m: <sip:a@b?Route=%3Csip:c%3E>"),
        CheckCase("Contact: sip:a@b?Route=%3Csip:c%3E", .contact),
        CheckCase("Contact: \"Joe\" <sip:a@b>;;;;", .contact),
        CheckCase("Contact: <sip:a@b>, <sip:c@d", .contact), CheckCase("Contact: < sip:a@b >", .contact),
        CheckCase("Contact: <sip:a@b>\nContact: \"", .contact), CheckCase("To: <sip:bob@example.com>"),
        CheckCase("To: <sip:other@example.com>", .repeatedHeader), CheckCase("t: <sip:x@example.com>", .repeatedHeader),
        CheckCase("Call-ID: a84b4c76e66710@192.0.2.1"), CheckCase("i: other", .repeatedHeader),
        CheckCase("CSeq: 314159 OPTIONS"), CheckCase("CSeq: 314160 OPTIONS", .repeatedHeader),
        CheckCase("From: <sip:x@example.com>;tag=1928", .repeatedHeader),
        CheckCase("Content-Type: a/b\nContent-Type: a/c", .repeatedHeader),
        CheckCase("Max-Forwards: 1\nMax-Forwards: 2", .repeatedHeader), CheckCase("Subject: a\nSubject: b"),
        CheckCase("P-Charging-Vector: \""), CheckCase("Diversion: \""),
    ]

    @Test(arguments: cases)
    func `a field that breaks the grammar is an issue of its own`(check: CheckCase) throws {
        let reading = try #require(decode(request(check.line)))
        #expect(reading.allIssues == (check.issue.map { [$0] } ?? []))
    }

    @Test(arguments: ["Via", "From", "To", "Call-ID", "CSeq"])
    func `a mandatory field that is absent or empty is missing`(name: String) throws {
        for value in [nil, "", "  ", " \n "] {
            let reading = try #require(decode(request(with: name, value)))
            #expect(reading.allIssues == [.missingHeader])
        }
    }

    static let replaced: [(name: String, value: String, issue: DecodeIssue)] = [
        ("Via", "SIP/2.0/UDP", .via), ("Via", "SIP/2.0/UDP 192.0.2.15;;,;,,", .via),
        ("From", "<sip:a@b", .from), ("From", "\"A <sip:a@b>", .from), ("From", "Bell, A <sip:a@b>;tag=4", .from),
        ("From", "<sip:a@b>, <sip:c@d>", .from), ("From", "\"A\\", .from), ("From", "sip:a@b?x=y", .from),
        ("To", "< sip:a@b >", .to), ("To", "\"Mr. J. User <sip:a@b>", .to), ("To", "<>", .to), ("To", "sip:a@b,", .to),
        ("CSeq", "1", .cSeqMethod), ("CSeq", "1 INVITE", .cSeqMethod), ("CSeq", "2147483648 OPTIONS", .cSeq),
        ("CSeq", "1 options", .cSeqMethod), ("CSeq", "x OPTIONS", .cSeq), ("CSeq", "1 OPTIONS\u{0}", .cSeqMethod),
    ]

    @Test(arguments: replaced)
    func `a mandatory field that cannot be read is an issue of its own`(
        name: String,
        value: String,
        issue: DecodeIssue
    ) throws {
        let reading = try #require(decode(request(with: name, value)))
        #expect(reading.issues.contains(issue))
        #expect(reading.issues.areOfTheSender)
    }

    @Test func `the CSeq of a response may name any method`() throws {
        let text = request().replacing("OPTIONS sip:bob@example.com SIP/2.0", with: "SIP/2.0 200 OK")
        #expect(try #require(decode(text.replacing("314159 OPTIONS", with: "1 NEW"))).issues.isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a Contact full of commas is not searched once a comma`() throws {
        for part in [",", "a,", "a:,", "<,", "a b,", "\",", ";,"] {
            let value = String(repeating: part, count: 60_000 / part.utf8.count)
            #expect(decode(request("Contact: \(value)")) != nil)
        }
    }
}
