import CallTracking
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// Legs of a call through a B2BUA, from frame to tally.
@Suite struct LegsTests {
    /// What two INVITEs through a B2BUA carry, and by what the second is found to be a leg.
    struct Sample: Sendable, CustomTestStringConvertible {
        let carried: [String]
        let correlation: LegCorrelation
        var testDescription: String { correlation.rawValue }
    }

    private static let samples = [
        Sample(carried: ["Session-ID: ab30317f1a784dc48ff824d0d3715d86"], correlation: .sessionID),
        Sample(carried: ["P-Charging-Vector: icid-value=\"a1\";orig-ioi=home.example"], correlation: .icid),
        Sample(carried: ["X-CID: a1"], correlation: .header),
        Sample(carried: [], correlation: .guess),
    ]

    private func frames(_ carried: [String]) -> [SampleFrame] {
        var (trace, leg) = (SIPTrace(), SIPTrace(from: .callee, to: .trunk))
        trace.request("INVITE", headers: carried)
        leg.wait(.milliseconds(3))
        leg.newCall("call-2@example.com")
        leg.request("INVITE", headers: carried)
        leg.response(200, "OK")
        trace.wait(.milliseconds(20))
        trace.response(200, "OK")
        trace.merge(leg)
        return trace.frames
    }

    @Test(arguments: samples)
    func `a leg counts by what it was found, and as a call of its own`(sample: Sample) throws {
        let legs = try #require(LegOptions(header: "x-cid", guesses: true))
        let analysed = try Analysed(frames(sample.carried), legs: legs)
        #expect(analysed.tally.calls.total == 2)
        #expect(analysed.tally.calls.outcomes == [.answered: 2])
        #expect(analysed.tally.calls.legs.groups == 1)
        #expect(analysed.tally.calls.legs.total == 1)
        #expect(analysed.tally.calls.legs[sample.correlation] == 1)
        let groups = analysed.calls.map { String(decoding: $0.call.legGroup, as: UTF8.self) }
        #expect(groups == ["call-1@example.com", "call-1@example.com"])
    }

    @Test(arguments: samples)
    func `without being asked only what is standardised tells`(sample: Sample) throws {
        let isStandard = sample.correlation == .sessionID || sample.correlation == .icid
        #expect(try Analysed(frames(sample.carried)).tally.calls.legs.total == (isStandard ? 1 : 0))
    }
}
