internal import RuleEvaluation
internal import SIPMessages
internal import WireBytes

/// A Content-Length that disagrees with the body that is there.
///
/// In a datagram the body is what is left of it (RFC 3261 §18.3). On a stream nothing but the length says where the
/// body ends; that it is wrong shows where something else than a message follows, as far as that came in time.
struct ContentLengthMismatch: ResponseRule {
    let declaration = RuleDeclaration(
        "content-length-mismatch",
        .syntax,
        .error,
        .must,
        .message,
        tier: .next,
        title: "Content-Length disagrees with the body",
        sources: ["RFC 3261 §18.3", "RFC 3261 §20.14"],
        parameters: [.number("slack", 2, in: 0...65_535, "how many bytes may follow the body in a datagram")],
        explanation: """
            A datagram that is shorter than Content-Length says has to be thrown away; of one that is longer the rest \
            has to be, and the finding is a notice. On a stream all that follows is misread.
            """,
        silence: """
            Where the capture cut the message or missed a part of it, on a stream whose framing was lost, and for line \
            ends behind the body.
            """,
        advice: "Look for an element on the way that changes the body, such as SDP, and not Content-Length.",
        example: ["A>P INVITE", "P>A 200 Content-Length: 300, 120 bytes of body over UDP"]
    )
    let codes = JudgedCodes.every
    let trigger = Trigger.issueOrRest(.bodyIncomplete)
    private let slack: Int

    init(_ values: RuleValues) { slack = values.count(declaration, "slack") }

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        guard message.contentLength != nil, message.hasWholeHeaderSection else { return nil }
        if hop.isStream {
            guard bytes.byteCount > message.body.upper, hop.isInSync, isWhole(message) else { return nil }
            return isFollowedByOther(message, bytes) ? .error : nil
        }
        if message.issues.contains(.bodyIncomplete) { return .error }
        guard bytes.byteCount > message.body.upper else { return nil }
        return excess(message, bytes) > slack ? .notice : nil
    }

    private func isWhole(_ message: borrowing SIPMessage) -> Bool {
        !message.issues.contains(.bodyIncomplete) && !message.issues.contains(.cut)
    }

    /// How many bytes stand behind the body in a datagram, line ends at its end aside.
    private func excess(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Int {
        var end = bytes.byteCount
        while end > message.body.upper, bytes.octet(at: end &- 1) == 0x0D || bytes.octet(at: end &- 1) == 0x0A {
            end &-= 1
        }
        return end &- message.body.upper
    }

    /// Whether the bytes that are at hand behind the body are neither line ends nor the beginning of a start line.
    private func isFollowedByOther(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        let end = bytes.byteCount
        var at = message.body.upper
        // Line ends and NULs keep a connection open.
        while at < end, [0x0D, 0x0A, 0].contains(bytes.octet(at: at)) { at &+= 1 }
        guard at < end else { return false }
        if bytes.offset(of: 0x0A, in: ByteRange(at, end)) < end {
            var issues = DecodeIssues()
            return StartLine.read(bytes, at: at, issues: &issues) == nil
        }
        // Of a line that is not there yet: a method and a blank, or the version.
        var word = at
        while word < end, bytes.octet(at: word).isTokenCharacter { word &+= 1 }
        if word == end { return false }
        return word == at || !(bytes.octet(at: word).isBlank || bytes.octet(at: word) == 0x2F)
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let declared = message.contentLength ?? 0
        let body = message.body
        if message.issues.contains(.bodyIncomplete) {
            return "Content-Length \(declared), \(bytes.byteCount - body.lower) bytes of body"
        }
        let edge = bytes.copy(of: ByteRange(body.upper, min(bytes.byteCount, body.upper + 8)))
        let octets = edge.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
        return "Content-Length \(declared), and behind the body \(bytes.byteCount - body.upper) bytes: \(octets)"
    }
}
