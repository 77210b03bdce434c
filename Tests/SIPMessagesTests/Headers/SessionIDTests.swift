import Testing
import WireBytes

@testable import SIPMessages

@Suite struct SessionIDTests {
    private static let alice = "ab30317f1a784dc48ff824d0d3715d86"
    private static let bob = "47755a9de7794ba387653f2099600ef2"
    private static let none = "00000000000000000000000000000000"

    private func read(_ text: String) -> [String]? {
        let bytes = Array(text.utf8)
        guard let value = bytes.withRawSpan({ SessionID.read($0, ByteRange(0, bytes.count)) }) else { return nil }
        return [value.local, value.remote].map { uuid in
            [uuid.high, uuid.low].map { number in
                let digits = String(number, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined()
        }
    }

    @Test(
        arguments: [
            "\(alice);remote=\(bob)", "\(alice.uppercased());remote=\(bob.uppercased())",
            "\(alice) ; REMOTE = \(bob) ;x=y", "\(alice);x=\"a;remote=b\";remote=\(bob)",
            "ab30317f-1a78-4dc4-8ff8-24d0d3715d86;remote=47755a9d-e779-4ba3-8765-3f2099600ef2",
        ]
    )
    func `both ends are read in any case and with hyphens`(text: String) {
        #expect(read(text) == [Self.alice, Self.bob])
    }

    @Test(arguments: ["", ";remote=\(none)", ";remote=", ";remote=x", ";remote=\(bob)0", ";", ";;"])
    func `an end that is not told is nil`(rest: String) throws {
        #expect(read(Self.alice + rest) == [Self.alice, Self.none])
        let bytes = Array((Self.alice + rest).utf8)
        let value = try #require(bytes.withRawSpan { SessionID.read($0, ByteRange(0, bytes.count)) })
        #expect(value.remote.isNil && !value.local.isNil)
    }

    @Test(
        arguments: [
            "", ";", "\(alice.dropLast())", "\(alice)0", "g\(alice.dropFirst())", "\(alice), \(bob)", "\"\(alice)\"",
            "----------------------------------", ";remote=\(bob)",
        ]
    )
    func `anything else is no session`(text: String) {
        #expect(read(text) == nil)
    }
}
