import SIPCatalogue
import Testing

@Suite struct StatusCodeSetTests {
    @Test func `a set holds its codes and those that are acted on as one of them`() {
        let codes = StatusCodeSet([408, 500, 699])
        let held = (0...UInt16.max).filter(codes.contains)
        #expect(held.contains(408) && held.contains(500) && held.contains(699))
        #expect(held.allSatisfy { $0 == 408 || $0 == 699 || StatusCodes.actedOn(as: $0) == 500 })
        #expect(held.contains(599) && !held.contains(503) && !held.contains(600))
        #expect(StatusCodeSet([]).contains(0) == false)
    }
}
