import SIPCatalogue
import Testing

@Suite struct ResponseClassTests {
    @Test func `a number outside 100 to 699 has no class`() {
        for number: UInt16 in [0, 99, 700, 999, 1_000, .max] { #expect(ResponseClass(number: number) == nil) }
    }

    @Test(arguments: ResponseClass.allCases)
    func `the numbers of a class are those that have it`(responseClass: ResponseClass) {
        #expect(responseClass.numbers.allSatisfy { ResponseClass(number: $0) == responseClass })
        #expect(responseClass.numbers.count == 100)
        #expect(responseClass.name.hasSuffix("xx"))
    }

    @Test func `only a provisional response leaves the transaction open`() {
        #expect(ResponseClass.allCases.filter { !$0.isFinal } == [.provisional])
    }
}
