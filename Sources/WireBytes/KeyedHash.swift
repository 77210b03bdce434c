/// A 64-bit hash of bytes and numbers with a secret of the process, so that nobody on the wire can choose what
/// collides.
///
/// Multiply-and-fold over 16 bytes a step. Results differ from run to run and must never reach an output.
@usableFromInline
package struct KeyedHash: Sendable {
    @usableFromInline let secret: UInt64
    @usableFromInline let second: UInt64

    /// A hash with a secret of its own, drawn from the system.
    package init() {
        secret = UInt64.random(in: .min ... .max) | 1
        second = UInt64.random(in: .min ... .max) | 1
    }

    /// Both halves of the product of `left` and `right`, folded into one.
    @inlinable @inline(__always)
    package static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    /// A hash with secrets that are none, for what has to be the same in every run.
    package init(secret: UInt64, second: UInt64) {
        self.secret = secret | 1
        self.second = second | 1
    }

    /// The hash of one number.
    @inlinable @inline(__always)
    package func hash(_ value: UInt64) -> UInt64 {
        KeyedHash.fold(value ^ secret, second ^ 0x9E37_79B9_7F4A_7C15)
    }

    /// The hash of `value` continued from `state`, a hash made before.
    @inlinable @inline(__always)
    package func combine(_ state: UInt64, _ value: UInt64) -> UInt64 {
        KeyedHash.fold(state ^ second, value ^ secret)
    }

    /// The hash of the bytes of `range` in `bytes`, continued from `state`.
    @inlinable
    package func hash(_ bytes: RawSpan, _ range: ByteRange, from state: UInt64 = 0) -> UInt64 {
        var offset = range.lower
        let upper = Swift.min(range.upper, bytes.byteCount)
        var hash = state ^ secret ^ UInt64(truncatingIfNeeded: upper &- offset)
        while upper &- offset >= 16 {
            hash = KeyedHash.fold(bytes.word(at: offset) ^ second, bytes.word(at: offset &+ 8) ^ hash)
            offset &+= 16
        }
        let rest = upper &- offset
        guard rest > 0 else { return KeyedHash.fold(hash, second) }
        let low = KeyedHash.tail(bytes.word(at: offset), Swift.min(rest, 8))
        let high = rest > 8 ? KeyedHash.tail(bytes.word(at: offset &+ 8), rest &- 8) : 0
        return KeyedHash.fold(low ^ second, high ^ hash)
    }

    /// `word` with only its first `count` bytes (1…8) kept.
    @inlinable @inline(__always)
    static func tail(_ word: UInt64, _ count: Int) -> UInt64 {
        count >= 8 ? word : word & ((1 &<< UInt64(8 &* count)) &- 1)
    }
}
