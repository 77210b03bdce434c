import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Requests that nobody answers although one before them got something.
@Suite struct SilenceTests {
    @Test func `a REGISTER with credentials that nobody answers has no end, whatever the challenge was`() throws {
        var trace = SIPTrace()
        trace.request("REGISTER")
        trace.response(401, "Unauthorized")
        trace.answer(as: "")
        trace.request("REGISTER")
        var tracking = Tracking(trace)
        #expect(tracking.open.map(\.outcome) == [.inProgress])
        tracking.pass(40, after: trace.now)
        let chain = try #require(tracking.registrations.first)
        #expect(tracking.registrations.count == 1 && chain.isWhole)
        #expect(chain.ended == nil && chain.finalCode == 0)
        #expect(chain.requests == 2 && chain.challenged == 1)
        #expect(tracking.ended.map(\.outcome) == [.unanswered])
    }

    @Test func `a refresh that nobody answers has no end, and neither has the record of its call`() throws {
        var trace = SIPTrace()
        trace.request("REGISTER")
        trace.response(200, "OK")
        trace.at(.seconds(20))
        trace.request("REGISTER")
        var tracking = Tracking(trace)
        tracking.pass(40, after: trace.now)
        #expect(tracking.registrations.map(\.finalCode) == [200, 0])
        #expect(tracking.registrations.map { $0.ended == nil } == [false, true])
        #expect(tracking.ended.map(\.outcome) == [.unanswered])
    }

    /// A call answered after a second and released after a minute, whose BYEs got these.
    private func session(_ responses: [(code: Int, headers: [String])?]) throws -> SessionFacts {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.at(.seconds(1))
        trace.response(200, "OK")
        trace.request("ACK")
        for (place, response) in responses.enumerated() {
            trace.at(.seconds(60 + place))
            trace.request("BYE")
            if let response { trace.response(response.code, "Phrase", headers: response.headers) }
        }
        var tracking = Tracking(trace)
        tracking.pass(90, after: trace.now)
        let call = try #require(tracking.ended.first?.call)
        return try #require(call.session(isOver: true))
    }

    @Test(arguments: [(401, []), (407, []), (481, []), (500, []), (503, ["Retry-After: 1"])] as [(Int, [String])])
    func `a BYE that nobody answers was not answered, whatever the one before it got`(
        code: Int,
        headers: [String]
    ) throws {
        let session = try session([(code, headers), nil])
        #expect(session.disconnected == nil && session.finalCode == 0)
        #expect(session.released.nanoseconds(since: session.answered) == 59_000_000_000, "from the first BYE")
    }

    @Test func `a BYE that succeeded did so, whatever the next one gets`() throws {
        for next in [nil, 481] {
            let session = try session([(200, []), next.map { ($0, []) }])
            #expect(session.finalCode == 200)
            #expect(session.disconnected?.nanoseconds(since: session.released) == 10_000_000)
        }
    }

    /// The only response to a BYE, and whether it is the end of the session.
    @Test(
        arguments: [
            (401, [], false), (407, [], false), (491, [], false), (503, ["Retry-After: 9"], false), (503, [], true),
            (408, [], true), (481, [], true), (500, ["Retry-After: 9"], true), (603, [], true),
        ] as [(Int, [String], Bool)]
    )
    func `a BYE that should have been sent again and was not is one without an answer`(
        code: Int,
        headers: [String],
        isEnd: Bool
    ) throws {
        let session = try session([(code, headers)])
        #expect(session.finalCode == (isEnd ? UInt16(code) : 0))
        #expect(session.disconnected?.nanoseconds(since: session.released) == (isEnd ? 10_000_000 : nil))
    }
}
