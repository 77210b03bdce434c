import Glibc
import NetworkTypes
import PacketCapture
import TestSupport
import Testing
import WireBytes

@Suite struct CaptureFileTests {
    struct Variant: Sendable, CustomTestStringConvertible {
        let order: ByteOrder
        let precision: PcapBuilder.Precision
        var testDescription: String { "\(order) \(precision)" }

        static let all = ByteOrder.allCases.flatMap { order in
            PcapBuilder.Precision.allCases.map { Variant(order: order, precision: $0) }
        }

        func file(of frames: [SampleFrame], snapLength: UInt32 = 262_144) -> [UInt8] {
            var builder = PcapBuilder(order: order, precision: precision, snapLength: snapLength)
            for frame in frames { builder.add(frame) }
            return builder.bytes
        }
    }

    @Test(arguments: Variant.all)
    func `a pcap of any byte order and precision gives its frames`(_ variant: Variant) throws {
        let reading = try Reading(variant.file(of: samples))
        #expect(reading.error == nil)
        #expect(reading.payloads == samples.map(\.bytes))
        #expect(reading.times == samples.map(\.time.nanoseconds))
        #expect(reading.frames.map(\.frame.number) == [1, 2, 3, 4, 5])
        #expect(reading.frames.map(\.frame.wireByteCount) == [0, 7, 14, 1500, 28])
        #expect(reading.frames.allSatisfy { $0.frame.linkType == .ethernet })
    }

    @Test func `a pcap with nanoseconds keeps the last of them`() throws {
        var builder = PcapBuilder(precision: .nanoseconds)
        builder.add(SampleFrame(at: 1_700_000_000_123_456_789, [1]))
        #expect(try Reading(builder.bytes).times == [1_700_000_000_123_456_789])
    }

    @Test func `a pcap written in 2100 is read as such`() throws {
        let time: Int64 = 4_102_444_800_000_000_000
        #expect(try Reading(PcapBuilder.file([SampleFrame(at: time, [1])])).times == [time])
    }

    @Test func `a frame that says fewer bytes on the wire than it has is taken by what it has`() throws {
        let reading = try Reading(PcapBuilder.file([SampleFrame(at: 0, [1, 2, 3], wireByteCount: 1)]))
        #expect(reading.frames.map(\.frame.wireByteCount) == [3])
    }

    @Test(arguments: Packing.allCases)
    func `a compressed capture is unpacked, and so are several in a row`(_ packing: Packing) throws {
        let file = PcapBuilder.file(samples)
        #expect(try Reading(packing.pack(file)).payloads == samples.map(\.bytes))
        let parts = packing.pack(Array(file[..<50])) + packing.pack([]) + packing.pack(Array(file[50...]))
        let reading = try Reading(parts)
        #expect(reading.error == nil)
        #expect(reading.payloads == samples.map(\.bytes))
    }

    @Test(arguments: RealPacking.all)
    func `what the tools of the formats have packed is unpacked`(_ sample: RealPacking) throws {
        let reading = try Reading(sample.bytes)
        #expect(reading.error == nil)
        #expect(reading.times == [1_000_000_000, 2_000_000_000])
        #expect(reading.payloads == [[UInt8](repeating: 0x41, count: 200), [UInt8](repeating: 0x42, count: 200)])
    }

    @Test(arguments: [nil] + Packing.allCases)
    func `a capture out of a pipe is read without going back`(_ packing: Packing?) throws {
        let file = PcapBuilder.file(samples)
        let reading = try withPipe(packing?.pack(file) ?? file) { path, _ in Reading(path: path) }
        #expect(reading.error == nil)
        #expect(reading.payloads == samples.map(\.bytes))
    }

    @Test func `no more than the limit is handed over at a time, and the summary follows`() throws {
        let directory = try TemporaryDirectory()
        var file = try CaptureFile(opening: try directory.write("a.pcap", PcapBuilder.file(samples)), source: 7)
        var sources: [Int] = []
        #expect(try file.forEachFrame(upTo: 2) { frame, _ in sources.append(frame.source) })
        #expect(sources == [7, 7])
        #expect(file.summary.frames == 2)
        #expect(try !file.forEachFrame(upTo: 9) { _, _ in })
        #expect(try !file.forEachFrame(upTo: 9) { _, _ in })
        let summary = file.summary
        #expect(summary.format == "pcap" && summary.linkTypeNames == ["EN10MB"] && !summary.isTruncated)
        #expect(summary.frames == 5 && summary.bytes == 70)
        #expect(summary.firstTime == samples.first?.time && summary.lastTime == samples.last?.time)
        #expect(file.consumedByteCount == file.totalByteCount)
    }

    @Test func `the earliest and the latest time are those of a capture out of order`() throws {
        let frames = [20, 30, 10].map { SampleFrame(at: $0 * 1_000_000_000, [0]) }
        let summary = try Reading(PcapBuilder.file(frames)).summary
        #expect(summary?.firstTime?.nanoseconds == 10_000_000_000)
        #expect(summary?.lastTime?.nanoseconds == 30_000_000_000)
    }

    @Test func `a link type that nobody knows is handed on with its number`() throws {
        let file = PcapBuilder.file([SampleFrame(at: 0, [1])], linkType: LinkType(rawValue: 9999))
        let reading = try Reading(file)
        #expect(reading.frames.map(\.frame.linkType.rawValue) == [9999])
        #expect(reading.summary?.linkTypeNames == ["LINKTYPE_9999"])
    }
}

/// Standard input is the whole process's: one test has it.
@Suite(.serialized) struct StandardInputTests {
    @Test func `a dash reads standard input, in its turn behind the files`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("late.pcap", PcapBuilder.file([SampleFrame(at: 9_000_000_000, [9])]))
        let saved = dup(STDIN_FILENO)
        defer {
            dup2(saved, STDIN_FILENO)
            close(saved)
        }
        var seen: [UInt8] = []
        var names: [String] = []
        try withPipe(PcapBuilder.file([SampleFrame(at: 1_000_000_000, [1])])) { _, descriptor in
            dup2(descriptor, STDIN_FILENO)
            var captures = try CaptureSet(["-", path])
            captures.forEachFrame { _, bytes in
                seen.append(bytes.octet(at: 0))
                return true
            }
            names = captures.summaries.map(\.name)
        }
        #expect(seen == [9, 1])
        #expect(names == [path, "standard input"])
    }
}
