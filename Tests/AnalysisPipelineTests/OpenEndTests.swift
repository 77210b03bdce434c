import CallTracking
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// What the figures make of a capture that ends before the calls in it.
@Suite struct OpenEndTests {
    /// The last final response, the seconds that follow it, and how many attempts count.
    @Test(
        arguments: [
            (401, 0, 0), (407, 29, 0), (302, 29, 0), (407, 31, 1), (302, 31, 1), (486, 0, 1), (503, 0, 1),
        ] as [(Int, Int64, UInt64)]
    )
    func `an attempt that may still go on counts nowhere`(code: Int, seconds: Int64, count: UInt64) throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(code, "No")
        trace.request("ACK")
        trace.newCall("ping@example.com")
        // Step by step, so that the time is believed.
        for second in stride(from: 0, through: seconds, by: 1) {
            trace.at(.seconds(second))
            trace.wait(.milliseconds(20))
            trace.request("OPTIONS")
        }
        let tally = try Analysed(trace).tally
        #expect(tally.calls.total == 1)
        #expect(tally.kpis.total.ratios[.asr] == Ratio(0, of: count))
        #expect(tally.kpis.requestRatios.ser.denominator == (code == 302 ? 0 : count))
    }

    @Test func `a challenged registration that may still go on counts nowhere either`() throws {
        var trace = SIPTrace()
        trace.request("REGISTER")
        trace.response(401, "Unauthorized")
        #expect(try Analysed(trace).tally.kpis.total.ratios[.ira] == Ratio())
    }
}

/// Sessions that nobody was seen to release.
@Suite struct UnfinishedSessionsTests {
    /// Whether somebody sends a BYE, the seconds that pass, and how many sessions are unfinished.
    @Test(
        arguments: [(false, 86_500, 1), (false, 3_600, 0), (true, 86_500, 0)] as [(Bool, Int64, UInt64)]
    )
    func `a session without a BYE is unfinished when nothing came for a day`(
        isReleased: Bool,
        seconds: Int64,
        count: UInt64
    ) throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        trace.request("ACK")
        if isReleased { trace.request("BYE") }
        let kpis = try Analysed(trace, pause: .seconds(seconds)).tally.kpis
        #expect(kpis.unfinished == count)
        #expect(kpis.total.intervals[.sdt].count == 0)
    }
}
