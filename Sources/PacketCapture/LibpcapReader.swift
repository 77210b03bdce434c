internal import CPcap
internal import NetworkTypes

/// Classic pcap files, in every byte order and variant that libpcap knows.
@safe final class LibpcapReader: FrameReader {
    let format = "pcap"
    let drops = FrameDrops()
    private(set) var facts: FrameFacts
    // Invariant: made in `init`, closed in `deinit`; `source` lives as long as this object and so outlives it.
    private let capture: OpaquePointer
    private let source: ByteSource
    private let snapLength: UInt32
    private let recordsAreStandard: Bool
    private var recordStart: UInt64
    private var data: UnsafePointer<UInt8>?
    private var dataByteCount = 0

    /// Where every record starts with 16 bytes and the file with 24; other variants are asked where they stand.
    private static let standard: [[UInt8]] = [
        [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0x4D, 0x3C, 0xB2, 0xA1], [0xA1, 0xB2, 0x3C, 0x4D],
    ]

    /// The first four bytes of every variant: standard, Kuznetzov's, Mesquita's and Navtel's.
    static let magics: [[UInt8]] =
        standard + [
            [0x34, 0xCD, 0xB2, 0xA1], [0xA1, 0xB2, 0xCD, 0x34], [0xCD, 0x34, 0xB2, 0xA1], [0xA1, 0xB2, 0x34, 0xCD],
            [0x4D, 0x3C, 0x2B, 0xA1], [0xA1, 0x2B, 0x3C, 0x4D],
        ]

    /// Reads the header of the file.
    init(_ source: ByteSource) throws(ReadFailure) {
        self.source = source
        recordsAreStandard = LibpcapReader.standard.contains(source.peek(4))
        let capture = unsafe try source.openWithLibpcap()
        // Bound: `capture` was just opened.
        snapLength = UInt32(clamping: unsafe pcap_snapshot(capture))
        let linkType = LinkType(dataLink: unsafe pcap_datalink(capture))
        recordStart = unsafe cpcap_position(capture)
        facts = FrameFacts(time: CaptureTime(nanoseconds: 0), linkType: linkType, wireByteCount: 0)
        unsafe self.capture = capture
    }

    // Bound: `capture` is not used after this.
    deinit { unsafe pcap_close(capture) }

    func advance() throws(ReadFailure) -> Bool {
        var first: UnsafeMutablePointer<pcap_pkthdr>?
        var bytes: UnsafePointer<UInt8>?
        // Bound: `capture` is open; libpcap sets both pointers, which hold until the next call.
        let result = unsafe pcap_next_ex(capture, &first, &bytes)
        if result == PCAP_ERROR_BREAK { return false }
        guard let header = unsafe first?.pointee, result == 1 else { throw failure }
        unsafe data = bytes
        dataByteCount = Int(header.caplen)
        facts.wireByteCount = Int(max(header.len, header.caplen))
        // The file has 32 bits of seconds without a sign; libpcap makes those after 2038 negative.
        let seconds = Int64(UInt32(truncatingIfNeeded: header.ts.tv_sec))
        facts.time = CaptureTime(seconds: seconds, nanoseconds: Int64(header.ts.tv_usec))
        moveRecordStart(past: header.caplen)
        return true
    }

    func withBytes(_ body: (RawSpan) -> Void) {
        guard let data = unsafe data else { return }
        // Bound: libpcap gave `caplen` bytes at `data`, which stand until the next `advance()`.
        body(unsafe RawSpan(_unsafeStart: data, byteCount: dataByteCount))
    }

    /// libpcap cuts what is longer than the file's snap length without saying so, hence the question at that length.
    private func moveRecordStart(past byteCount: UInt32) {
        if recordsAreStandard, byteCount < snapLength {
            recordStart &+= 16 &+ UInt64(byteCount)
        } else {
            // Bound: `capture` is open.
            recordStart = unsafe cpcap_position(capture)
        }
    }

    private var failure: ReadFailure {
        switch source.state {
        case .end: ReadFailure(damage: .frameCut, byteOffset: recordStart)
        case .more: ReadFailure(damage: refusal, byteOffset: recordStart)
        case .cut, .corrupt, .failed: ReadFailure(damage: .source, byteOffset: recordStart)
        }
    }

    /// Why libpcap takes no more: the length that it does not believe stands only in its text, before its limit.
    private var refusal: Damage {
        // Bound: `capture` is open, and its text ends with a zero.
        let text = unsafe String(cString: pcap_geterr(capture))
        let length = text.utf8.split { !(0x30...0x39).contains($0) }.first.flatMap { UInt32(Substring($0)) }
        return length.map { .frameLength($0) } ?? .refused(text)
    }
}
