import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// The dialogs of a call, and how much of each the capture shows.
@Suite struct DialogsTests {
    /// Dialogs that are whole, from their middle, one-sided and lossy; of the call that began first.
    private func dialogs(_ trace: SIPTrace) throws -> [Int] {
        try counts(#require(Tracking(trace).open.map(\.call).min { $0.began < $1.began }))
    }

    private func counts(_ call: Call) -> [Int] { Evidence.allCases.map { call.dialogs($0) } }

    /// An INVITE, of which the caller hears `code` before anything else, and 180 where `rings`.
    private func begun(over transport: Transport = .udp, _ code: Int = 100, rings: Bool = false) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE")
        trace.response(code, "Trying")
        if rings { trace.response(180, "Ringing") }
        trace.answer(as: "callee")
        return trace
    }

    @Test(arguments: [Transport.udp, .tcp])
    func `a dialog that a response creates is seen whole, and each of a fork`(transport: Transport) throws {
        var trace = begun(over: transport, rings: true)
        #expect(try dialogs(trace) == [1, 0, 0, 0])
        trace.answer(as: "fork")
        trace.response(183, "Session Progress")
        trace.response(200, "OK")
        trace.request("ACK")
        trace.request("BYE")
        #expect(try dialogs(trace) == [2, 0, 0, 0])
        #expect(try dialogs(begun(over: transport)) == [0, 0, 0, 0], "a 100 creates none")
    }

    @Test(arguments: ["ACK", "BYE", "PRACK", "UPDATE", "INFO", "REFER"], [Transport.udp, .tcp])
    func `a dialog that only a request tells of is lossy`(method: String, transport: Transport) throws {
        var trace = begun(over: transport)
        trace.request(method, headers: ["Refer-To: <sip:c@example.com>"], isInside: true)
        if method == "ACK" { trace.rewrite("branch=z9hG4bK", "branch=z9hG4bK-ack-") }
        #expect(try dialogs(trace) == [0, 0, 0, 1])
        let call = try #require(Tracking(trace).open.first).call
        #expect(call.forks == 1 && call.attempt(.answered)?.furtherDialogs == [])
    }

    @Test func `it is one-sided where nothing is seen to go to the caller`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.answer(as: "callee")
        trace.request("ACK")
        trace.rewrite("branch=z9hG4bK", "branch=z9hG4bK-ack-")
        trace.request("BYE")
        #expect(try dialogs(trace) == [0, 0, 1, 0])
    }

    @Test func `it is of the middle where an INVITE before the capture may have created it`() throws {
        var trace = begun(401)
        trace.request("ACK")
        trace.answer(as: "")
        trace.request("INVITE")
        trace.answer(as: "callee")
        trace.request("BYE")
        #expect(try dialogs(trace) == [0, 0, 0, 1])
        #expect(try dialogs(trace.suffix(4)) == [0, 1, 0, 0])
    }

    @Test func `a call that is seen from its middle tells of no dialog`() throws {
        var trace = begun(rings: true)
        trace.response(200, "OK")
        trace.request("BYE")
        for count in 1...3 { #expect(try dialogs(trace.suffix(count)) == [0, 0, 0, 0]) }
    }

    @Test func `the BYE of the callee names the dialog by its own tag`() throws {
        var trace = begun()
        trace.swapSides()
        trace.request("BYE")
        trace.swapSides()
        trace.request("BYE")
        #expect(try dialogs(trace) == [0, 0, 0, 1])
    }

    @Test func `a dialog whose answer is missing is lossy, until it comes`() throws {
        var trace = begun(rings: true)
        trace.request("ACK")
        trace.rewrite("branch=z9hG4bK", "branch=z9hG4bK-ack-")
        #expect(try dialogs(trace) == [0, 0, 0, 1])
        trace.response(183, "Session Progress", to: "INVITE")
        #expect(try dialogs(trace) == [0, 0, 0, 1], "that is no answer")
        trace.response(200, "OK", to: "INVITE")
        #expect(try dialogs(trace) == [1, 0, 0, 0])
    }

    @Test func `a request that has overtaken the response to the INVITE takes nothing from its dialog`() throws {
        var trace = begun()
        trace.request("PRACK")
        trace.answerInvite(180, "Ringing")
        #expect(try dialogs(trace) == [1, 0, 0, 0])
        let call = try #require(Tracking(trace).open.first).call
        #expect(call.forks == 1)
    }

    @Test func `a BYE of another fork tells of a dialog that was missed`() throws {
        var trace = begun(rings: true)
        trace.response(200, "OK")
        trace.answer(as: "fork")
        trace.request("BYE")
        #expect(try dialogs(trace) == [1, 0, 0, 1])
        trace.request("BYE")
        #expect(try dialogs(trace) == [1, 0, 0, 1], "it is the same")
        trace.answerInvite(180, "Ringing")
        #expect(try dialogs(trace) == [2, 0, 0, 0], "its response came late")
        let call = try #require(Tracking(trace).open.first).call
        #expect(call.forks == 2 && call.attempt(.answered)?.furtherDialogs == [60_000_000])
    }

    @Test func `a further hop, and a request without a tag, tell of no dialog`() throws {
        for (from, to) in [(Endpoint.trunk, Endpoint.callee), (.callee, .trunk)] {
            var (trace, hop) = (begun(), SIPTrace(from: from, to: to))
            hop.at(.seconds(1))
            hop.answer(as: "other")
            hop.request("BYE")
            trace.merge(hop)
            #expect(try dialogs(trace) == [0, 0, 0, 0])
        }
        var trace = begun()
        trace.answer(as: "")
        trace.request("BYE")
        #expect(try dialogs(trace) == [0, 0, 0, 0])
    }

    @Test func `a side that sends from another address than before adds no dialog`() throws {
        var trace = begun(rings: true)
        trace.swapSides()
        trace.caller = .trunk
        trace.request("REFER", headers: ["Refer-To: <sip:c@example.com>"], isInside: true)
        var moved = SIPTrace(from: .trunk, to: .caller)
        moved.at(.seconds(1))
        moved.answer(as: "callee")
        moved.request("BYE")
        trace.merge(moved)
        #expect(try dialogs(trace) == [1, 0, 0, 0])
    }

    @Test func `the dialogs of a call that had to make room before its end are lossy`() throws {
        var limits = TrackingLimits()
        limits.calls = 4
        for (isOver, expected) in [(false, [0, 0, 0, 5]), (true, [5, 0, 0, 0])] {
            var tracking = Tracking(limits: limits)
            var trace = begun()
            for fork in 0..<5 {
                trace.answer(as: "fork-\(fork)")
                trace.response(180, "Ringing")
            }
            trace.response(200, "OK")
            if isOver { trace.request("BYE") }
            trace.at(.seconds(20))
            for number in 0..<8 {
                trace.newCall("flood-\(number)@example.com")
                trace.request("INVITE")
                trace.response(200, "OK")
            }
            tracking.take(trace)
            #expect(tracking.ended.filter { $0.call.firstFrame.number == 1 }.map { counts($0.call) } == [expected])
        }
    }

    @Test func `what only requests tell of gives way to what responses create, whatever comes first`() {
        var dialogs = Dialogs()
        func evidence() -> [Int] { Evidence.allCases.map { dialogs.count(of: $0) } }
        for tag in 1...5 as ClosedRange<UInt32> { dialogs.miss(tag, .oneSided, lacksAnswer: false) }
        #expect(evidence() == [0, 0, 4, 0] && dialogs.count == 0 && dialogs.furtherDelays == [])
        #expect(dialogs.note(9, delay: 1_000, isFinal: false) == .found)
        #expect(evidence() == [1, 0, 3, 0] && dialogs.contains(9) && !dialogs.contains(2))
        #expect(dialogs.note(4, delay: 2_000, isFinal: true) == .found)
        #expect(evidence() == [2, 0, 2, 0] && dialogs.furtherDelays == [2_000])
        for tag in 10...11 as ClosedRange<UInt32> {
            #expect(dialogs.note(tag, delay: Int64(tag) * 1_000, isFinal: false) == .found)
        }
        #expect(evidence() == [4, 0, 0, 0] && dialogs.furtherDelays == [2_000, 10_000, 11_000])
        #expect(dialogs.note(12, delay: 3_000, isFinal: false) == .full)
        dialogs.miss(4, .lossy, lacksAnswer: true)
        dialogs.miss(13, .lossy, lacksAnswer: true)
        #expect(evidence() == [3, 0, 0, 1] && dialogs.note(4, delay: 0, isFinal: false) == .found)
        #expect(evidence() == [3, 0, 0, 1] && dialogs.note(4, delay: 0, isFinal: true) == .found)
        #expect(evidence() == [4, 0, 0, 0] && dialogs.count == 4)
    }
}
