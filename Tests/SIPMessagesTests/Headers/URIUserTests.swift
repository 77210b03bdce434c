import Testing
import WireBytes

@testable import SIPMessages

@Suite struct URIUserTests {
    @Test(arguments: [
        ("sip:alice@example.com", "alice"), ("sips:alice:secret@example.com", "alice"), ("sip:example.com", ""),
        ("tel:+1-202-555-0101;phone-context=x", "+1-202-555-0101"), ("TEL:110", "110"),
        ("sip:1000;x=y@192.0.2.1:5060;user=phone", "1000;x=y"), ("sip:@example.com", ""), ("alice", ""), ("", ""),
        ("sip:", ""), (":@", ""),
    ])
    func `the user is what stands before the at sign, or the number`(uri: String, user: String) {
        let bytes = Array(uri.utf8)
        #expect(bytes.withRawSpan { $0.text(of: URIUser.read($0, ByteRange(0, bytes.count))) } == user)
    }
}
