import NetworkTypes
import Testing

@Suite struct SteadyClockTests {
    private static let second: Int64 = 1_000_000_000

    /// What a clock reads, in seconds, after timestamps given in seconds.
    private func elapsed(_ seconds: [Int64]) -> Int64 {
        var clock = SteadyClock()
        for second in seconds { clock.advance(to: CaptureTime(nanoseconds: second * SteadyClockTests.second)) }
        return clock.elapsed / SteadyClockTests.second
    }

    @Test func `time that goes on passes`() {
        #expect(elapsed([100, 101, 105, 115]) == 15)
    }

    @Test func `a small step back stands still until the time catches up`() {
        #expect(elapsed([100, 105, 101, 104, 105, 106]) == 6)
        #expect(elapsed([100, 105, 100, 105, 100, 105]) == 5)
    }

    @Test(arguments: [4_000_000_000, 0, -5_000_000_000] as [Int64])
    func `one stray timestamp moves nothing`(_ stray: Int64) {
        #expect(elapsed([1_000_000, 1_000_001, stray, 1_000_002, 1_000_003]) == 3)
    }

    @Test func `a pause is believed when the next frame agrees`() {
        #expect(elapsed([100, 4_000]) == 0)
        #expect(elapsed([100, 4_000, 4_001]) == 3_901)
        #expect(elapsed([0, 60, 120, 180]) == 120)
    }

    @Test func `an event after a pause is noted after it`() {
        var clock = SteadyClock()
        for second in [100, 4_000] as [Int64] { clock.advance(to: CaptureTime(nanoseconds: second * 1_000_000_000)) }
        let noted = clock.stamp
        clock.advance(to: CaptureTime(nanoseconds: 4_001 * 1_000_000_000))
        #expect(clock.elapsed - noted == 1_000_000_000)
    }

    @Test func `a note made by a stray timestamp lies above the next stamp`() {
        var clock = SteadyClock()
        for second in [100, 4_000] as [Int64] { clock.advance(to: CaptureTime(nanoseconds: second * 1_000_000_000)) }
        let noted = clock.stamp
        clock.advance(to: CaptureTime(nanoseconds: 101 * 1_000_000_000))
        #expect(clock.stamp < noted)
        #expect(clock.stamp == clock.elapsed)
    }

    @Test func `a clock set back goes on from there`() {
        #expect(elapsed([5_000, 100, 101, 105]) == 5)
    }

    @Test func `the ends of time do not trap`() {
        var clock = SteadyClock()
        for time in [Int64.min, .max, .min, .max, .max, 0, .min, .min] {
            clock.advance(to: CaptureTime(nanoseconds: time))
            #expect(clock.elapsed >= 0)
        }
    }
}
