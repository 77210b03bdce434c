import SIPCatalogue
import Testing

@Suite struct TimersTests {
    /// Table 4 of RFC 3261 over UDP, and the timers that later RFCs added.
    static let seconds: [(name: Character, seconds: Double)] = [
        ("A", 0.5), ("B", 32), ("C", 180), ("D", 32), ("E", 0.5), ("F", 32), ("G", 0.5), ("H", 32), ("I", 5), ("J", 32),
        ("K", 5), ("L", 32), ("M", 32), ("N", 32),
    ]

    @Test(arguments: seconds)
    func `a timer has the interval of its RFC`(name: Character, seconds: Double) {
        #expect(Timers.all.first { $0.name == name }?.interval == .seconds(seconds))
    }

    @Test func `timers stand by letter and none is missing`() {
        #expect(Timers.all.map(\.name) == Self.seconds.map(\.name))
    }

    @Test func `repeats and waits for repeats need an unreliable transport`() {
        #expect(Timers.all.filter { !$0.runsOverReliable }.map(\.name) == ["A", "D", "E", "G", "I", "J", "K"])
    }

    @Test func `intervals are also given in the unit of the capture clock`() {
        #expect(Timers.a.nanoseconds == 500_000_000)
        #expect(Timers.c.nanoseconds == 180_000_000_000)
        #expect(Duration.seconds(Int64.max).wholeNanoseconds == .max)
    }
}
