package import WireBytes

/// A body of type message/sipfrag (RFC 3420): the beginning of a message, or some of its header fields.
package enum SIPFragment {
    /// The status code of its first line where that is a status line with a code of 100 to 699, else 0.
    package static func statusCode(_ bytes: RawSpan, _ body: ByteRange) -> UInt16 {
        var at = body.lower
        while at < body.upper, bytes.octet(at: at).isLinearWhitespace { at &+= 1 }
        let rest = ByteRange(at, body.upper)
        let line = bytes.trimmed(ByteRange(at, bytes.nearOffset(of: 0x0A, in: rest)))
        guard line.count > 4, StartLine.hasVersionName(bytes, at: line.lower) else { return 0 }
        var issues = DecodeIssues()
        return StartLine.statusLine(bytes, line, issues: &issues)?.statusCode ?? 0
    }
}
