import Testing
import WireBytes

@testable import SIPMessages

@Suite struct FieldNameTests {
    private func value(called name: String, in lines: String...) throws -> String? {
        let name = try #require(FieldName(name))
        let text = (["OPTIONS sip:bob@example.com SIP/2.0"] + lines + ["", ""]).joined(separator: "\r\n")
        return Array(text.utf8).withRawSpan { bytes in
            var message = SIPMessage()
            guard decoder.decode(bytes, from: 0, carrier: .datagram, isCut: false, into: &message) else { return nil }
            return message.headers.value(called: name, bytes).map { bytes.text(of: $0) }
        }
    }

    @Test(arguments: ["X-CID", "x-cid", "X-Cid"])
    func `a name that nobody registered is found in any case`(name: String) throws {
        #expect(try value(called: name, in: "X-CIDs: no", "X-CI: no", "x-CID :  a b ", "X-CID: c") == "a b")
        #expect(try value(called: name, in: "Y-CID: no") == nil)
    }

    @Test(arguments: ["Subject", "s", "SUBJECT"])
    func `a registered name is found in both of its forms`(name: String) throws {
        #expect(try value(called: name, in: "s: a") == "a")
        #expect(try value(called: name, in: "Subject: a") == "a")
    }

    @Test func `a name longer than any registered one is found`() throws {
        let name = "X-" + String(repeating: "Long-", count: 20) + "Name"
        #expect(try value(called: name.lowercased(), in: "\(name): a") == "a")
    }

    @Test(arguments: ["", " ", "X CID", "X-CID:", "X-CID\r\n", "Ümlaut", "a,b"])
    func `what is no token is no name`(text: String) {
        #expect(FieldName(text) == nil)
    }
}
