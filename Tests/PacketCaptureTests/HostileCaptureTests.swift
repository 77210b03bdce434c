import NetworkTypes
import TestSupport
import Testing

@testable import PacketCapture

/// Hostile inputs 1 to 10, capture files: each gives the frames before the trouble and says what that was.
@Suite struct HostileCaptureTests {
    /// A file, how many frames it gives, and a part of what is said of it where anything is wrong.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let frames: Int
        let words: String?

        init(_ name: String, _ bytes: [UInt8], _ frames: Int, _ words: String? = nil) {
            (testDescription, self.bytes, self.frames, self.words) = (name, bytes, frames, words)
        }
    }

    /// A pcap with a sound frame and behind it a record that says so many captured bytes of so many on the wire.
    private static func record(_ captured: UInt32, of wire: UInt32, _ bytes: Int) -> [UInt8] {
        var builder = PcapBuilder()
        builder.add(samples[1])
        var record = ByteBuilder(.little)
        for number in [1, 0, captured, wire] { record.put(number) }
        builder.add(bytes: record.bytes + [UInt8](repeating: 0, count: bytes))
        return builder.bytes
    }

    private static func pcapng(_ add: (inout PcapngBuilder) -> Void) -> [UInt8] {
        var builder = PcapngBuilder()
        builder.interface()
        builder.frame(samples[1])
        add(&builder)
        return builder.bytes
    }

    private static func variant(_ order: ByteOrder, _ precision: PcapBuilder.Precision) -> [UInt8] {
        var builder = PcapBuilder(order: order, precision: precision)
        builder.add(samples[1])
        return builder.bytes
    }

    private static let cases: [Case] = [
        Case("1 nothing", [], 0, "empty"), Case("2 magic only", [0xD4, 0xC3, 0xB2, 0xA1], 0, "ends"),
        Case("3 a record header cut short", Array(record(4, of: 4, 0).dropLast(6)), 1, "ends"),
        Case("4 the last frame cut short", record(60, of: 60, 59), 1, "ends"),
        Case("5 more captured than on the wire", record(60, of: 20, 60), 2),
        Case("6 4,294,967,295 bytes captured", record(.max, of: .max, 100), 1, "frame 2 says"),
        Case("7 swapped", variant(.big, .microseconds), 1), Case("7 nanoseconds", variant(.little, .nanoseconds), 1),
        Case("7 swapped nanoseconds", variant(.big, .nanoseconds), 1),
        Case("8 an unknown link type", PcapBuilder.file([samples[1]], linkType: LinkType(rawValue: 147)), 1),
        Case("9 a block of no bytes", pcapng { $0.block(0x99, length: 0) { _ in } }, 1, "0 bytes"),
        Case("9 a wrong trailer", pcapng { $0.block(0x99, trailer: 12) { $0.put(0 as UInt32) } }, 1, "12 at its end"),
        Case(
            "10 two link types",
            pcapng {
                $0.interface(.raw)
                $0.frame(samples[2], interface: 1)
            },
            2
        ),
    ]

    @Test(arguments: cases)
    func `a hostile capture gets its verdict`(_ given: Case) throws {
        let reading = try Reading(given.bytes)
        #expect(reading.frames.count == given.frames)
        #expect((reading.error == nil) == (given.words == nil))
        #expect(reading.message?.contains(given.words ?? "") ?? true, "\(reading.message ?? "")")
    }
}
