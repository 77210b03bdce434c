internal import SIPMessages
internal import WireBytes

/// What the phrase of a 182 says of the queue, as far as its numbers can be understood (RFC 3261 §21.1.4).
///
/// `5 calls queued; expected waiting time is 15 minutes` has the place 5 and a wait of 15 minutes. In another language
/// the first of several numbers is taken for the place, and compared only with phrases of the same words.
struct QueuePosition: Sendable {
    /// The place in the queue, or how many calls are in it; `nil` where that is not said.
    private(set) var place: Int?
    /// Whether words say that it is that.
    private(set) var isNamed = false
    /// The wait that is announced, as its number and unit stand there.
    private(set) var wait: String?
    /// A hash of the words without their numbers.
    private(set) var words: UInt64 = 0xCBF2_9CE4_8422_2325

    private static let units = ["min", "sec", "hour", "stunde", "sek"]
    private static let names = ["call", "position", "place", "queue", "caller", "ahead"]

    /// What stands in `phrase`.
    init(_ phrase: String) {
        let text = Array(phrase.lowercased().utf8)
        var numbers: [Int] = []
        var at = 0
        while at < text.count {
            guard text[at] >= 0x30, text[at] <= 0x39 else {
                words = (words ^ UInt64(text[at])) &* 0x100_0000_01B3
                at += 1
                continue
            }
            var end = at
            while end < text.count, text[end] >= 0x30, text[end] <= 0x39 { end += 1 }
            let number = Int(String(decoding: text[at..<min(end, at + 9)], as: UTF8.self)) ?? 0
            let (before, after) = (QueuePosition.word(before: at, text), QueuePosition.word(after: end, text))
            if let after, QueuePosition.units.contains(where: { after.hasPrefix($0) }) || after == "s" || after == "m" {
                if wait == nil { wait = "\(number) \(after)" }
            } else if !isNamed, QueuePosition.isName(before) || QueuePosition.isName(after) {
                (place, isNamed) = (number, true)
            } else {
                numbers.append(number)
            }
            at = end
        }
        guard place == nil, let first = numbers.first else { return }
        // Alone it may be anything, unless other words speak of a queue: `5 in queue`.
        if text.firstRange(of: "queue".utf8) != nil { (place, isNamed) = (first, true) }
        if numbers.count + (wait == nil ? 0 : 1) > 1 { place = first }
    }

    /// Whether the place has grown since `earlier`, as far as both say the same thing.
    func hasGrown(since earlier: QueuePosition) -> Bool {
        guard let place, let before = earlier.place, place > before else { return false }
        return isNamed && earlier.isNamed || words == earlier.words
    }

    private static func isName(_ word: String?) -> Bool {
        guard let word else { return false }
        return names.contains { word.hasPrefix($0) }
    }

    private static func isLetter(_ octet: UInt8) -> Bool { octet >= 0x61 && octet <= 0x7A }

    private static func word(after offset: Int, _ text: [UInt8]) -> String? {
        guard let start = text[offset...].firstIndex(where: { $0 != 0x20 }), isLetter(text[start]) else { return nil }
        return String(decoding: text[start...].prefix(while: isLetter), as: UTF8.self)
    }

    private static func word(before offset: Int, _ text: [UInt8]) -> String? {
        let skipped: [UInt8] = [0x20, 0x3A, 0x23, 0x3D]
        guard let end = text[..<offset].lastIndex(where: { !skipped.contains($0) }), isLetter(text[end]) else {
            return nil
        }
        let start = text[...end].lastIndex { !isLetter($0) }.map { $0 + 1 } ?? 0
        return String(decoding: text[start...end], as: UTF8.self)
    }
}
