import NetworkTypes
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// Figures from frame to tally: what they are told, and when.
@Suite struct FiguresTests {
    @Test func `a bound of the figures that only calls open at the end reach is told`() throws {
        var trace = SIPTrace()
        let clients = DirectionTable.limit + 76
        for number in 0..<clients {
            trace.newCall("call-\(number)@example.com")
            trace.caller.address = IPAddress(v4: 0x0A00_0000 + UInt32(number))
            trace.at(.milliseconds(number))
            trace.request("INVITE")
            trace.response(486, "Busy Here")
        }
        let analysed = try Analysed(trace)
        #expect(analysed.tally.kpis.total.ratios[.asr] == Ratio(0, of: UInt64(clients)))
        #expect(analysed.tally.kpis.directions.all.contains { $0.key.client == nil })
        #expect(analysed.reached("kpi_directions") == 76)
    }

    @Test func `no more transactions have copies than there are`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        trace.request("ACK")
        trace.rewrite(".INVITE", ".ACK")
        trace.wait(.seconds(1))
        trace.resend()
        #expect(try Analysed(trace).tally.kpis.total.ratios[.retransmissionRatio] == Ratio(0, of: 1))
        trace.request("BYE")
        trace.wait(.milliseconds(500))
        trace.resend()
        #expect(try Analysed(trace).tally.kpis.total.ratios[.retransmissionRatio] == Ratio(1, of: 2))
    }

    @Test func `a REGISTER that nobody answers behind a challenge is ineffective`() throws {
        var trace = SIPTrace()
        trace.request("REGISTER")
        trace.response(401, "Unauthorized")
        trace.answer(as: "")
        trace.request("REGISTER")
        let kpis = try Analysed(trace, pause: .seconds(40)).tally.kpis
        #expect(kpis.total.ratios[.ira] == Ratio(1, of: 1))
        #expect(kpis.authAbandoned == 0)
    }

    @Test func `a dialog that began before the capture is excluded whether or not time passes behind it`() throws {
        var trace = SIPTrace()
        trace.answer(as: "callee")
        trace.request("UPDATE")
        trace.response(200, "OK")
        for pause in [0, 40] {
            #expect(try Analysed(trace, pause: .seconds(pause)).tally.kpis.incomplete.attempts == 1, "\(pause) s")
        }
    }
}
