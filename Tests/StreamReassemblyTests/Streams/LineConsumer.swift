import StreamReassembly
import WireBytes

/// A toy protocol in place of SIP: a message is `>` … `\n`, a keep-alive is `~`, and a stream that starts with `!` is
/// not ours.
///
/// Out of step it looks for the next `>`. Of a message whose end is missing it takes those that begin with `>C`.
struct LineConsumer {
    /// A message, and the frame that brought its first byte.
    struct Message: Equatable {
        var text: String
        var frame: UInt64
        /// Whether the stream was known to begin a message there.
        var isInStep = true
    }

    private(set) var messages: [Message] = []
    /// How many bytes have been looked at, to see that none is twice.
    private(set) var inspected = 0
    /// How often it was called.
    private(set) var calls = 0

    mutating func consume(_ pending: RawSpan, _ notes: inout StreamNotes) -> Int {
        calls += 1
        var start = 0
        let end = pending.byteCount
        if notes.verdict == .undecided, pending.octet(at: 0) == UInt8(ascii: "!") {
            notes.verdict = .notSIP
            return end
        }
        while start < end {
            if pending.octet(at: start) == UInt8(ascii: "~") {
                notes.keepaliveCount += 1
                start += 1
            } else if pending.octet(at: start) == UInt8(ascii: ">") {
                guard let next = endOfMessage(pending, from: start, &notes) else { break }
                take(pending, ByteRange(start, next), &notes)
                start = next
            } else {
                start += 1
            }
        }
        return start
    }

    private mutating func endOfMessage(_ pending: RawSpan, from start: Int, _ notes: inout StreamNotes) -> Int? {
        let from = max(start, notes.scanOffset)
        let found = pending.offset(of: UInt8(ascii: "\n"), in: ByteRange(from, pending.byteCount))
        inspected += found - from
        if found < pending.byteCount { return found + 1 }
        notes.scanOffset = found - start
        return notes.isCutOff && pending.octet(at: start + 1) == UInt8(ascii: "C") ? found : nil
    }

    private mutating func take(_ pending: RawSpan, _ range: ByteRange, _ notes: inout StreamNotes) {
        let text = String(decoding: pending.copy(of: range), as: UTF8.self)
        let frame = range.lower == 0 ? notes.firstFrame : notes.lastFrame
        messages.append(Message(text: text, frame: frame, isInStep: notes.isSynchronized))
        notes.messageCount += 1
        notes.verdict = .sip
        notes.isSynchronized = true
        notes.scanOffset = 0
    }
}
