import NetworkTypes
import TestSupport
import Testing

@testable import PacketCapture

@Suite struct PcapngReaderTests {
    @Test(arguments: ByteOrder.allCases)
    func `a pcapng with two link types gives each frame its own`(_ order: ByteOrder) throws {
        var builder = PcapngBuilder(order: order)
        builder.interface(.ethernet)
        builder.interface(.linuxCooked)
        for (index, frame) in samples.enumerated() { builder.frame(frame, interface: UInt32(index % 2)) }
        let reading = try Reading(builder.bytes)
        #expect(reading.error == nil)
        #expect(reading.payloads == samples.map(\.bytes))
        #expect(reading.times == samples.map(\.time.nanoseconds))
        #expect(reading.frames.map(\.frame.wireByteCount) == [0, 7, 14, 1500, 28])
        #expect(reading.frames.map(\.frame.linkType) == [.ethernet, .linuxCooked, .ethernet, .linuxCooked, .ethernet])
        #expect(reading.summary?.linkTypeNames == ["EN10MB", "LINUX_SLL"])
        #expect(reading.summary?.format == "pcapng")
    }

    @Test func `sections of different byte orders begin again with interface 0`() throws {
        var builder = PcapngBuilder(order: .little)
        builder.interface(.ethernet)
        builder.frame(samples[1])
        builder.section(order: .big)
        builder.interface(.ipv6)
        builder.frame(samples[2])
        let reading = try Reading(builder.bytes)
        #expect(reading.payloads == [samples[1].bytes, samples[2].bytes])
        #expect(reading.frames.map(\.frame.linkType) == [.ethernet, .ipv6])
        #expect(reading.frames.map(\.frame.number) == [1, 2])
    }

    struct Clock: Sendable {
        let resolution: UInt8
        let offset: Int64
        let ticks: UInt64
        let nanoseconds: Int64
    }

    @Test(arguments: [
        Clock(resolution: 9, offset: 0, ticks: 1_700_000_000_123_456_789, nanoseconds: 1_700_000_000_123_456_789),
        Clock(resolution: 3, offset: 0, ticks: 1_700_000_000_123, nanoseconds: 1_700_000_000_123_000_000),
        Clock(resolution: 0x8A, offset: 0, ticks: 1024 * 5 + 512, nanoseconds: 5_500_000_000),
        Clock(resolution: 6, offset: 3600, ticks: 1, nanoseconds: 3_600_000_001_000),
        Clock(resolution: 6, offset: -10, ticks: 1, nanoseconds: -9_999_999_000),
        Clock(resolution: 6, offset: .max, ticks: .max, nanoseconds: .max),
        Clock(resolution: 0, offset: 0, ticks: .max, nanoseconds: .max),
    ])
    func `the clock of an interface decides what a timestamp means`(_ clock: Clock) throws {
        var offset = ByteBuilder(.little)
        offset.put(clock.offset)
        var builder = PcapngBuilder()
        builder.interface(options: [(2, Array("eth0".utf8)), (9, [clock.resolution]), (14, offset.bytes)])
        builder.frame(samples[1], ticks: clock.ticks)
        #expect(try Reading(builder.bytes).times == [clock.nanoseconds])
    }

    @Test func `a simple packet is cut at the snap length and has the time of the frame before`() throws {
        var builder = PcapngBuilder()
        builder.interface(.raw, snapLength: 4)
        builder.simpleFrame([1, 2, 3], wireByteCount: 3)
        builder.frame(samples[1])
        builder.simpleFrame([1, 2, 3, 4], wireByteCount: 900)
        let reading = try Reading(builder.bytes)
        #expect(reading.payloads == [[1, 2, 3], samples[1].bytes, [1, 2, 3, 4]])
        #expect(reading.times == [0, samples[1].time.nanoseconds, samples[1].time.nanoseconds])
        #expect(reading.frames.map(\.frame.wireByteCount) == [3, 7, 900])
        #expect(reading.frames.allSatisfy { $0.frame.linkType == .raw })
    }

    @Test func `the obsolete packet block is read`() throws {
        var builder = PcapngBuilder(order: .big)
        builder.interface(.ethernet)
        builder.interface(.ipv4)
        builder.obsoleteFrame(samples[3], interface: 1)
        let reading = try Reading(builder.bytes)
        #expect(reading.payloads == [samples[3].bytes])
        #expect(reading.times == [samples[3].time.nanoseconds])
        #expect(reading.frames.map(\.frame.linkType) == [.ipv4])
    }

    @Test func `names, secrets, custom and unknown blocks are passed over`() throws {
        var builder = PcapngBuilder()
        builder.interface()
        for kind in [4, 0x0A, 0x0BAD, 0x4000_0BAD, 0x7777_7777] as [UInt32] {
            builder.block(kind) { $0.put(bytes: [1, 2, 3, 4, 5]) }
        }
        builder.block(0x99) { _ in }
        builder.frame(samples[4])
        let reading = try Reading(builder.bytes)
        #expect(reading.error == nil)
        #expect(reading.payloads == [samples[4].bytes])
    }

    @Test func `drops are the latest of each interface, over all sections`() throws {
        var builder = PcapngBuilder()
        builder.interface()
        builder.interface()
        builder.statistics(interface: 0, drops: [(5, 1), (7, 10)])
        builder.statistics(interface: 0, drops: [(4, 99), (5, 2), (7, 20)])
        builder.statistics(interface: 1, drops: [(5, 3)])
        builder.statistics(interface: 9, drops: [(5, 1000)])
        builder.section(order: .big)
        builder.interface()
        builder.statistics(drops: [(7, .max)])
        let summary = try Reading(builder.bytes).summary
        #expect(summary?.droppedByInterface == 5)
        #expect(summary?.droppedByKernel == .max)
    }

    @Test func `a block longer than the window is read whole`() throws {
        let long = SampleFrame(at: 1_000_000_000, (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) })
        var builder = PcapngBuilder()
        builder.interface()
        builder.frame(samples[1])
        builder.frame(long)
        builder.frame(samples[2])
        #expect(try Reading(builder.bytes).payloads == [samples[1].bytes, long.bytes, samples[2].bytes])
    }

    @Test(arguments: ByteOrder.allCases)
    func `a pcapng of one link type is read as libpcap reads it`(_ order: ByteOrder) throws {
        var builder = PcapngBuilder(order: order)
        builder.interface(.ethernet, snapLength: 262_144, options: [(9, [9])])
        builder.interface(.ethernet, snapLength: 262_144)
        builder.block(4) { $0.put(0 as UInt32) }
        var numbers = SeededNumbers(state: 1)
        for index in 0..<2000 {
            let bytes = (0..<Int.random(in: 0..<1600, using: &numbers)).map { _ in
                UInt8.random(in: 0...255, using: &numbers)
            }
            let frame = SampleFrame(at: 1_700_000_000_123_456_789 + Int64(index) * 1_234_567, bytes)
            let isFine = index.isMultiple(of: 3)
            builder.frame(frame, interface: isFine ? 0 : 1, ticks: UInt64(frame.time.nanoseconds) / (isFine ? 1 : 1000))
        }
        let directory = try TemporaryDirectory()
        let path = try directory.write("a.pcapng", builder.bytes)
        let ours = Reading(path: path).frames
        #expect(ours.count == 2000)
        #expect(try ours == framesByLibpcap(of: path))
    }
}
