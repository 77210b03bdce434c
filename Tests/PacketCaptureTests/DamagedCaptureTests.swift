import NetworkTypes
import TestSupport
import Testing

@testable import PacketCapture

@Suite struct DamagedCaptureTests {
    /// A capture and where it may end without damage: the offsets behind its header and behind each record.
    struct Whole: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let ends: [Int]

        static let all: [Whole] = ByteOrder.allCases.flatMap { [pcap($0), pcapng($0)] }

        private static func pcap(_ order: ByteOrder) -> Whole {
            var builder = PcapBuilder(order: order)
            var ends = [builder.bytes.count]
            for frame in samples {
                builder.add(frame)
                ends.append(builder.bytes.count)
            }
            return Whole(testDescription: "pcap, \(order)", bytes: builder.bytes, ends: ends)
        }

        private static func pcapng(_ order: ByteOrder) -> Whole {
            var builder = PcapngBuilder(order: order)
            builder.interface(options: [(2, Array("eth0".utf8))])
            var ends = [builder.bytes.count]
            for frame in samples {
                builder.frame(frame)
                ends.append(builder.bytes.count)
            }
            return Whole(testDescription: "pcapng, \(order)", bytes: builder.bytes, ends: ends)
        }
    }

    @Test(arguments: Whole.all)
    func `a capture cut at any byte gives the frames before the cut and says where it is`(_ whole: Whole) throws {
        for count in 1..<whole.bytes.count {
            let reading = try Reading(Array(whole.bytes[..<count]))
            let complete = whole.ends.prefix { $0 <= count }.count
            #expect(reading.payloads == samples.prefix(max(0, complete - 1)).map(\.bytes), "cut at \(count)")
            if whole.ends.contains(count) {
                #expect(reading.error == nil && reading.summary?.isTruncated == false, "cut at \(count)")
            } else if complete > 0 {
                #expect(reading.error?.kind == .damaged, "cut at \(count)")
                #expect(reading.error?.byteOffset == UInt64(whole.ends[complete - 1]), "cut at \(count)")
                #expect(reading.error?.framesBefore == UInt64(complete - 1), "cut at \(count)")
                #expect(reading.summary?.isTruncated == true, "cut at \(count)")
            }
        }
    }

    @Test(arguments: Whole.all)
    func `a capture cut inside its header is damaged`(_ whole: Whole) throws {
        // Of a pcapng, the section header is a block, behind which it may end.
        for count in 1..<(whole.testDescription.hasPrefix("pcapng") ? 28 : 24) {
            let reading = try Reading(Array(whole.bytes[..<count]))
            #expect(reading.error?.kind == .damaged, "cut at \(count)")
            #expect(reading.frames.isEmpty)
        }
    }

    @Test(arguments: Packing.allCases)
    func `compressed data cut at any byte never ends quietly`(_ packing: Packing) throws {
        let packed = packing.pack(PcapBuilder.file(samples))
        for count in 1..<packed.count {
            let reading = try Reading(Array(packed[..<count]))
            #expect(reading.error != nil, "cut at \(count)")
            #expect(reading.payloads == samples.prefix(reading.frames.count).map(\.bytes), "cut at \(count)")
        }
    }

    @Test(arguments: [nil] + Packing.allCases)
    func `no mutation of a capture traps, hangs or invents a frame longer than the file`(_ packing: Packing?) throws {
        let originals = Whole.all.map { packing?.pack($0.bytes) ?? $0.bytes }
        let directory = try TemporaryDirectory()
        let path = directory.place("mutated.cap")
        var numbers = SeededNumbers(state: 0x5EED)
        for _ in 0..<(packing == nil ? 20_000 : 2000) {
            var bytes = originals.randomElement(using: &numbers) ?? []
            for _ in 0...Int.random(in: 0..<4, using: &numbers) {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                switch UInt8.random(in: 0..<4, using: &numbers) {
                case 0: bytes[place] = 0xFF
                case 1: bytes[place] = 0
                case 2: bytes.remove(at: place)
                default: bytes[place] = .random(in: .min ... .max, using: &numbers)
                }
            }
            try directory.write("mutated.cap", bytes)
            let reading = Reading(path: path)
            #expect(reading.payloads.allSatisfy { $0.count <= bytes.count })
            #expect(reading.frames.count == Int(reading.summary?.frames ?? 0))
        }
    }

    @Test(arguments: [0xFFFF_FFFF, 0x7FFF_FFFF, 262_145] as [UInt32])
    func `a pcap record of an impossible length is damage at its start`(_ length: UInt32) throws {
        var builder = PcapBuilder()
        builder.add(samples[1])
        var record = ByteBuilder(.little)
        for number in [1, 0, length, length] as [UInt32] { record.put(number) }
        builder.add(bytes: record.bytes + [UInt8](repeating: 0, count: 100))
        let reading = try Reading(builder.bytes)
        #expect(reading.payloads == [samples[1].bytes])
        #expect(reading.error?.byteOffset == 47)
        #expect(reading.error?.detail == "frame 2 says \(length.grouped) bytes")
    }

    @Test func `a record longer than the snap length of its file is taken whole`() throws {
        var builder = PcapBuilder(snapLength: 4)
        builder.add(SampleFrame(at: 0, [UInt8](repeating: 1, count: 50)))
        builder.add(bytes: [1, 2, 3])
        let reading = try Reading(builder.bytes)
        #expect(reading.payloads == [[UInt8](repeating: 1, count: 50)])
        #expect(reading.error?.byteOffset == 90)
    }
}
