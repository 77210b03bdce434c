import Testing

@testable import SIPMessages

/// What RFC 4475 says of a message, by the section that it stands in.
enum TortureClass: String {
    /// §3.1.1: unusual and right.
    case valid
    /// §3.1.2: the grammar or the framing is broken.
    case invalid
    /// §3.2: the grammar is kept and the transaction layer has to cope.
    case transactionLayer = "transaction layer"
    /// §3.3: what is wrong, if anything, is for the application to say.
    case applicationLayer = "application layer"
    /// §3.4: right by RFC 2543.
    case backwardCompatibility = "backward compatibility"
}

/// A message with the oddity of one in RFC 4475 or RFC 5118, under the name that it has there.
///
/// Written anew around the oddity, with what has nothing to do with it left short.
struct TortureMessage: CustomTestStringConvertible, Sendable {
    /// The name of the RFC's file.
    let name: String
    /// The section of the RFC.
    let section: String
    /// What the RFC says of it.
    let kind: TortureClass
    /// Everything that the decoder has to find wrong.
    let issues: [DecodeIssue]
    /// The message with line feeds for line ends and `{length}` for the length of its body.
    let text: String

    /// A message in which the decoder finds nothing wrong unless `issues` says so.
    init(
        _ name: String,
        _ section: String,
        _ kind: TortureClass,
        _ text: String,
        issues: [DecodeIssue] = []
    ) {
        self.name = name
        self.section = section
        self.kind = kind
        self.text = text
        self.issues = issues
    }

    var testDescription: String { "\(name) (\(section))" }

    /// The message as the wire carries it.
    var bytes: [UInt8] {
        guard let blank = text.firstRange(of: "\n\n") else { return wire(text) }
        let length = wire(String(text[blank.upperBound...])).count
        return wire(text.replacing("{length}", with: "\(length)"))
    }

    /// A session description that has nothing odd.
    static let sdp = """
        v=0
        o=mhandley 29739 7272939 IN IP4 192.0.2.5
        s=-
        c=IN IP4 192.0.2.5
        t=0 0
        m=audio 49217 RTP/AVP 0

        """

    /// A request with `lines` in place of the ordinary fields of their names, and a session description if an INVITE.
    static func ordinary(_ method: String, _ target: String, _ lines: String..., version: String = "SIP/2.0") -> String
    {
        let names = lines.map { $0.prefix { $0 != ":" } }
        let fields = [
            "To: sip:user@example.com", "From: sip:caller@example.net;tag=93942939o2", "Max-Forwards: 70",
            "Call-ID: torture@192.0.2.1", "CSeq: 8 \(method)", "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKkdjuw",
            "Content-Length: {length}",
        ].filter { field in !names.contains(field.prefix { $0 != ":" }) }
        let body = method == "INVITE" ? "Content-Type: application/sdp\n\n\(sdp)" : "\n"
        return (["\(method) \(target) \(version)"] + fields + lines + [body]).joined(separator: "\n")
    }
}
