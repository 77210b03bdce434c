package import SIPCatalogue
package import WireBytes

/// A SIP message as offsets into the bytes it was decoded from, which the caller keeps and hands back.
///
/// A value of this type is filled again and again by ``SIPDecoder/decode(_:from:carrier:isCut:into:)``, so that
/// decoding allocates nothing once the list of fields has grown to the longest message. It is not copied: there is one
/// a decoder.
package struct SIPMessage: ~Copyable, Sendable {
    /// The first line.
    package internal(set) var start = StartLine()
    /// Every header field.
    package internal(set) var headers = HeaderFields()
    /// The bytes of the body that are at hand.
    package internal(set) var body = ByteRange.empty
    /// From the first byte of the start line to the last byte of the body.
    package internal(set) var extent = ByteRange.empty
    /// Whether a header field of which one is allowed stands there twice, with the same value or another.
    package internal(set) var repeatsSingleField = false
    /// What was wrong with it.
    package internal(set) var issues = DecodeIssues()
    /// Whether the empty line after the header fields was at hand, so that absence of a field can be judged.
    package internal(set) var hasWholeHeaderSection = false
    /// The value of Content-Length where there is one that can be read.
    package internal(set) var contentLength: Int?
    /// The topmost Via; its ranges are empty where there is none.
    package internal(set) var topmostVia = Via()
    /// The From value.
    package internal(set) var from = NameAddress()
    /// The To value.
    package internal(set) var to = NameAddress()
    /// The CSeq value.
    package internal(set) var cSeq = CSeq()
    /// The Call-ID without surrounding blanks; empty where there is none.
    package internal(set) var callID = ByteRange.empty

    /// A message yet to be filled.
    package init() {}

    /// The method that the message belongs to: of the request line, or of the CSeq in a response.
    package var method: Method? { start.isResponse ? cSeq.method : start.method }

    /// The method as written, of the request line or of the CSeq.
    package var methodText: ByteRange { start.isResponse ? cSeq.methodText : start.methodText }
}
