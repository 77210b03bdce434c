import NetworkTypes
import TestSupport
import Testing

@testable import PacketCapture

@Suite struct PcapReaderTests {
    /// How a file is written, and whether its versions have the lengths of a record swapped.
    struct Writing: Sendable, CustomTestStringConvertible {
        let order: ByteOrder
        let precision: PcapBuilder.Precision
        let version: (major: UInt16, minor: UInt16)
        let swapsLengths: Bool

        var testDescription: String { "\(order), \(precision), \(version), swapped: \(swapsLengths)" }

        static let versions: [(UInt16, UInt16, Bool)] = [
            (2, 4, false), (2, 3, false), (2, 3, true), (2, 2, true), (2, 0, true), (543, 0, true),
        ]
        static let all = ByteOrder.allCases.flatMap { order in
            PcapBuilder.Precision.allCases.flatMap { precision in
                versions.map { Writing(order: order, precision: precision, version: ($0, $1), swapsLengths: $2) }
            }
        }

        var builder: PcapBuilder {
            PcapBuilder(order: order, precision: precision, version: version, swapsLengths: swapsLengths)
        }
    }

    @Test(arguments: Writing.all)
    func `a pcap is read as libpcap reads it`(_ writing: Writing) throws {
        var builder = writing.builder
        var numbers = SeededNumbers(state: 2)
        for index in 0..<600 {
            let count = Int.random(in: 0..<1600, using: &numbers)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) }
            let onWire = index.isMultiple(of: 5) ? count + Int.random(in: 1..<9000, using: &numbers) : nil
            let time = 1_700_000_000_123_456_789 + Int64(index) * 1_234_567
            builder.add(SampleFrame(at: time, bytes, wireByteCount: onWire))
        }
        let directory = try TemporaryDirectory()
        let path = try directory.write("a.pcap", builder.bytes)
        let ours = Reading(path: path)
        #expect(ours.error == nil && ours.frames.count == 600)
        #expect(try ours.frames == framesByLibpcap(of: path))
    }

    @Test func `frames longer than the window are read whole`() throws {
        let long = [UInt8](repeating: 7, count: Int(PcapReader.maximumFrameByteCount))
        let frames = [samples[1], SampleFrame(at: 5, long), SampleFrame(at: 6, long), samples[2]]
        #expect(try Reading(PcapBuilder.file(frames)).payloads == frames.map(\.bytes))
    }

    @Test(arguments: [12, 14, 101] as [UInt16])
    func `a link type is that of the registry whatever stands above it`(_ number: UInt16) throws {
        var bytes = PcapBuilder.file([samples[1]], linkType: LinkType(rawValue: number))
        // A frame check sequence of two 16-bit words, and the bit that says so (draft-ietf-opsawg-pcap §4.1).
        bytes[23] = 0x24
        #expect(try Reading(bytes).frames.map(\.frame.linkType) == [.raw])
    }
}
