import Settings
import Testing

@Suite struct NearestNameTests {
    @Test(
        arguments: [
            ("malformed-retry-afte", "malformed-retry-after"), ("unknown-code", nil), ("xyz", nil), ("", nil),
            ("unknown-status-cod", "unknown-status-code"), ("UNKNOWN", nil),
            ("contradiction", "reason-phrase-contradiction"),
        ] as [(String, String?)]
    )
    func `the nearest name is one that is near`(typed: String, name: String?) {
        let names = ["malformed-retry-after", "unknown-status-code", "reason-phrase-contradiction"]
        #expect(NearestName.of(typed, among: names) == name)
    }

    @Test func `of no names none is near`() {
        #expect(NearestName.of("anything", among: []) == nil)
    }
}
