internal import NetworkTypes
internal import WireBytes

/// Classic pcap files (draft-ietf-opsawg-pcap), in the byte orders and variants that libpcap reads.
///
/// Not by libpcap, which copies each frame twice more on its way from the kernel: reading in place takes half the time
/// (BENCHMARKS.md). The tests hold it against libpcap.
/// A record is
///
///     seconds (4) | fraction (4) | captured length (4) | length on the wire (4) | captured bytes
final class PcapReader: FrameReader {
    let format = "pcap"
    let drops = FrameDrops()
    private(set) var facts: FrameFacts
    private let window: SourceWindow
    private let header: PcapHeader
    /// The bytes of the frame at hand; the record ends with them.
    private var frame = ByteRange.empty

    /// The longest frame that is believed, as libpcap has it.
    static let maximumFrameByteCount: UInt32 = 262_144

    /// Reads the header of the file, whose first bytes are one of ``PcapHeader/magics``.
    init(_ source: ByteSource) throws(ReadFailure) {
        window = SourceWindow(source)
        guard try window.require(PcapHeader.byteCount) else { throw ReadFailure(damage: .headerCut, byteOffset: 0) }
        do throws(Damage) {
            header = try window.withBytes(ByteRange(0, PcapHeader.byteCount)) { bytes throws(Damage) in
                try PcapHeader(bytes)
            }
        } catch {
            throw ReadFailure(damage: error, byteOffset: 0)
        }
        window.skip(PcapHeader.byteCount)
        facts = FrameFacts(time: CaptureTime(nanoseconds: 0), linkType: header.linkType, wireByteCount: 0)
    }

    func withBytes(_ body: (RawSpan) -> Void) { window.withBytes(frame, body) }

    func advance() throws(ReadFailure) -> Bool {
        window.skip(frame.upper)
        frame = .empty
        let headByteCount = header.recordHeadByteCount
        guard try window.require(headByteCount) else {
            if window.available == 0 { return false }
            throw failure(.frameCut)
        }
        let record = window.withBytes(ByteRange(0, headByteCount)) { header.record($0) }
        guard record.captured <= PcapReader.maximumFrameByteCount else { throw failure(.frameLength(record.captured)) }
        let end = headByteCount &+ Int(record.captured)
        guard try window.require(end) else { throw failure(.frameCut) }
        frame = ByteRange(headByteCount, end)
        facts.time = record.time
        facts.wireByteCount = Int(max(record.captured, record.onWire))
        return true
    }

    private func failure(_ damage: Damage) -> ReadFailure {
        ReadFailure(damage: damage, byteOffset: window.byteOffset)
    }
}
