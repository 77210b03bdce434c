import SIPCatalogue
import WireBytes

@testable import SIPMessages

/// The one decoder of all tests; building its name table takes a moment in a debug build.
let decoder = SIPDecoder()

/// What the decoder made of a message, as text, so that an expectation is one line.
struct Reading {
    /// A header field as it was read.
    struct Field {
        let name: HeaderName?
        let nameText: String
        let value: String
    }

    var isResponse: Bool
    var method: Method?
    var methodText: String
    var requestURI: String
    var statusCode: UInt16
    var reasonPhrase: String
    var issues: DecodeIssues
    var fields: [Field]
    var body: String
    var extent: ByteRange
    var hasWholeHeaderSection: Bool
    var contentLength: Int?
    var via: Via
    var branch: String
    var from: NameAddress
    var fromURI: String
    var fromTag: String
    var to: NameAddress
    var toURI: String
    var toTag: String
    var cSeq: CSeq
    var callID: String
    var viaCount: Int

    /// The issues in the order of their declaration.
    var allIssues: [DecodeIssue] { issues.all }

    /// The values of the fields called `name`.
    func values(of name: HeaderName) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    init(_ message: borrowing SIPMessage, _ bytes: RawSpan) {
        isResponse = message.start.isResponse
        method = message.method
        methodText = bytes.text(of: message.methodText)
        requestURI = bytes.text(of: message.start.requestURI)
        statusCode = message.start.statusCode
        reasonPhrase = bytes.text(of: message.start.reasonPhrase)
        issues = message.issues
        fields = Reading.fields(message, bytes)
        body = bytes.text(of: message.body)
        extent = message.extent
        hasWholeHeaderSection = message.hasWholeHeaderSection
        contentLength = message.contentLength
        via = message.topmostVia
        branch = bytes.text(of: message.topmostVia.branch)
        from = message.from
        fromURI = bytes.text(of: message.from.uri)
        fromTag = bytes.text(of: message.from.tag)
        to = message.to
        toURI = bytes.text(of: message.to.uri)
        toTag = bytes.text(of: message.to.tag)
        cSeq = message.cSeq
        callID = bytes.text(of: message.callID)
        viaCount = message.headers.viaCount(bytes)
    }

    private static func fields(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> [Field] {
        var fields: [Field] = []
        for place in 0..<message.headers.count {
            let field = message.headers[place]
            fields.append(
                Field(
                    name: field.name,
                    nameText: bytes.text(of: field.nameText),
                    value: bytes.text(of: field.value(bytes))
                )
            )
        }
        return fields
    }
}

/// What `bytes` are, read from their first on; nothing where that is no SIP.
func decode(_ bytes: [UInt8], as carrier: MessageCarrier = .datagram, isCut: Bool = false) -> Reading? {
    bytes.withRawSpan { span in
        var message = SIPMessage()
        guard decoder.decode(span, from: 0, carrier: carrier, isCut: isCut, into: &message) else { return nil }
        return Reading(message, span)
    }
}

/// What `text` is, its line feeds made CR LF.
func decode(_ text: String, as carrier: MessageCarrier = .datagram, isCut: Bool = false) -> Reading? {
    decode(wire(text), as: carrier, isCut: isCut)
}

/// The bytes of `text` with CR LF for each line feed.
func wire(_ text: String) -> [UInt8] {
    text.utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
}

/// A well-formed request with `lines` after the fields that every message must have.
func request(_ lines: String..., method: String = "OPTIONS", body: String = "") -> String {
    let fields = [
        "\(method) sip:bob@example.com SIP/2.0",
        "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776",
        "From: <sip:alice@example.com>;tag=1928",
        "To: <sip:bob@example.com>",
        "Call-ID: a84b4c76e66710@192.0.2.1",
        "CSeq: 314159 \(method)",
    ]
    return (fields + lines + ["", body]).joined(separator: "\n")
}

/// A request in which the field called `name` has `value` instead of its own, or is left out.
func request(with name: String, _ value: String?) -> String {
    let lines = request().split(separator: "\n", omittingEmptySubsequences: false).compactMap { line -> String? in
        guard line.hasPrefix("\(name): ") else { return String(line) }
        return value.map { "\(name):\($0)" }
    }
    return lines.joined(separator: "\n")
}
