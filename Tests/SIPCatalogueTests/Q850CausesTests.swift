import SIPCatalogue
import Testing

@Suite struct Q850CausesTests {
    /// Causes that a gateway meets daily, each with the code that RFC 3398 §7.2.4.1 makes of it.
    static let mapped: [(cause: UInt8, code: UInt16)] = [
        (1, 404), (17, 486), (18, 408), (19, 480), (21, 403), (22, 410), (27, 502), (28, 484), (31, 480), (34, 503),
        (38, 503), (41, 503), (42, 503), (79, 501), (88, 503), (102, 504), (111, 500), (127, 500),
    ]

    @Test func `values are unique, ascending and in 1 to 127`() {
        let values = Q850Causes.all.map(\.value)
        #expect(zip(values, values.dropFirst()).allSatisfy(<))
        #expect(values.allSatisfy { (1...127).contains($0) })
    }

    @Test(arguments: mapped)
    func `a cause becomes the code of RFC 3398`(cause: UInt8, code: UInt16) {
        #expect(Q850Causes.row(for: cause)?.statusCode == code)
    }

    @Test func `normal clearing becomes no status code`() throws {
        #expect(try #require(Q850Causes.row(for: 16)).statusCode == nil)
    }

    @Test func `mapped codes and causes are in the catalogue`() {
        for cause in Q850Causes.all {
            #expect(cause.statusCode.map { StatusCodes.row(for: $0) != nil } ?? true, "\(cause.value)")
        }
        for row in StatusCodes.all {
            #expect(Q850Causes.value(for: row.number).map { Q850Causes.row(for: $0) != nil } ?? true, "\(row.number)")
        }
    }
}
