import TestSupport
import Testing
import WireBytes

@testable import SIPMessages

/// An address and what is to be read from it.
struct AddressCase: CustomTestStringConvertible, Sendable {
    let value: String
    var uri: String
    var tag = ""

    var testDescription: String { value }
}

@Suite struct NameAddressTests {
    private func read(_ text: String) -> (address: NameAddress, uri: String, tag: String) {
        let bytes = Array(text.utf8)
        return bytes.withRawSpan { span in
            let address = NameAddress.read(span, ByteRange(0, bytes.count))
            return (address, span.text(of: address.uri), span.text(of: address.tag))
        }
    }

    static let cases = [
        AddressCase(value: "<sip:a@b>;tag=1", uri: "sip:a@b", tag: "1"),
        AddressCase(value: "sip:a@b;tag=1", uri: "sip:a@b", tag: "1"),
        AddressCase(value: "sip:a@b", uri: "sip:a@b"),
        AddressCase(value: "\"A. B\" <sip:a@b>;TAG=1", uri: "sip:a@b", tag: "1"),
        AddressCase(value: "\"A \\\" <no> ;tag=x\"<sip:a@b>;tag=1", uri: "sip:a@b", tag: "1"),
        AddressCase(value: "caller<sip:a@b>;tag=323", uri: "sip:a@b", tag: "323"),
        AddressCase(value: "T. Watson <sip:a@b;user=phone>", uri: "sip:a@b;user=phone"),
        AddressCase(value: "Жанна <sip:a@b>", uri: "sip:a@b"),
        AddressCase(value: "\"Жанна\" <sip:a@b>", uri: "sip:a@b"),
        AddressCase(value: "token1~` token2'+_ token3*%!.- <sip:a@b>", uri: "sip:a@b"),
        AddressCase(value: "<sip:[2001:db8::1]:5060>;tag=1", uri: "sip:[2001:db8::1]:5060", tag: "1"),
        AddressCase(value: "<sip:a@b?Route=%3Csip:c%3E>", uri: "sip:a@b?Route=%3Csip:c%3E"),
        AddressCase(value: "<sip:a,b;c@d>;x=\"y,z\";tag=1", uri: "sip:a,b;c@d", tag: "1"),
        AddressCase(value: "sip:a@b ;   tag    = 1n", uri: "sip:a@b", tag: "1n"),
        AddressCase(value: "\"J \\\\\\\"\"  <sip:a@b>\r\n ;\r\n tag = 98asjd8", uri: "sip:a@b", tag: "98asjd8"),
        AddressCase(value: "isbn:2983792873", uri: "isbn:2983792873"),
        AddressCase(value: "*", uri: "*"),
    ]

    @Test(arguments: cases)
    func `an address gives its URI and tag`(expected: AddressCase) {
        let (address, uri, tag) = read(expected.value)
        #expect(uri == expected.uri)
        #expect(tag == expected.tag)
        #expect(address.isWellFormed)
        #expect(address.end == expected.value.utf8.count)
    }

    @Test(arguments: [
        "", "<", "<>", ">", "<sip:a@b", "\"open <sip:a@b>", "\"A\"", "\"A\" sip:a@b", "\"A\\", "\"A\\\" <sip:a@b>",
        "< sip:a@b>", "<sip:a@b >", "<sip:a b>", "Bell, A <sip:a@b>", "a@b <sip:a@b>", "sip:a@b?x=y", "sip:a b",
        "sip:a\"b", "sip:a>b", "<sip:a@b>;;", "<sip:a@b> x", "<sip:a@b>;tag=\"x", ";tag=1", "<sip:\u{0}@b>",
    ])
    func `an address that breaks the grammar is not well formed`(value: String) {
        let address = read(value).address
        #expect(!address.isWellFormed)
        #expect(address.uri.upper <= value.utf8.count)
        #expect(address.end <= value.utf8.count)
    }

    @Test(arguments: ["sip:", "sip:@", "sip:[2001:db8::1", "<sip:>", "%", "<sip:%0@b>", "<sip:%00@b>"])
    func `odd URIs are taken as they are`(value: String) {
        #expect(!read(value).uri.isEmpty)
    }

    @Test func `a comma ends the first address of a list`() {
        let (address, uri, _) = read("<sip:a@b;x=1,2>;q=0.5 , sip:c@d")
        #expect(uri == "sip:a@b;x=1,2")
        #expect(address.end == 22)
        #expect(address.isWellFormed)
        #expect(read("sip:a@b, <sip:c@d>").uri == "sip:a@b")
        #expect(read("sip:a@b, <sip:c@d>").address.isWellFormed)
        #expect(read("sip:a@b, \"C\" <sip:c@d>").address.end == 7)
    }

    @Test func `a comma in an unquoted display name is a fault and hides neither URI nor tag`() {
        let (address, uri, tag) = read("Bell, Alexander <sip:a.g.bell@example.com>;tag=43")
        #expect(uri == "sip:a.g.bell@example.com")
        #expect(tag == "43")
        #expect(!address.isWellFormed)
        #expect(!read("a, b").address.isWellFormed)
    }

    @Test func `the tag is that of the header field and not of the URI`() {
        #expect(read("<sip:a@b;tag=no>").tag.isEmpty)
        #expect(read("<sip:a@b;tag=no>;tag=yes").tag == "yes")
        #expect(read("<sip:a@b>;tag=one;tag=two").tag == "one")
        #expect(read("<sip:a@b>;tags=no").tag.isEmpty)
    }

    @Test func `a display name of 60 KB of escapes is read`() {
        let name = String(repeating: "\\\"", count: 30_000)
        #expect(read("\"\(name)\" <sip:a@b>;tag=1").address.isWellFormed)
        #expect(!read("\"\(name) <sip:a@b>;tag=1").address.isWellFormed)
    }
}
