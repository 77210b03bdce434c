import SIPCatalogue
import Testing

@Suite struct WarningCodesTests {
    @Test func `numbers are unique, ascending and in 300 to 399`() {
        let numbers = WarningCodes.all.map(\.number)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy(<))
        #expect(numbers.allSatisfy { (300...399).contains($0) })
    }

    @Test func `a row is found by its number`() {
        #expect(WarningCodes.row(for: 305)?.text == "Incompatible media format")
        #expect(WarningCodes.row(for: 308) == nil)
    }

    @Test func `an unknown code still has its range`() {
        #expect(WarningCodes.range(of: 329) == WarningCodes.range(of: 300))
        #expect(WarningCodes.range(of: 370) != WarningCodes.range(of: 330))
        #expect(WarningCodes.range(of: 299) == nil)
        #expect(WarningCodes.range(of: 400) == nil)
    }
}
