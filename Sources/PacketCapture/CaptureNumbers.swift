internal import WireBytes

/// The numbers of a pcap file or a pcapng section, in the byte order of the machine that wrote it.
struct CaptureNumbers {
    /// Whether the numbers have their most significant byte first.
    var areBigEndian = false

    /// The 16-bit number at `offset`, zero where it does not lie inside `bytes`.
    func uint16(_ bytes: RawSpan, at offset: Int) -> UInt16 {
        let number = bytes.uint16(at: offset) ?? 0
        return areBigEndian ? number : number.byteSwapped
    }

    /// The 32-bit number at `offset`, zero where it does not lie inside `bytes`.
    @inline(__always)
    func uint32(_ bytes: RawSpan, at offset: Int) -> UInt32 {
        let number = bytes.uint32(at: offset) ?? 0
        return areBigEndian ? number : number.byteSwapped
    }

    /// The 64-bit number at `offset`, zero where it does not lie inside `bytes`.
    func uint64(_ bytes: RawSpan, at offset: Int) -> UInt64 {
        let number = bytes.uint64(at: offset) ?? 0
        return areBigEndian ? number : number.byteSwapped
    }
}
