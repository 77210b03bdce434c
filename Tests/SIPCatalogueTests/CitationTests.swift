import SIPCatalogue
import Testing

@Suite struct CitationTests {
    static let printed: [(citation: Citation, text: String)] = [
        (.rfc(3261), "RFC 3261"),
        (.rfc(3261, "21.5.4"), "RFC 3261 §21.5.4"),
        (.rfc(6228, "5", "6"), "RFC 6228 §5, §6"),
        (.threeGPP("24.229"), "3GPP TS 24.229"),
        (.itu("Q.850", "2.2.7"), "ITU-T Q.850 §2.2.7"),
    ]

    @Test(arguments: printed)
    func `a citation prints as people write it`(citation: Citation, text: String) {
        #expect(citation.description == text)
    }
}
