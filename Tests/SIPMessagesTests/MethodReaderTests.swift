import SIPCatalogue
import Testing
import WireBytes

@testable import SIPMessages

@Suite struct MethodReaderTests {
    private func method(_ text: String, behind: String = "") -> Method? {
        Array((text + behind).utf8).withRawSpan { MethodReader.method($0, ByteRange(0, text.utf8.count)) }
    }

    @Test(arguments: Method.allCases)
    func `each registered method finds itself whatever stands behind it`(wanted: Method) {
        for behind in ["", " sip:b", "SSSSSSSS"] { #expect(method(wanted.name, behind: behind) == wanted) }
    }

    @Test(arguments: Method.allCases)
    func `a method in another case, cut or longer is another method`(wanted: Method) {
        #expect(method(wanted.name.lowercased()) == nil)
        #expect(method(String(wanted.name.dropLast())) == nil)
        #expect(method(wanted.name + "X") == nil)
        #expect(method(wanted.name + "\u{0}") == nil)
        #expect(method(String(wanted.name.dropLast()) + "?") == nil)
    }

    @Test(arguments: ["", "A", "IN", "ACKACKACKACK", "SUBSCRIBX", "REGISTERS", "MESSAGES"])
    func `any other token is no registered method`(text: String) {
        #expect(method(text) == nil)
    }
}
