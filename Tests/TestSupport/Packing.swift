/// Packs bytes as gzip and zstd do where they give up on making them smaller: enough to test whoever unpacks.
package enum Packing: String, CaseIterable, Sendable {
    case gzip, zstd

    /// One gzip member or zstd frame that holds `bytes`, fewer than 65,536 of them.
    package func pack(_ bytes: [UInt8]) -> [UInt8] { self == .gzip ? Packing.gzipped(bytes) : Packing.zstandard(bytes) }

    /// RFC 1952: header, one stored block (RFC 1951 §3.2.4), checksum and length.
    private static func gzipped(_ bytes: [UInt8]) -> [UInt8] {
        var packed = ByteBuilder(.little)
        packed.put(bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1])
        packed.put(UInt16(bytes.count))
        packed.put(~UInt16(bytes.count))
        packed.put(bytes: bytes)
        packed.put(checksum(bytes))
        packed.put(UInt32(bytes.count))
        return packed.bytes
    }

    /// RFC 8878 §3.1.1: magic, a header of a single segment with a size of four bytes, one raw block that is the last.
    private static func zstandard(_ bytes: [UInt8]) -> [UInt8] {
        var packed = ByteBuilder(.little)
        packed.put(0xFD2F_B528 as UInt32)
        packed.put(0b1010_0000 as UInt8)
        packed.put(UInt32(bytes.count))
        let blockHeader = UInt32(bytes.count) << 3 | 1
        packed.put(UInt16(truncatingIfNeeded: blockHeader))
        packed.put(UInt8(truncatingIfNeeded: blockHeader >> 16))
        packed.put(bytes: bytes)
        return packed.bytes
    }

    /// CRC-32 as RFC 1952 §8 has it, a bit at a time.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { checksum, byte in
            (0..<8).reduce(checksum ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }
}
