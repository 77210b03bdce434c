import CallTracking
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@testable import Tallying

@Suite struct ProductTests {
    /// Responses with what they say of their maker, and the product that follows.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let responses: [(code: Int, header: String)]
        let product: String?

        init(_ name: String, _ responses: [(code: Int, header: String)], _ product: String?) {
            testDescription = name
            self.responses = responses
            self.product = product
        }
    }

    @Test(arguments: samples)
    func `a server is called by what it says of itself`(sample: Sample) throws {
        var trace = SIPTrace()
        for response in sample.responses {
            trace.request("OPTIONS")
            trace.response(response.code, "Phrase", headers: [response.header])
        }
        let server = try #require(try Analysed(trace).tally.servers.all.first?.server)
        #expect(server.product.name == sample.product)
    }

    private static let samples = [
        Sample("one value", [(200, "Server: one/1"), (180, "Server: one/1")], "one/1"),
        Sample("a User-Agent where there is no Server", [(200, "User-Agent: phone/2")], "phone/2"),
        Sample("two values of relayed responses", [(200, "Server: one/1"), (200, "Server: two/2")], nil),
        Sample("a 100 after mixed values", [(200, "Server: a"), (200, "Server: b"), (100, "Server: own")], "own"),
        Sample("a 100 before others", [(100, "Server: own"), (200, "Server: b")], "own"),
        Sample(
            "values that differ behind the length that is kept",
            [
                (200, "Server: " + String(repeating: "x", count: 80) + "1"),
                (200, "Server: " + String(repeating: "x", count: 80) + "2"),
            ],
            nil
        ),
        Sample(
            "a long value",
            [(200, "Server: " + String(repeating: "x", count: 80))],
            String(repeating: "x", count: 64)
        ),
        Sample("nothing", [(200, "Supported: timer")], nil),
        Sample("an empty value", [(200, "Server:")], nil),
        Sample("an empty value and a name", [(200, "Server:"), (200, "Server: one/1")], "one/1"),
    ]
}
