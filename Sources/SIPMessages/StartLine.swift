package import SIPCatalogue
package import WireBytes

/// The first line of a message (RFC 3261 §7.1, §7.2), as offsets into the message's bytes.
package struct StartLine: Sendable {
    /// Whether this is a status line.
    package var isResponse = false
    /// The method of a request line where it is a registered one; methods are case-sensitive (§7.1).
    package var method: Method?
    /// The method as written; empty in a status line.
    package var methodText = ByteRange.empty
    /// The Request-URI; empty in a status line.
    package var requestURI = ByteRange.empty
    /// The status code where it is three digits of 100 to 699, else 0; 0 in a request line.
    package var statusCode: UInt16 = 0
    /// The status code as written; empty in a request line.
    package var statusText = ByteRange.empty
    /// The reason phrase, which may be empty.
    package var reasonPhrase = ByteRange.empty
    /// The whole line without its line end.
    package var line = ByteRange.empty

    /// Whether a response ends its transaction (§7.2): every class but 1xx, and what is written as a number above 699.
    ///
    /// No class covers such a number; whoever sends it means an end, and nothing else will come.
    package var isFinal: Bool { statusCode >= 200 || isAboveClasses }

    /// Whether the status code is written as three digits above 699.
    var isAboveClasses = false

    /// The class of the response, 1…6, or 0 where the code is out of range or this is a request.
    package var responseClass: Int { Int(statusCode) / 100 }
}

/// Recognising and reading start lines; lenient in blanks, strict in what makes a line SIP's.
extension StartLine {
    /// The longest first line that is looked at.
    package static let longestLine = 65_536

    /// Reads the start line at `offset`, or gives `nil` where the bytes are not SIP.
    ///
    /// A status line is `SIP/` digits `.` digits, a blank and a code; a request line is a token, something, and such a
    /// version at its end. Any version counts, so that a wrong one can be told.
    package static func read(_ bytes: RawSpan, at offset: Int, issues: inout DecodeIssues) -> StartLine? {
        let limit = min(bytes.byteCount, offset &+ longestLine)
        guard bytes.octet(at: offset).isTokenCharacter else { return nil }
        let isStatus = hasVersionName(bytes, at: offset)
        let lineFeed = bytes.offset(of: 0x0A, in: ByteRange(offset, limit))
        var end = lineFeed
        // Some senders put two carriage returns before the line feed.
        while end > offset, bytes.octet(at: end &- 1) == 0x0D { end &-= 1 }
        if lineFeed &- end > 1 { issues.insert(.startLineBlanks) }
        return isStatus
            ? statusLine(bytes, ByteRange(offset, end), issues: &issues)
            : requestLine(bytes, ByteRange(offset, end), issues: &issues)
    }

    static func hasVersionName(_ bytes: RawSpan, at offset: Int) -> Bool {
        bytes.word(at: offset) & 0xFFDF_DFDF == 0x2F50_4953  // "SIP/" in any case, read little-endian
    }

    /// The offset after `SIP/x.y` at `offset`, or `nil`; `isTwo` says whether it is 2.0 in capitals.
    private static func version(_ bytes: RawSpan, at offset: Int) -> (end: Int, isTwo: Bool)? {
        if bytes.word(at: offset) & 0x00FF_FFFF_FFFF_FFFF == 0x0030_2E32_2F50_4953,
            !bytes.octet(at: offset &+ 7).isDigit
        {
            return (offset &+ 7, true)
        }
        guard hasVersionName(bytes, at: offset) else { return nil }
        var at = offset &+ 4
        let major = at
        while bytes.octet(at: at).isDigit { at &+= 1 }
        guard at > major, bytes.octet(at: at) == 0x2E else { return nil }
        at &+= 1
        let minor = at
        while bytes.octet(at: at).isDigit { at &+= 1 }
        guard at > minor else { return nil }
        return (at, bytes.equals("sip/2.0", in: ByteRange(offset, at)))
    }

    /// Reads `line`, which begins with the name of the version; `nil` where it is no status line.
    static func statusLine(
        _ bytes: RawSpan,
        _ line: ByteRange,
        issues: inout DecodeIssues
    ) -> StartLine? {
        guard let version = version(bytes, at: line.lower), bytes.octet(at: version.end).isBlank else { return nil }
        var code = version.end &+ 1
        while code < line.upper, bytes.octet(at: code).isBlank { code &+= 1 }
        var codeEnd = code
        while codeEnd < line.upper, !bytes.octet(at: codeEnd).isBlank { codeEnd &+= 1 }
        guard codeEnd > code else { return nil }
        if !version.isTwo { issues.insert(.version) }
        if code > version.end &+ 1 { issues.insert(.startLineBlanks) }
        var start = StartLine()
        start.isResponse = true
        start.line = line
        start.statusText = ByteRange(code, codeEnd)
        start.statusCode = number(bytes, start.statusText)
        if start.statusCode == 0 {
            issues.insert(.statusCode)
            let number = DecimalNumber.read(bytes, start.statusText) ?? 0
            start.isAboveClasses = start.statusText.count == 3 && number > 699
        }
        start.reasonPhrase = ByteRange(min(codeEnd &+ 1, line.upper), line.upper)
        return start
    }

    /// The code written in `text` where it is three digits of 100…699, else 0.
    private static func number(_ bytes: RawSpan, _ text: ByteRange) -> UInt16 {
        guard text.count == 3 else { return 0 }
        var number: UInt16 = 0
        for index in text.lower..<text.upper {
            guard bytes.octet(at: index).isDigit else { return 0 }
            number = number &* 10 &+ UInt16(bytes.octet(at: index) &- 0x30)
        }
        return number >= 100 && number < 700 ? number : 0
    }

    private static func requestLine(
        _ bytes: RawSpan,
        _ line: ByteRange,
        issues: inout DecodeIssues
    ) -> StartLine? {
        var end = line.upper
        while end > line.lower, bytes.octet(at: end &- 1).isBlank { end &-= 1 }
        var versionStart = end
        while versionStart > line.lower, !bytes.octet(at: versionStart &- 1).isBlank { versionStart &-= 1 }
        guard let version = version(bytes, at: versionStart), version.end == end else { return nil }
        var methodEnd = line.lower
        while bytes.octet(at: methodEnd).isTokenCharacter { methodEnd &+= 1 }
        guard bytes.octet(at: methodEnd).isBlank, methodEnd < versionStart else { return nil }
        let target = bytes.trimmed(ByteRange(methodEnd, versionStart))
        guard !target.isEmpty else { return nil }
        if !version.isTwo { issues.insert(.version) }
        // One blank on either side of the Request-URI and none at the end of the line.
        if end < line.upper || target.lower != methodEnd &+ 1 || target.upper != versionStart &- 1 {
            issues.insert(.startLineBlanks)
        }
        if !isRequestURI(bytes, target) { issues.insert(.requestURI) }
        var start = StartLine()
        start.line = line
        start.methodText = ByteRange(line.lower, methodEnd)
        start.method = MethodReader.method(bytes, start.methodText)
        start.requestURI = target
        return start
    }

    /// Whether `range` may be a Request-URI: no blanks, no angle brackets, and in a SIP URI no header fields, which a
    /// question mark after the user part begins (§19.1.1), and no IPv6 address without its brackets (RFC 5118 §4.2).
    private static func isRequestURI(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        if bytes.hasBlankOrControl(in: range) { return false }
        let suspect = bytes.nearOffset(ofAny: 0x3C, 0x3E, 0x3F, in: range)
        let isClean = suspect == range.upper
        guard isClean || bytes.nearOffset(ofAny: 0x3C, 0x3E, 0x3C, in: range) == range.upper else { return false }
        // "sip:" and "sips:", read little-endian.
        let isSIP = bytes.hasLetters(0x3A70_6973, count: 4, at: range.lower)
        guard isSIP || bytes.hasLetters(0x3A_7370_6973, count: 5, at: range.lower) else { return true }
        let mark = bytes.nearOffset(of: 0x40, in: range)
        let host = mark < range.upper ? mark &+ 1 : range.lower &+ (isSIP ? 4 : 5)
        // A question mark may stand in the user part; behind the host it begins header fields.
        guard isClean || bytes.nearOffset(of: 0x3F, in: ByteRange(host, range.upper)) == range.upper else {
            return false
        }
        guard bytes.octet(at: host) != 0x5B else { return true }
        // One colon before the port; a second one before the parameters is part of an address.
        let port = bytes.nearOffset(ofAny: 0x3A, 0x3B, 0x3F, in: ByteRange(host, range.upper))
        guard port < range.upper, bytes.octet(at: port) == 0x3A else { return true }
        let end = bytes.nearOffset(ofAny: 0x3A, 0x3B, 0x3F, in: ByteRange(port &+ 1, range.upper))
        return end == range.upper || bytes.octet(at: end) != 0x3A
    }
}
