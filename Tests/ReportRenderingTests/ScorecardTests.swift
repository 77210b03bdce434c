import CallTracking
import NetworkTypes
import Tallying
import TestSupport
import Testing

@testable import ReportRendering

/// Two servers of one product of which one answers as it should not, and a third that says nothing of itself.
@Suite struct ScorecardTests {
    private static func report() -> Report {
        var situation = Situation()
        for (number, product) in ["Server: Edge 7", "Server: Edge 7", "Subject: none"].enumerated() {
            let server = Endpoint(address: IPAddress(v4: 0xCB00_7110 + UInt32(number)), port: 5060)
            var trace = SIPTrace(to: server)
            trace.newCall("call-\(number)@example.com")
            trace.request("INVITE")
            let challenge = "Proxy-Authenticate: Digest realm=\"a\", nonce=\"b\""
            trace.response(407, "Proxy Authentication Required", headers: [challenge, product])
            trace.request("INVITE")
            trace.response(number == 0 ? 503 : 486, "Phrase", headers: [product])
            situation.take(trace)
        }
        return situation.report()
    }

    @Test func `servers of one product share a card, and a challenge is no answer to a call`() throws {
        let json = try JSON.read(JSONReport.text(ScorecardTests.report()))
        #expect(json["products"]?.count == 1)
        let card = try #require(json["products"]?[0])
        #expect(card["product"] == "Edge 7")
        #expect(card["servers"] == 2)
        #expect(
            card["scorecard"] == [
                "judged": 4, "calls": 2, "findings": ["error": 0, "warning": 1, "notice": 0],
                "findings_per_thousand_calls": 500,
            ]
        )
    }

    @Test func `the text lists products where several servers are the same`() {
        let text = TextReport.text(ScorecardTests.report(), style: ReportStyle(width: 100))
        let lines = text.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        let row = lines.first { $0.starts(with: ["Edge", "7"]) }
        #expect(row.map { $0.dropFirst(2).joined(separator: " ") } == "2 4 – 1 – 500")
    }
}
