import Glibc
import NetworkTypes
import TestSupport
import Testing

@testable import PacketCapture

@Suite struct CaptureErrorTests {
    struct Unreadable: Sendable {
        let bytes: [UInt8]
        let kind: CaptureError.Kind
        let message: String
    }

    private static let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04, 0x14]
    private static let whatCanBeRead = "pcap, pcapng, or either in gzip or zstd can be read"

    static let unreadables = [
        Unreadable(bytes: [], kind: .empty, message: "empty: a capture file has at least a header of 24 bytes"),
        Unreadable(
            bytes: zip,
            kind: .notACapture,
            message: "not a capture file: begins with 50 4b 03 04; \(whatCanBeRead)"
        ),
        Unreadable(
            bytes: Packing.gzip.pack(zip),
            kind: .notACapture,
            message: "not a capture file: begins with 50 4b 03 04; \(whatCanBeRead)"
        ),
        Unreadable(bytes: [0x41], kind: .notACapture, message: "not a capture file: begins with 41; \(whatCanBeRead)"),
        Unreadable(
            bytes: [0xD4, 0xC3, 0xB2, 0xA1],
            kind: .damaged,
            message: "damaged at byte 0 (the file ends inside its header); no frame came before it"
        ),
        Unreadable(
            bytes: [0x0A, 0x0D],
            kind: .damaged,
            message: "damaged at byte 0 (the file ends inside its header); no frame came before it"
        ),
        Unreadable(
            bytes: [0x1F, 0x8B, 8, 0, 0],
            kind: .damaged,
            message: "damaged at byte 5 (the gzip data ends too early); no frame came before it"
        ),
    ]

    @Test(arguments: unreadables)
    func `what cannot be read is told in one line`(_ unreadable: Unreadable) throws {
        let reading = try Reading(unreadable.bytes)
        #expect(reading.error?.kind == unreadable.kind)
        #expect(reading.message == "a.cap: \(unreadable.message)")
    }

    @Test(arguments: [(1, 4), (2, 5), (3, 0), (543, 1)] as [(UInt16, UInt16)])
    func `a pcap of a version that nobody knows is no capture`(_ major: UInt16, _ minor: UInt16) throws {
        let reading = try Reading(PcapBuilder(version: (major, minor)).bytes)
        #expect(reading.error?.kind == .notACapture)
        #expect(
            reading.message?.hasPrefix(
                "a.cap: not a capture file: a pcap of version \(major).\(minor), 2.0 to 2.4 can be read; pcap, "
            ) == true
        )
    }

    @Test func `a missing file and a directory are told apart`() throws {
        let directory = try TemporaryDirectory()
        #expect(Reading(path: "\(directory.path)/none").error?.description == "\(directory.path)/none: no such file")
        let message = "\(directory.path): is a directory; name the capture files in it"
        #expect(Reading(path: directory.path).error?.description == message)
    }

    @Test(
        arguments: [
            (EACCES, .noPermission, "x: permission denied; the file must be readable to the user who runs this"),
            (EIO, .ioError, "x: cannot be read: Input/output error"),
            (EBADF, .ioError, "x: cannot be read: Bad file descriptor"),
        ] as [(Int32, CaptureError.Kind, String)]
    )
    func `what the system says becomes a line`(_ number: Int32, _ kind: CaptureError.Kind, _ message: String) {
        let error = CaptureError(errno: number, name: "x")
        #expect(error.kind == kind)
        #expect(error.description == message)
    }

    @Test func `a file that the system stops reading midway keeps what came before`() {
        let error = CaptureError(errno: EIO, name: "x", framesBefore: 1200)
        #expect(error.isPartial)
        #expect(
            error.description == "x: cannot be read: Input/output error; the 1,200 frames before it were analysed"
        )
    }

    @Test func `damage says the byte, the frame and what stands`() throws {
        var builder = PcapBuilder()
        for index in 0..<1234 { builder.add(SampleFrame(at: Int64(index), [1, 2])) }
        builder.add(bytes: [UInt8](repeating: 0xFF, count: 16))
        #expect(
            try Reading(builder.bytes).message
                == "a.cap: damaged at byte 22,236 (frame 1,235 says 4,294,967,295 bytes); "
                + "the 1,234 frames before it were analysed"
        )
        let cut = Array(PcapBuilder.file(samples).dropLast())
        let message = "(the file ends inside frame 5); the 4 frames before it were analysed"
        #expect(try Reading(cut).message == "a.cap: damaged at byte 130 \(message)")
        let packed = "(the file ends inside frame 5, counted after unpacking); the 4 frames before it were analysed"
        #expect(try Reading(Packing.zstd.pack(cut)).message == "a.cap: damaged at byte 130 \(packed)")
    }

    @Test func `damage in compressed data is told from damage in the capture`() throws {
        var packed = Packing.gzip.pack(PcapBuilder.file(samples))
        packed[packed.count - 6] ^= 1
        let reading = try Reading(packed)
        #expect(reading.error?.kind == .damaged)
        #expect(reading.error?.detail == "gzip data: incorrect data check")
        var other = Packing.zstd.pack(PcapBuilder.file(samples))
        other[9] = 0x07
        #expect(try Reading(other).error?.detail.hasPrefix("zstd data: ") == true)
    }
}

@Suite struct GroupedNumberTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (.max, "9,223,372,036,854,775,807"),
    ])
    func `numbers are grouped in threes`(_ number: Int, _ text: String) {
        #expect(number.grouped == text)
    }
}

@Suite struct LinkTypesTests {
    @Test(
        arguments: [(12, 101), (14, 101), (101, 101), (1, 1), (113, 113), (276, 276), (11, 100), (9999, 9999)]
            as [(UInt16, UInt16)]
    )
    func `numbers of one system become those of the registry`(_ stored: UInt16, _ registered: UInt16) {
        #expect(LinkType(stored: stored).rawValue == registered)
    }

    @Test(
        arguments: [
            (.null, "NULL"), (.ethernet, "EN10MB"), (.raw, "RAW"), (.loop, "LOOP"), (.linuxCooked, "LINUX_SLL"),
            (.ipv4, "IPV4"), (.ipv6, "IPV6"), (.linuxCooked2, "LINUX_SLL2"),
            (LinkType(rawValue: 60_000), "LINKTYPE_60000"),
        ] as [(LinkType, String)]
    )
    func `link types have libpcap's names`(_ linkType: LinkType, _ name: String) {
        #expect(linkType.name == name)
    }
}
