import NetworkTypes
import Testing

@testable import PacketCapture

@Suite struct TimestampResolutionTests {
    @Test(arguments: UInt8.min ... .max)
    func `no resolution traps, and none goes back in time`(_ option: UInt8) {
        let resolution = TimestampResolution(option: option)
        let ticks: [UInt64] = [0, 1, 1 << 31, 1 << 62, 1 << 63, .max]
        for offset in [0, 1, -1, .min, .max] as [Int64] {
            let times = ticks.map { resolution.time(ticks: $0, offset: offset) }
            #expect(times == times.sorted())
        }
    }

    @Test(
        arguments: [
            (0x80, 7, 7_000_000_000), (0x81, 3, 1_500_000_000), (0xBF, 1 << 63, 1_000_000_000),
            (0xC0, 1 << 63, 500_000_000), (0xDE, .max, 0), (12, 1_999, 1), (28, .max, 1), (29, .max, 0), (127, .max, 0),
        ] as [(UInt8, UInt64, Int64)]
    )
    func `ticks of any resolution become nanoseconds`(_ option: UInt8, _ ticks: UInt64, _ nanoseconds: Int64) {
        #expect(TimestampResolution(option: option).time(ticks: ticks, offset: 0).nanoseconds == nanoseconds)
    }
}
