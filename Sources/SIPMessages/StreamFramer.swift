internal import WireBytes

/// Finds where messages begin and end in the bytes of a stream (RFC 3261 §18.3, §7.5).
///
/// A message ends where its Content-Length says. Where the framing is lost, because the stream was picked up in its middle,
/// bytes are missing, or a length was wrong, reading goes on at the next line that is a start line.
package struct StreamFramer: Sendable {
    /// What stands at an offset of a stream.
    package enum Step: Sendable {
        /// A message, decoded, which ends at `end`.
        case message(end: Int)
        /// Line ends or NULs that keep the connection open, up to `end`.
        case keepAlive(end: Int)
        /// Bytes that are no part of a message that can be read, up to `end`.
        case skipped(end: Int)
        /// The start of something; `scanned` bytes need not be looked at again, `awaited` bytes are needed in all.
        case incomplete(scanned: Int, awaited: Int)
    }

    /// The longest message that is waited for; of a longer one the header section is taken and the body let go.
    package static let longestMessage = 192 << 10

    private let decoder: SIPDecoder

    /// A framer that decodes with `decoder`.
    package init(decoder: SIPDecoder) { self.decoder = decoder }

    /// Looks at what stands at `offset` of `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: the bytes of one direction that nobody has taken yet.
    ///   - offset: where to look.
    ///   - scanned: how many bytes from `offset` on were looked at in an earlier call that gave `incomplete`.
    ///   - isCutOff: whether nothing follows, so that what is there has to do.
    ///   - message: filled where the answer is a message.
    /// - Returns: what stands there, and where it ends.
    package func step(
        _ bytes: RawSpan,
        at offset: Int,
        scanned: Int,
        isCutOff: Bool,
        into message: inout SIPMessage
    ) -> Step {
        let end = bytes.byteCount
        guard offset < end else { return .incomplete(scanned: 0, awaited: 0) }
        if isFiller(bytes.octet(at: offset)) {
            var at = offset &+ 1
            while at < end, isFiller(bytes.octet(at: at)) { at &+= 1 }
            return .keepAlive(end: at)
        }
        let lineEnd = bytes.offset(of: 0x0A, in: ByteRange(offset &+ (scanned < end &- offset ? scanned : 0), end))
        if scanned == 0 || lineEnd < end {
            guard mayBegin(bytes, at: offset, lineEnd) else { return .skipped(end: min(lineEnd &+ 1, end)) }
        }
        guard let headerEnd = headerEnd(bytes, from: offset, scanned: scanned) else {
            guard isCutOff || end &- offset > StreamFramer.longestMessage else {
                return .incomplete(scanned: max(0, end &- offset &- 3), awaited: 0)
            }
            let isMessage = decode(bytes, at: offset, isCut: isCutOff, into: &message)
            return isMessage ? .message(end: end) : .skipped(end: end)
        }
        guard decode(bytes, at: offset, isCut: isCutOff, into: &message) else {
            return .skipped(end: min(lineEnd &+ 1, end))
        }
        guard message.issues.contains(.bodyIncomplete), !isCutOff else { return .message(end: message.extent.upper) }
        let (total, overflow) = (headerEnd &- offset).addingReportingOverflow(message.contentLength ?? 0)
        guard !overflow, total <= StreamFramer.longestMessage else { return .message(end: headerEnd) }
        return .incomplete(scanned: headerEnd &- offset &- 3, awaited: total)
    }

    private func decode(_ bytes: RawSpan, at offset: Int, isCut: Bool, into message: inout SIPMessage) -> Bool {
        decoder.decode(bytes, from: offset, carrier: .stream, isCut: isCut, into: &message)
    }

    private func isFiller(_ octet: UInt8) -> Bool { octet == 0x0D || octet == 0x0A || octet == 0 }

    /// Whether a start line stands at `offset`, or its beginning where the line is not yet whole.
    private func mayBegin(_ bytes: RawSpan, at offset: Int, _ lineEnd: Int) -> Bool {
        if lineEnd < bytes.byteCount {
            var issues = DecodeIssues()
            return StartLine.read(bytes, at: offset, issues: &issues) != nil
        }
        guard bytes.byteCount &- offset <= StartLine.longestLine else { return false }
        // A method and a blank, or the letters of SIP and a slash; a longer first word is neither.
        var at = offset
        while at < bytes.byteCount, bytes.octet(at: at).isTokenCharacter { at &+= 1 }
        guard at < bytes.byteCount else { return at > offset }
        return at > offset && (bytes.octet(at: at).isBlank || bytes.octet(at: at) == 0x2F)
    }

    /// The offset after the empty line that closes the header section, or `nil` where it is not there yet.
    private func headerEnd(_ bytes: RawSpan, from offset: Int, scanned: Int) -> Int? {
        let end = bytes.byteCount
        var lineEnd = bytes.offset(of: 0x0A, in: ByteRange(offset &+ scanned, end))
        while lineEnd < end {
            if bytes.octet(at: lineEnd &+ 1) == 0x0A { return lineEnd &+ 2 }
            if bytes.octet(at: lineEnd &+ 1) == 0x0D, bytes.octet(at: lineEnd &+ 2) == 0x0A { return lineEnd &+ 3 }
            lineEnd = bytes.offset(of: 0x0A, in: ByteRange(lineEnd &+ 1, end))
        }
        return nil
    }
}
