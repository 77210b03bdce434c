import SIPCatalogue
import TestSupport
import Testing
import WireBytes

@testable import SIPMessages

@Suite struct SIPDecoderTests {
    @Test func `a well-formed request is read without an issue`() throws {
        let reading = try #require(decode(request("Max-Forwards: 70", "Content-Length: 2", body: "hi")))
        #expect(!reading.isResponse)
        #expect(reading.method == .options)
        #expect(reading.requestURI == "sip:bob@example.com")
        #expect(reading.branch == "z9hG4bK776")
        #expect(reading.fromURI == "sip:alice@example.com")
        #expect(reading.fromTag == "1928")
        #expect(reading.toTag.isEmpty)
        #expect(reading.callID == "a84b4c76e66710@192.0.2.1")
        #expect(reading.cSeq.number == 314_159)
        #expect(reading.body == "hi")
        #expect(reading.hasWholeHeaderSection)
        #expect(reading.issues.isEmpty)
    }

    @Test func `a response belongs to the method of its CSeq`() throws {
        let text = request().replacing("OPTIONS sip:bob@example.com SIP/2.0", with: "SIP/2.0 480 Сейчас занят")
        let reading = try #require(decode(text))
        #expect(reading.isResponse)
        #expect(reading.statusCode == 480)
        #expect(reading.reasonPhrase == "Сейчас занят")
        #expect(reading.method == .options)
        #expect(reading.methodText == "OPTIONS")
        #expect(reading.issues.isEmpty)
    }

    @Test func `names in any case and in compact form, with blanks before the colon, mean the same`() throws {
        let text = """
            OPTIONS sip:bob@example.com SIP/2.0
            v\t: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
            FROM :<sip:a@b>;tag=1
            t: \t <sip:b@b>
            I \t : call
            cseq:7 OPTIONS
            L   :0


            """
        let reading = try #require(decode(text))
        #expect(reading.fields.map(\.name) == [.via, .from, .to, .callID, .cSeq, .contentLength])
        #expect(reading.fields.map(\.nameText) == ["v", "FROM", "t", "I", "cseq", "L"])
        #expect(reading.callID == "call")
        #expect(reading.issues.isEmpty)
    }

    @Test func `a folded header keeps its line ends inside the value`() throws {
        let reading = try #require(decode(request("Subject: one\n two\n\tthree", "X-Empty:\n \n  x")))
        #expect(reading.values(of: .subject) == ["one\r\n two\r\n\tthree"])
        #expect(reading.fields.last?.value == "x")
        #expect(reading.issues.isEmpty)
    }

    @Test func `lines that end in a line feed alone are read`() throws {
        let text = request("Subject: one\n two", "Content-Length: 3", body: "a\nb")
        let reading = try #require(decode(Array(text.utf8)))
        #expect(reading.values(of: .subject) == ["one\n two"])
        #expect(reading.body == "a\nb")
        #expect(reading.issues.isEmpty)
    }

    @Test func `fields are kept in the order of the wire, repeated ones and unknown ones too`() throws {
        let reading = try #require(decode(request("X-A: 1", "Route: <sip:a>, <sip:b>", "x-a: 2", "Route: <sip:c>")))
        #expect(reading.fields.suffix(4).map(\.value) == ["1", "<sip:a>, <sip:b>", "2", "<sip:c>"])
        #expect(reading.values(of: .route) == ["<sip:a>, <sip:b>", "<sip:c>"])
        #expect(reading.issues.isEmpty)
    }

    @Test func `a message without its empty line is read as far as it goes`() throws {
        let text = String(request().dropLast(2))
        for end in ["", "\n", "\r"] {
            let reading = try #require(decode(wire(text) + Array(end.utf8)))
            #expect(reading.cSeq.number == 314_159)
            #expect(!reading.hasWholeHeaderSection)
            #expect(reading.body.isEmpty)
            #expect(reading.allIssues == [.unfinishedHeaders])
        }
    }

    @Test(arguments: [
        "no colon", " first blank: x", ": no name", "two words: x", "par(en): x", "é: x", "a\u{0}b: x", "\"q\": x",
    ])
    func `a line that is no field is an issue and hides no other`(line: String) throws {
        let text =
            "OPTIONS sip:b SIP/2.0\n\(line)\n" + request().split(separator: "\n").dropFirst().joined(separator: "\n")
        let reading = try #require(decode(text + "\n\n"))
        #expect(reading.allIssues == [.headerLine])
        #expect(reading.fields.count == 5)
    }

    @Test func `NUL octets in values are kept`() throws {
        let reading = try #require(decode(request("Subject: a\u{0}b\u{0}", "X: \u{0}")))
        #expect(reading.values(of: .subject) == ["a\u{0}b\u{0}"])
        #expect(reading.issues.isEmpty)
    }

    @Test func `10,000 fields are read up to the limit and the message still counts`() throws {
        let lines = (0..<10_000).map { "X-\($0): \($0)" }.joined(separator: "\n")
        let reading = try #require(decode(request(lines, body: "body")))
        #expect(reading.fields.count == SIPDecoder.mostFields)
        #expect(reading.body == "body")
        #expect(reading.allIssues == [.headerLimit])
    }

    @Test func `10,000 folds are one value`() throws {
        let reading = try #require(decode(request("Subject: x" + String(repeating: "\n x", count: 10_000), "X: y")))
        #expect(reading.fields.last?.value == "y")
        #expect(reading.fields.count == 7)
        #expect(reading.issues.isEmpty)
    }

    @Test(arguments: [0, 1, 50, 1_024, 4_096, 60_000])
    func `a Call-ID of any length is read`(count: Int) throws {
        let reading = try #require(decode(request(with: "Call-ID", String(repeating: "x", count: count))))
        #expect(reading.callID == String(repeating: "x", count: min(count, 256)))
        #expect(reading.allIssues == (count == 0 ? [.missingHeader] : []))
    }

    @Test func `a message is filled again and nothing of the one before is left`() {
        var message = SIPMessage()
        let first = wire(request("Contact: sip:a@b?c", "Content-Length: 4", body: "full"))
        let second = wire("SIP/2.0 200 OK\n\n")
        for _ in 0..<3 {
            let isFirst = first.withRawSpan {
                decoder.decode($0, from: 0, carrier: .datagram, isCut: true, into: &message)
            }
            #expect(isFirst)
            let isSecond = second.withRawSpan {
                decoder.decode($0, from: 0, carrier: .datagram, isCut: false, into: &message)
            }
            #expect(isSecond)
            let reading = second.withRawSpan { Reading(message, $0) }
            #expect(reading.fields.isEmpty)
            #expect(reading.allIssues == [.missingHeader])
            #expect(reading.contentLength == nil)
            #expect(reading.callID.isEmpty && reading.fromTag.isEmpty && reading.branch.isEmpty && reading.body.isEmpty)
        }
    }
}
