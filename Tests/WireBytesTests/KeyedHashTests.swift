import TestSupport
import Testing

@testable import WireBytes

@Suite struct KeyedHashTests {
    private let hash = KeyedHash()

    private func value(_ bytes: [UInt8], _ range: ByteRange? = nil, from state: UInt64 = 0) -> UInt64 {
        bytes.withRawSpan { hash.hash($0, range ?? ByteRange(0, bytes.count), from: state) }
    }

    @Test func `the same bytes have the same hash wherever they stand`() {
        var random = SeededRandom(seed: 7)
        for count in 0...70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            for before in [1, 3, 8, 15] {
                let around = [UInt8](repeating: 0xA5, count: before) + bytes + [UInt8](repeating: 0x5A, count: 20)
                #expect(value(around, ByteRange(before, before + count)) == value(bytes), "\(count) \(before)")
            }
        }
    }

    @Test func `zeroes of different counts have different hashes`() {
        let hashes = (0...100).map { value([UInt8](repeating: 0, count: $0)) }
        #expect(Set(hashes).count == hashes.count)
    }

    @Test func `each bit of each byte counts`() {
        for count in 1...40 {
            let bytes = [UInt8](repeating: 0x61, count: count)
            var hashes: Set = [value(bytes)]
            for place in 0..<count {
                for bit in UInt8(0)..<8 {
                    var other = bytes
                    other[place] ^= 1 << bit
                    hashes.insert(value(other))
                }
            }
            #expect(hashes.count == 1 + 8 * count)
        }
    }

    @Test func `two halves exchanged have another hash`() {
        let one = [UInt8](repeating: 1, count: 16)
        let two = [UInt8](repeating: 2, count: 16)
        #expect(value(one + two) != value(two + one))
        #expect(value(Array(one[..<8]) + two[..<8]) != value(Array(two[..<8]) + one[..<8]))
    }

    @Test func `the state before and the secret count`() {
        #expect(value([1, 2, 3], from: 1) != value([1, 2, 3], from: 2))
        let other = KeyedHash()
        #expect([1, 2, 3].withRawSpan { other.hash($0, ByteRange(0, 3)) } != value([1, 2, 3]))
        #expect(hash.hash(1) != hash.hash(2))
        #expect(hash.combine(hash.hash(1), 2) != hash.combine(hash.hash(2), 1))
    }

    @Test func `a range past the end is cut and never traps`() {
        #expect(value([1, 2, 3], ByteRange(1, 99)) == value([2, 3]))
        #expect(value([1, 2, 3], ByteRange(50, 99)) == value([1, 2, 3], ByteRange(50, 60)))
    }

    @Test func `the tail keeps the first bytes of a word`() {
        for count in 1...8 {
            let wanted = count == 8 ? UInt64.max : (1 << UInt64(8 * count)) - 1
            #expect(KeyedHash.tail(.max, count) == wanted)
        }
        #expect(KeyedHash.tail(.max, 15) == .max)
    }
}
