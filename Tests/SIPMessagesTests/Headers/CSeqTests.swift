import SIPCatalogue
import Testing
import WireBytes

@testable import SIPMessages

/// A CSeq value and what is to be read from it.
struct CSeqCase: CustomTestStringConvertible, Sendable {
    let value: String
    var number: UInt32?
    var method = ""
    var isWellFormed = false

    var testDescription: String { value }
}

@Suite struct CSeqTests {
    static let cases = [
        CSeqCase(value: "1 INVITE", number: 1, method: "INVITE", isWellFormed: true),
        CSeqCase(value: "0009\r\n  INVITE", number: 9, method: "INVITE", isWellFormed: true),
        CSeqCase(value: "0\tACK", number: 0, method: "ACK", isWellFormed: true),
        CSeqCase(value: "7 NEW-method.1", number: 7, method: "NEW-method.1", isWellFormed: true),
        CSeqCase(value: "2147483647 BYE", number: 2_147_483_647, method: "BYE", isWellFormed: true),
        CSeqCase(value: "2147483648 BYE", number: 2_147_483_648, method: "BYE"),
        CSeqCase(value: "4294967296 BYE", method: "BYE"),
        CSeqCase(value: "18446744073709551616 BYE", method: "BYE"),
        CSeqCase(value: "-1 BYE", method: "-1 BYE"),
        CSeqCase(value: "1", number: 1),
        CSeqCase(value: "1INVITE", number: 1, method: "INVITE"),
        CSeqCase(value: "INVITE", method: "INVITE"),
        CSeqCase(value: "1 INVITE x", number: 1, method: "INVITE x"),
        CSeqCase(value: "1 INV(ITE", number: 1, method: "INV(ITE"),
        CSeqCase(value: ""),
    ]

    @Test(arguments: cases)
    func `a CSeq is a number below 2³¹ and a method`(expected: CSeqCase) {
        let bytes = Array(expected.value.utf8)
        let cSeq = bytes.withRawSpan { CSeq.read($0, ByteRange(0, bytes.count)) }
        #expect(cSeq.number == expected.number)
        #expect(bytes.withRawSpan { $0.text(of: cSeq.methodText) } == expected.method)
        #expect(cSeq.method?.name == Method.allCases.first { $0.name == expected.method }?.name)
        #expect(cSeq.isWellFormed == expected.isWellFormed)
    }
}
