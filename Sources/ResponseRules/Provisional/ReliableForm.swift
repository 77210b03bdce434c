internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// What makes a response a reliable one: an RSeq and 100rel in Require (RFC 3262 §3).
struct ReliableForm {
    /// Something that is wrong, and how grave that is.
    struct Fault {
        let severity: Severity
        let words: String
    }

    private let code: UInt16
    private let hasNumber: Bool
    private let requires: Bool
    /// The RSeq, where it can be read and is above zero.
    let number: UInt32?

    init(_ message: borrowing SIPMessage, _ bytes: RawSpan) {
        code = message.start.statusCode
        hasNumber = message.headers.has(.rSeq)
        requires = message.headers.lists("100rel", in: .require, bytes)
        number = ReliableForm.number(message, bytes)
    }

    /// Whether it is a reliable provisional response, made right.
    var isReliable: Bool { (101..<200).contains(code) && requires && number != nil }

    /// What is wrong with it, as a response to the request of `hop`.
    func faults(offeredBy hop: Hop) -> [Fault] {
        guard hasNumber || requires else { return [] }
        var words: [String] = []
        guard (101..<200).contains(code) else {
            if hasNumber { words.append("with RSeq") }
            if requires { words.append("that requires 100rel") }
            return words.map { Fault(severity: .error, words: $0) }
        }
        if !hasNumber { words.append("that requires 100rel without RSeq") }
        if hasNumber, !requires { words.append("with RSeq that does not require 100rel") }
        if hasNumber, number == nil { words.append("with an RSeq that is no number above 0") }
        let isOffered = !hop.traits.isDisjoint(with: [.supports100rel, .requires100rel])
        if case .invite = hop.method, hasNumber, requires, !isOffered {
            words.append("that is reliable, to an INVITE that does not list 100rel")
        }
        return words.map { Fault(severity: .error, words: $0) }
    }

    /// The RSeq of `message`, where it can be read and is above zero.
    static func number(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> UInt32? {
        guard let value = message.headers.value(of: .rSeq, bytes), let number = DecimalNumber.read(bytes, value),
            number > 0
        else { return nil }
        return UInt32(exactly: number)
    }

    /// The RSeq and the CSeq number of the INVITE that the RAck of a PRACK names (§7.2).
    static func acknowledged(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> (number: UInt32, cSeq: UInt32)? {
        guard let value = message.headers.value(of: .rAck, bytes) else { return nil }
        let (first, end) = DecimalNumber.leading(bytes, value)
        let cSeq = CSeq.read(bytes, bytes.trimmed(ByteRange(end, value.upper)))
        guard let first, let number = UInt32(exactly: first), let count = cSeq.number, case .invite = cSeq.method else {
            return nil
        }
        return (number, count)
    }
}
