internal import SIPCatalogue
internal import WireBytes

/// The default reason phrase of each status code, one behind the other: an array of arrays would be retained and
/// released for every response.
struct ReasonPhrases: Sendable {
    private let octets: [UInt8]
    /// Where the phrase of each code 0…699 begins, and where the last one ends.
    private let starts: [Int]

    /// The phrases of the catalogue; a code without one has an empty phrase.
    init() {
        var (octets, starts): ([UInt8], [Int]) = ([], [0])
        for code in 0..<700 {
            octets += (StatusCodes.reasonPhrase(for: UInt16(code)) ?? "").utf8
            starts.append(octets.count)
        }
        (self.octets, self.starts) = (octets, starts)
    }

    /// Whether `phrase` is that of `code`, which is below 700.
    func isUsual(_ phrase: ByteRange, _ bytes: RawSpan, code: Int) -> Bool {
        let usual = ByteRange(starts[code], starts[code + 1])
        return octets.withRawSpan { bytes.bytes(of: phrase, equal: usual, in: $0) }
    }
}
