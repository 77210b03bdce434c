internal import SIPCatalogue
internal import WireBytes

/// What carries a message, as far as reading it depends on that.
package enum MessageCarrier: Sendable {
    /// A datagram holds one message; what Content-Length leaves over is not a second one (RFC 3261 §18.3).
    case datagram
    /// A stream: the message ends where its framing says, and Content-Length is mandatory (§18.3, §20.14).
    case stream
}

/// Turns bytes into a ``SIPMessage``: start line, header fields in any case and form, folding, body.
///
/// It never traps and never judges: what cannot be read becomes a decode issue on a message that still counts.
package struct SIPDecoder: Sendable {
    /// The most header fields that are read from one message; further ones are dropped and the issue says so.
    package static let mostFields = 4_096

    private let names = HeaderNameTable.registered

    /// A decoder with its name table at hand.
    package init() {}

    /// Reads the message that begins at `offset` of `bytes` and fills `message` with it.
    ///
    /// - Parameters:
    ///   - bytes: a datagram's payload, or the bytes of one framed message of a stream.
    ///   - offset: where the start line begins.
    ///   - carrier: what brought the bytes.
    ///   - isCut: whether the snap length cut the bytes short.
    ///   - message: the value to fill; what it held before is gone.
    /// - Returns: whether a SIP start line stands there; if not, `message` is of no meaning.
    package func decode(
        _ bytes: RawSpan,
        from offset: Int,
        carrier: MessageCarrier,
        isCut: Bool,
        into message: inout SIPMessage
    ) -> Bool {
        guard readHeader(bytes, from: offset, into: &message) else { return false }
        readIdentity(bytes, of: &message)
        readRest(bytes, carrier: carrier, isCut: isCut, of: &message)
        return true
    }

    // What decoding consists of, step by step, for a caller that has something to do as soon as a part is known.

    /// Reads the start line at `offset` and the header fields, but of their values the Call-ID alone; the result says
    /// whether a SIP start line stands there.
    package func readHeader(_ bytes: RawSpan, from offset: Int, into message: inout SIPMessage) -> Bool {
        var issues = DecodeIssues()
        guard let start = StartLine.read(bytes, at: offset, issues: &issues) else { return false }
        message.start = start
        message.issues = issues
        message.headers.removeAll()
        message.repeatsSingleField = false
        let bodyStart = readFields(bytes, from: start.line.upper, into: &message)
        message.extent = ByteRange(offset, bodyStart)
        message.callID = message.headers.value(of: .callID, bytes) ?? .empty
        return true
    }

    /// Reads the fields that say what transaction and dialog the message belongs to.
    package func readIdentity(_ bytes: RawSpan, of message: inout SIPMessage) {
        HeaderChecks.readIdentity(bytes, of: &message)
    }

    /// Checks the form of the other fields, and finds the body.
    package func readRest(_ bytes: RawSpan, carrier: MessageCarrier, isCut: Bool, of message: inout SIPMessage) {
        HeaderChecks.checkOthers(bytes, of: &message)
        message.frameBody(bytes, carrier: carrier, isCut: isCut)
        // Of a stream that is cut off, a message that stands there whole is not cut.
        let isWhole =
            carrier == .stream && message.hasWholeHeaderSection && message.body.count >= message.contentLength ?? 0
        if isCut, !isWhole { message.issues.insert(.cut) }
    }

    /// Reads header lines from the end of the start line; the result is the offset of the body.
    private func readFields(_ bytes: RawSpan, from offset: Int, into message: inout SIPMessage) -> Int {
        let end = bytes.byteCount
        var at = min(bytes.lineFeed(from: offset) &+ 1, end)
        message.hasWholeHeaderSection = false
        while at < end {
            let first = bytes.octet(at: at)
            // A carriage return at the very end is the empty line as well, its line feed cut off.
            if first == 0x0A || first == 0x0D,
                let bodyStart = bytes.endOfEmptyLine(at: at) ?? (at &+ 1 == end ? end : nil)
            {
                message.hasWholeHeaderSection = true
                return bodyStart
            }
            var lineEnd = bytes.lineFeed(from: at)
            // A line that begins with a blank continues the one before (§7.3.1).
            while bytes.octet(at: lineEnd &+ 1).isBlank { lineEnd = bytes.lineFeed(from: lineEnd &+ 1) }
            append(bytes, ByteRange(at, lineEnd), to: &message)
            at = lineEnd &+ 1
        }
        message.issues.insert(.unfinishedHeaders)
        return end
    }

    /// Adds the field that stands in `line`, its continuation lines included.
    @inline(__always)
    private func append(_ bytes: RawSpan, _ line: ByteRange, to message: inout SIPMessage) {
        let (code, count) = names.match(bytes, at: line.lower)
        if code == HeaderNameTable.unknown {
            appendUnusual(bytes, line, to: &message)
        } else {
            add(code, bytes, ByteRange(line.lower, line.lower &+ count), colon: line.lower &+ count, line, to: &message)
        }
    }

    /// Adds a field with an unregistered name, or with blanks before its colon, which the grammar allows.
    @inline(never)
    private func appendUnusual(_ bytes: RawSpan, _ line: ByteRange, to message: inout SIPMessage) {
        let colon = bytes.nearOffset(of: 0x3A, in: line)
        let name = bytes.trimmed(ByteRange(line.lower, colon))
        guard colon < line.upper, name.lower == line.lower, isToken(bytes, name) else {
            message.issues.insert(.headerLine)
            return
        }
        let code = colon > name.upper ? names.code(bytes, name) : HeaderNameTable.unknown
        add(code, bytes, name, colon: colon, line, to: &message)
    }

    @inline(__always)
    private func add(
        _ code: UInt8,
        _ bytes: RawSpan,
        _ name: ByteRange,
        colon: Int,
        _ line: ByteRange,
        to message: inout SIPMessage
    ) {
        guard message.headers.count < SIPDecoder.mostFields else {
            message.issues.insert(.headerLimit)
            return
        }
        message.append(HeaderField(code: code, nameText: name, rest: ByteRange(colon &+ 1, line.upper)), bytes)
    }
}

/// Whether `range` is a token (§25.1).
func isToken(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
    for offset in range.lower..<range.upper where !bytes.octet(at: offset).isTokenCharacter { return false }
    return !range.isEmpty
}

extension SIPMessage {
    /// Fields of which one is allowed, and of which a second one changes what the message says (§7.3.1, §20), a bit
    /// each; Min-Expires is one as well, and too rare to have a bit.
    private static let single: UInt64 = [
        HeaderName.from, .to, .callID, .cSeq, .contentLength, .contentType, .maxForwards, .retryAfter, .rSeq, .minSE,
        .sessionExpires,
    ].reduce(0) { $0 | 1 << UInt64($1.rawValue) }

    /// Adds `field` and notes whether it contradicts an earlier one of its name.
    @inline(__always)
    fileprivate mutating func append(_ field: HeaderField, _ bytes: RawSpan) {
        guard let earlier = headers.append(field) else { return }
        if field.code == HeaderName.minExpires.rawValue || SIPMessage.single & (1 &<< UInt64(field.code)) != 0 {
            noteRepeat(of: headers[earlier], field, bytes)
        }
    }

    /// Notes that `field` stands there a second time.
    @inline(never)
    private mutating func noteRepeat(of earlier: HeaderField, _ field: HeaderField, _ bytes: RawSpan) {
        repeatsSingleField = true
        if !bytes.bytes(of: earlier.value(bytes), equal: field.value(bytes), in: bytes) {
            issues.insert(.repeatedHeader)
        }
    }

    /// Sets body and extent, which ended with the header section, from Content-Length and what is at hand (§18.3).
    fileprivate mutating func frameBody(_ bytes: RawSpan, carrier: MessageCarrier, isCut: Bool) {
        let bodyStart = extent.upper
        let atHand = max(0, bytes.byteCount &- bodyStart)
        var length = carrier == .datagram ? atHand : 0
        if let contentLength {
            length = min(contentLength, atHand)
            if contentLength > atHand, !isCut { issues.insert(.bodyIncomplete) }
        }
        body = ByteRange(bodyStart, bodyStart &+ length)
        extent = ByteRange(extent.lower, body.upper)
    }
}
