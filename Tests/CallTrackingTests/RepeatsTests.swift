import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Messages sent again: how often and with which gaps.
@Suite struct RepeatsTests {
    /// When the copies of a message were seen, in milliseconds, and what that looks like.
    struct Sample: Sendable {
        let times: [Int64]
        let spacing: Repeats.Spacing?
        var isInvite = true
    }

    @Test(arguments: [
        Sample(times: [0], spacing: nil),
        Sample(times: [0, 500], spacing: .timers),
        Sample(times: [0, 520, 1_530, 3_490, 7_510], spacing: .timers),
        Sample(times: [0, 500, 1_500, 3_500, 7_500, 15_500, 31_500], spacing: .timers),
        Sample(times: [0, 500, 1_500, 3_500, 7_500, 11_500, 15_500], spacing: .timers, isInvite: false),
        Sample(times: [0, 500, 1_500, 3_500, 7_500, 15_500, 31_500], spacing: .irregular, isInvite: false),
        // T1 of a slow network.
        Sample(times: [0, 1_000, 3_000, 7_000], spacing: .timers),
        Sample(times: [0, 1_000, 2_000, 3_000], spacing: .even),
        Sample(times: [0, 500, 1_000], spacing: .even),
        // In progress a client sends other requests again each T2.
        Sample(times: [0, 4_000, 8_000], spacing: .timers, isInvite: false),
        Sample(times: [0, 30], spacing: .burst),
        Sample(times: [0, 1, 2, 3], spacing: .burst),
        Sample(times: [0, 40, 900], spacing: .irregular),
        Sample(times: [0, 200], spacing: .irregular),
        // A copy was missed: 3.5 s.
        Sample(times: [0, 500, 1_500, 7_500], spacing: .irregular),
        Sample(times: [0, -5, -500], spacing: .burst),
        // Longer than a minute is a minute.
        Sample(times: [0, .max / 1_000_000, .max / 1_000_000], spacing: .even),
    ])
    func `the gaps between copies show what sends them`(sample: Sample) {
        var repeats = Repeats()
        for time in sample.times.dropFirst() { repeats.note(after: time * 1_000_000) }
        #expect(repeats.spacing(isInvite: sample.isInvite) == sample.spacing, "\(sample.times)")
        #expect(Int(repeats.count) == sample.times.count - 1)
    }

    @Test func `more copies than have a number are no fault`() {
        var repeats = Repeats()
        for copy in 1...1_000 as ClosedRange<Int64> { repeats.note(after: copy * 100_000_000) }
        #expect(repeats.count == 255)
        #expect(repeats.firstGap == 100_000_000)
    }

    @Test func `a transaction with its table's fields fills no more than two cache lines`() {
        #expect(MemoryLayout<ExpiringTable<Transaction>.Slot>.stride <= 128)
    }

    @Test func `copies of a request are numbered, and timed from the first and from the response`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.at(.milliseconds(500))
        trace.resend()
        trace.mirror()
        trace.at(.milliseconds(600))
        trace.response(100, "Trying")
        trace.merge(copies(of: trace, at: [1_500, 3_500]))
        let tracking = Tracking(trace)
        #expect(tracking.copies == "=rd=rr")
        #expect(tracking.observations.map(\.copyNumber) == [1, 2, 1, 1, 3, 4])
        #expect(tracking.observations.map { $0.sinceFirst / 1_000_000 } == [0, 500, 0, 0, 1_500, 3_500])
        #expect(tracking.observations.map { $0.sinceProvisional / 1_000_000 } == [0, 0, 0, 0, 900, 2_900])
        #expect(tracking.observations.map { $0.sinceProvisional >= 0 } == [false, false, false, false, true, true])
        #expect(tracking.observations.map(\.isFirstRepeat) == [false, true, false, false, false, false])
        let repeats = tracking.tracker.repeats(of: tracking.observations[0])
        #expect(repeats.request.spacing(isInvite: true) == .timers)
        #expect(repeats.response.count == 0)
    }

    @Test func `an ACK that is sent again is no transaction whose request was`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        trace.request("ACK")
        trace.rewrite(".INVITE", ".ACK")
        trace.resend()
        trace.resend()
        let tracking = Tracking(trace)
        #expect(tracking.copies == "===rr")
        #expect(tracking.observations.map(\.bringsRequest) == [true, false, false, false, false])
        #expect(!tracking.observations.contains { $0.isFirstRepeat })
    }

    @Test func `a request that comes behind its response is that of its transaction`() {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        trace.response(200, "OK")
        var requests = trace.only(trace.steps[0])
        requests.at(.milliseconds(50))
        for _ in 1...3 { requests.resend() }
        trace = trace.suffix(1)
        trace.merge(requests.suffix(3))
        let tracking = Tracking(trace)
        #expect(tracking.copies == "==rr")
        #expect(tracking.observations.map(\.bringsRequest) == [false, true, false, false])
        #expect(tracking.observations.map(\.isFirstRepeat) == [false, false, true, false])
    }

    /// The first message of `trace` again, at these milliseconds.
    private func copies(of trace: SIPTrace, at times: [Int64]) -> SIPTrace {
        var copies = trace.only(trace.steps[0])
        for time in times {
            copies.at(.milliseconds(time))
            copies.resend(identification: UInt32(time))
        }
        return copies.suffix(times.count)
    }

    @Test func `copies of the latest response are numbered, and those of earlier ones are not`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.at(.seconds(1))
        trace.response(180, "Ringing")
        for second in [20, 20.5, 21.5, 23.5] {
            trace.at(.seconds(second))
            trace.response(486, "Busy Here")
        }
        trace.response(180, "Ringing")
        let tracking = Tracking(trace)
        #expect(tracking.copies == "===rrrr")
        #expect(tracking.observations.map(\.copyNumber) == [1, 1, 1, 2, 3, 4, 1])
        #expect(tracking.observations.map { $0.sinceFirst / 1_000_000 } == [0, 0, 0, 500, 1_500, 3_500, 0])
        let repeats = tracking.tracker.repeats(of: tracking.observations[0])
        #expect(repeats.response.spacing(isInvite: false) == .timers)
        #expect(repeats.response.longestGap == 2_000_000_000)
        #expect(repeats.request.count == 0)
    }

    @Test func `copies of a response without its request are timed from its first`() {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        for second in [0, 2, 4] as [Int64] {
            trace.at(.seconds(second))
            trace.response(200, "OK")
        }
        let tracking = Tracking(trace.suffix(3))
        #expect(tracking.observations.map(\.copyNumber) == [1, 2, 3])
        #expect(tracking.tracker.repeats(of: tracking.observations[0]).response.spacing(isInvite: false) == .even)
    }

    @Test func `a reliable provisional response is counted until the next one`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        for number in [1, 1, 1, 2, 2] { trace.response(183, "Session Progress", headers: ["RSeq: \(number)"]) }
        #expect(Tracking(trace).observations.map(\.copyNumber) == [1, 1, 2, 3, 1, 2])
    }
}
