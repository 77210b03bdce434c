import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Towards whom something was seen.
@Suite struct SightlinesTests {
    private static let second: Int64 = 1_000_000_000

    private func host(_ number: Int) -> IPAddress { IPAddress(v4: 0x0A00_0000 + UInt32(number)) }

    /// So many hosts that something was sent to at once.
    private func sightlines(towards count: Int) -> Sightlines {
        var sightlines = Sightlines()
        for number in 0..<count { sightlines.note(host(number), at: 60 * Self.second) }
        return sightlines
    }

    /// Of `hosts` those towards which something was seen.
    private func seen(_ hosts: Range<Int>, by sightlines: borrowing Sightlines, at second: Int64) -> [Int] {
        hosts.filter { sightlines.sees(host($0), at: second * Self.second) }
    }

    @Test func `a host is seen for ten minutes after the latest that was sent to it`() {
        var sightlines = Sightlines()
        var seen = [sightlines.sees(host(1), at: 0)]
        #expect(seen == [false], "a vacant place was not seen when time began")
        sightlines.note(host(1), at: 0)
        seen = [1, 2].map { sightlines.sees(host($0), at: 599 * Self.second) }
        #expect(seen == [true, false])
        sightlines.note(host(1), at: 599 * Self.second)
        seen = [1_198, 1_210].map { sightlines.sees(host(1), at: $0 * Self.second) }
        #expect(seen == [true, false])
    }

    @Test(arguments: [100, 4_096, 20_000])
    func `among many hosts each is told from those that nothing was sent to`(count: Int) {
        let sightlines = sightlines(towards: count)
        let known = seen(0..<count, by: sightlines, at: 61)
        #expect(known.count == count)
        let strangers = seen(count..<count + 1_000, by: sightlines, at: 61)
        #expect(strangers.count < 50, "those whose set overflowed")
        #expect(strangers.isEmpty || sightlines.pushedOutCount > 0)
    }

    @Test func `of more hosts than there is room for none is taken for one that nothing was sent to`() {
        let count = Sightlines.capacity + 20_000
        let sightlines = sightlines(towards: count)
        #expect(sightlines.pushedOutCount >= 20_000)
        let (early, late) = (seen(0..<count, by: sightlines, at: 600), seen(0..<count, by: sightlines, at: 700))
        #expect(early.count == count)
        #expect(late.isEmpty, "all of them too old")
    }

    @Test func `hosts that are too old make room without being missed`() {
        var sightlines = Sightlines()
        for number in 0..<200_000 { sightlines.note(host(number), at: Int64(number) * Self.second) }
        #expect(sightlines.pushedOutCount == 0)
        let seen = [199_500, 199_000].map { sightlines.sees(host($0), at: 200_000 * Self.second) }
        #expect(seen == [true, false])
    }

    @Test func `where many hosts are answered the silence towards some is a failure`() {
        var trace = SIPTrace()
        for number in 0..<100 { trace.takePart(number, method: "OPTIONS", isAnswered: true) }
        for number in 0..<100 { trace.takePart(number, method: "INVITE", isAnswered: false) }
        for number in 100..<6_000 { trace.takePart(number, method: "OPTIONS", isAnswered: true) }
        var tracking = Tracking(trace)
        tracking.pass(40, after: trace.now)
        let told = tracking.attempts + tracking.ended.compactMap { $0.call.untold($0.outcome, isOver: true).attempt }
        #expect(told.count == 100)
        #expect(told.allSatisfy { $0.isWhole && $0.outcome == .unanswered })
    }

    @Test func `silence counts from when something was seen to be sent to the caller, with the same Call-ID too`() {
        var trace = SIPTrace()
        trace.request("REGISTER")
        for second in [15, 30] {
            trace.at(.seconds(second))
            trace.resend()
        }
        var other = SIPTrace()
        other.newCall("other@example.com")
        for second in [31, 36, 40] {
            other.at(.seconds(second))
            other.request("OPTIONS")
        }
        other.response(200, "OK")
        trace.at(.seconds(41))
        trace.request("REGISTER")
        trace.merge(other)
        var tracking = Tracking(trace)
        tracking.pass(40, after: trace.now)
        #expect(tracking.registrations.map(\.isWhole) == [false, true])
        #expect(tracking.registrations.allSatisfy { $0.ended == nil })
    }

    @Test func `a caller who waited in vain and then is answered is in the figures`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        var tracking = Tracking(trace)
        var late = trace
        late.wait(.seconds(20))
        late.request("INVITE")
        tracking.take(late.suffix(1))
        tracking.pass(20, after: late.now)
        late.wait(.seconds(20))
        late.response(200, "OK")
        tracking.take(late.suffix(1))
        tracking.pass(2, after: late.now)
        let facts = try #require(tracking.attempts.first)
        #expect(facts.outcome == .answered && facts.isWhole && facts.bids == 2)
    }
}

extension SIPTrace {
    /// A request of one of many hosts within a few seconds.
    fileprivate mutating func takePart(_ number: Int, method: String, isAnswered: Bool) {
        newCall("\(method)-\(number)@example.com")
        caller = Endpoint(address: IPAddress(v4: 0x0A00_0000 + UInt32(number)), port: 5060)
        at(.milliseconds(number))
        request(method)
        if isAnswered { response(200, "OK") }
    }
}
