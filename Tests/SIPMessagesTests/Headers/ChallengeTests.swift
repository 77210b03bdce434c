import Testing
import WireBytes

@testable import SIPMessages

@Suite struct ChallengeTests {
    private func challenge(_ text: String) -> Challenge {
        let bytes = Array(text.utf8)
        return bytes.withRawSpan { Challenge.read($0, ByteRange(0, bytes.count)) }
    }

    @Test(arguments: [
        "Digest realm=\"example.com\", nonce=\"84a4cc6f\"",
        "digest NONCE=\"84a4cc6f\",REALM=\"example.com\",algorithm=SHA-256,qop=\"auth,auth-int\"",
        "Digest  realm = \"a, \\\"b\\\" = c\" ,\r\n nonce = \"x\"",
        "DIGEST stale=TRUE, , nonce=\"\", realm=\"\"",
    ])
    func `a Digest challenge with realm and nonce is complete`(text: String) {
        #expect(challenge(text).isDigest)
        #expect(challenge(text).hasRealm)
        #expect(challenge(text).hasNonce)
        #expect(challenge(text).isComplete)
    }

    @Test(arguments: [
        "Digest", "Digest ", "Digest realm=\"example.com\"", "Digest nonce=\"x\"",
        "Digest realm=\"nonce=x\"", "Digest realm=\"open, nonce=\"x", "Digest xrealm=\"a\", nonce2=\"b\"",
        "Digest realm, nonce",
    ])
    func `a Digest challenge that lacks realm or nonce is not complete`(text: String) {
        #expect(challenge(text).isDigest)
        #expect(!challenge(text).isComplete)
    }

    @Test func `of other schemes nothing is asked`() {
        #expect(challenge("Bearer authz_server=\"https://example.com\"").isComplete)
        #expect(!challenge("Bearer realm=\"a\"").isDigest)
        #expect(!challenge("DigestX realm=\"a\"").isDigest)
    }

    @Test(arguments: ["", "\"Digest\" realm=\"a\", nonce=\"b\"", "=", ",", "realm=\"\u{0}\""])
    func `a value without a scheme is not Digest`(text: String) {
        #expect(!challenge(text).isDigest)
    }

    @Test func `a value without anything is not complete`() {
        #expect(!challenge("").isComplete)
        #expect(!challenge(", realm=\"a\"").isComplete)
    }
}
