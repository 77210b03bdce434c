internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A reason phrase that says success where the code says failure, or the other way round.
///
/// The phrase is free text for people and the code decides (RFC 3261 §7.2), so only phrases are looked at that are the
/// default phrase of a code with the opposite outcome: `200 Busy Here`, `486 OK`.
struct ReasonPhraseContradiction: ResponseRule {
    let declaration = RuleDeclaration(
        "reason-phrase-contradiction",
        .syntax,
        .warning,
        .operational,
        .message,
        tier: .core,
        title: "reason phrase contradicts the status code",
        sources: ["RFC 3261 §7.2", "RFC 3261 §21"],
        parameters: [
            .list("extra_phrases", "a code and a phrase that counts as its default one as well, such as 486 Besetzt")
        ],
        explanation: """
            The phrase is the default phrase of a code with the opposite outcome. Machines go by the code; people who \
            read a log or a display go by the phrase, and one of them is misled.
            """,
        silence: """
            Between failures of any class, for words inside a free text, for translations, and for anything that is not \
            a default phrase.
            """,
        advice:
            "Find out which of the two the sender meant; usually a mapping table pairs the wrong phrase with the code.",
        example: ["A>P INVITE", "P>A 200 Busy Here"]
    )
    let codes = JudgedCodes.every
    let trigger = Trigger.unusualPhrase
    private let phrases: PhraseTable

    init(_ values: RuleValues) { phrases = PhraseTable(extra: values.list(declaration, "extra_phrases")) }

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        let code = message.start.statusCode
        let phrase = message.start.reasonPhrase
        guard code != 0, !phrase.isEmpty else { return nil }
        // A phrase that the snap length may have cut is perhaps a longer one.
        guard message.headers.count > 0 || !message.issues.contains(.cut) else { return nil }
        return phrases.contradiction(bytes, phrase, code) == nil ? nil : .warning
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let code = message.start.statusCode
        let meant = phrases.contradiction(bytes, message.start.reasonPhrase, code) ?? 0
        let usual = StatusCodes.row(for: code)?.reasonPhrase ?? "no registered phrase"
        return "\(code) is \(usual); the phrase belongs to \(meant)"
    }
}

/// The default phrases, current and former, in the form in which they are compared.
private struct PhraseTable: Sendable {
    /// Normalised phrase → the codes it belongs to.
    private var codes: [String: [UInt16]] = [:]

    /// The phrases of the catalogue, and those of `extra`, each behind its code.
    init(extra: [String]) {
        for entry in extra {
            let parts = entry.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let code = UInt16(parts[0]) else { continue }
            codes[PhraseTable.normalised(parts[1].utf8), default: []].append(code)
        }
        for row in StatusCodes.all {
            for phrase in [row.reasonPhrase] + row.otherPhrases {
                let normal = PhraseTable.normalised(phrase.utf8)
                codes[normal, default: []].append(row.number)
            }
        }
    }

    /// The code with the opposite outcome to which `phrase` belongs, or `nil`.
    func contradiction(_ bytes: RawSpan, _ phrase: ByteRange, _ code: UInt16) -> UInt16? {
        // A phrase far longer than any default can still begin with one; the start is enough to see that.
        let raw = bytes.copy(of: ByteRange(phrase.lower, min(phrase.upper, phrase.lower + 256)))
        guard raw.allSatisfy({ $0 < 0x80 }) else { return nil }
        let text = PhraseTable.normalised(raw)
        let whole = codes[text] ?? []
        guard !whole.contains(code) else { return nil }
        switch code / 100 {
        case 1: return whole.first { $0 >= 400 }
        case 2: return (whole + prefixes(of: text)).first { $0 >= 300 }
        default: return whole.first { $0 < 300 && $0 != 199 }
        }
    }

    /// The codes of every default phrase with which `text` begins, at a word boundary.
    private func prefixes(of text: String) -> [UInt16] {
        var found: [UInt16] = []
        for index in text.indices where text[index] == " " { found += codes[String(text[..<index])] ?? [] }
        return found
    }

    /// Lower case, letters and digits only, one blank between words.
    private static func normalised(_ text: some Sequence<UInt8>) -> String {
        var words: [[UInt8]] = [[]]
        for octet in text.lazy.map(\.asciiLowercased) {
            if octet.isLetter || octet.isDigit {
                words[words.count - 1].append(octet)
            } else if words.last?.isEmpty == false {
                words.append([])
            }
        }
        return words.filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }
}
