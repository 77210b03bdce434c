internal import BasicContainers
internal import SIPMessages
internal import WireBytes

/// The Call-IDs and start lines of the latest requests, for findings that come when their messages have gone.
///
/// A ring of words: as long as nothing was written over them they can be read.
struct RecentWords: ~Copyable {
    /// How many words of eight bytes it holds: 8 MiB.
    static let capacity: UInt64 = 1 << 20
    /// The longest Call-ID and start line that are kept, in bytes.
    static let longest = 256

    // Memory that was not written yet costs nothing.
    private var words = UniqueArray<UInt64>(minimumCapacity: Int(RecentWords.capacity))
    /// How many words were ever written.
    private var written: UInt64 = 0

    /// Keeps the words of `message`; the result is where they stand, for ``text(at:)``.
    mutating func keep(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> UInt64 {
        let (callID, line) = (RecentWords.cut(message.callID), RecentWords.cut(message.start.line))
        let place = written
        write(UInt64(callID.count) &<< 32 | UInt64(line.count))
        write(callID, bytes)
        write(line, bytes)
        // One more, so that 0 stands for none.
        return place &+ 1
    }

    /// The Call-ID and the start line that stand at `place`; empty where they were written over.
    func text(at place: UInt64) -> (callID: String, line: String) {
        guard place > 0, written &- (place &- 1) <= RecentWords.capacity else { return ("", "") }
        let sizes = words[index(place &- 1)]
        let (first, second) = (Int(sizes &>> 32), Int(sizes & 0xFFFF_FFFF))
        let behind = place &+ UInt64((first &+ 7) / 8)
        return (read(first, at: place), read(second, at: behind))
    }

    private static func cut(_ range: ByteRange) -> ByteRange {
        ByteRange(range.lower, min(range.upper, range.lower &+ longest))
    }

    private func index(_ place: UInt64) -> Int { Int(place & (RecentWords.capacity &- 1)) }

    private mutating func write(_ range: ByteRange, _ bytes: RawSpan) {
        var at = range.lower
        while at < range.upper {
            write(bytes.word(at: at))
            at &+= 8
        }
    }

    @inline(__always)
    private mutating func write(_ word: UInt64) {
        if written < RecentWords.capacity { words.append(word) } else { words[index(written)] = word }
        written &+= 1
    }

    private func read(_ count: Int, at place: UInt64) -> String {
        let octets = (0..<count).map { offset in
            UInt8(truncatingIfNeeded: words[index(place &+ UInt64(offset / 8))] &>> UInt64(offset % 8 * 8))
        }
        return String(decoding: octets, as: UTF8.self)
    }
}
