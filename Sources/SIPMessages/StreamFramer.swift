internal import WireBytes

/// Finds where messages begin and end in the bytes of a stream (RFC 3261 §18.3, §7.5).
///
/// A message ends where its Content-Length says. Where the framing is lost, because the stream was picked up in its
/// middle, bytes are missing, or a length was wrong, reading goes on at the next line that is a start line with the
/// header fields of a message behind it: a start line alone may be quoted in a body.
package struct StreamFramer: Sendable {
    /// What stands at an offset of a stream.
    package enum Step: Sendable {
        /// A message, decoded, which ends at `end`.
        case message(end: Int)
        /// Line ends or NULs that keep the connection open, up to `end`.
        case keepAlive(end: Int)
        /// Bytes that are no part of a message that can be read, up to `end`.
        case skipped(end: Int)
        /// The start of something, of which `look` is known now; `awaited` bytes are needed in all, where that is
        /// known.
        case incomplete(look: Look, awaited: Int)
    }

    /// How much is known of the start of something, so that no byte is looked at again when more have come.
    package struct Look: Sendable, Equatable {
        /// What the bytes that were looked at end in.
        package enum Stage: UInt8, Sendable {
            /// The first word of what may be a start line.
            case word
            /// What may be a start line, behind its first word.
            case line
            /// The header section behind a start line.
            case headers
        }

        /// The stage of the last byte that was looked at.
        package var stage: Stage
        /// How many bytes need not be looked at again.
        package var scanned: Int

        /// Nothing looked at yet, unless it is said.
        package init(stage: Stage = .word, scanned: Int = 0) {
            self.stage = stage
            self.scanned = scanned
        }
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
    ///   - look: what an earlier call for the same place gave with `incomplete`.
    ///   - isInSync: whether it is known that a message begins there; if not, it has to show that it is one.
    ///   - isCutOff: whether nothing follows, so that what is there has to do.
    ///   - message: filled where the answer is a message.
    /// - Returns: what stands there, and where it ends.
    package func step(
        _ bytes: RawSpan,
        at offset: Int,
        after look: Look = Look(),
        isInSync: Bool = true,
        isCutOff: Bool,
        into message: inout SIPMessage
    ) -> Step {
        let end = bytes.byteCount
        guard offset < end else { return .incomplete(look: Look(), awaited: 0) }
        if StreamFramer.isFiller(bytes.octet(at: offset)) {
            var at = offset &+ 1
            while at < end, StreamFramer.isFiller(bytes.octet(at: at)) { at &+= 1 }
            return .keepAlive(end: at)
        }
        var look = look
        if look.stage != .headers {
            let lineEnd = bytes.offset(of: 0x0A, in: ByteRange(offset &+ look.scanned, end))
            guard begins(bytes, at: offset, lineEnd, &look) else { return .skipped(end: min(lineEnd &+ 1, end)) }
        }
        let headerEnd = look.stage == .headers ? headerEnd(bytes, from: offset &+ look.scanned) : nil
        if headerEnd == nil, !isCutOff, end &- offset <= StreamFramer.longestMessage {
            if look.stage == .headers { look.scanned = max(look.scanned, end &- offset &- 3) }
            return .incomplete(look: look, awaited: 0)
        }
        guard decoder.decode(bytes, from: offset, carrier: .stream, isCut: isCutOff, into: &message) else {
            return .skipped(end: end)
        }
        if !isInSync, let next = StreamFramer.doubt(message, bytes) { return .skipped(end: next) }
        guard let headerEnd else { return .message(end: end) }
        guard message.issues.contains(.bodyIncomplete), !isCutOff else { return .message(end: message.extent.upper) }
        let (total, overflow) = (headerEnd &- offset).addingReportingOverflow(message.contentLength ?? 0)
        guard !overflow, total <= StreamFramer.longestMessage else { return .message(end: headerEnd) }
        look.scanned = max(look.scanned, headerEnd &- offset &- 4)
        return .incomplete(look: look, awaited: total)
    }

    private static func isFiller(_ octet: UInt8) -> Bool { octet == 0x0D || octet == 0x0A || octet == 0 }

    /// Whether a start line stands at `offset`, or its beginning where the line is not yet whole; `look` moves on.
    private func begins(_ bytes: RawSpan, at offset: Int, _ lineEnd: Int, _ look: inout Look) -> Bool {
        let end = bytes.byteCount
        if lineEnd < end || end &- offset > StartLine.longestLine {
            guard StreamFramer.isStartLine(bytes, at: offset) else { return false }
            look = Look(stage: .headers, scanned: lineEnd &- offset)
            return true
        }
        // A method and a blank, or the letters of SIP and a slash; a longer first word is neither.
        if look.stage == .word {
            var at = offset &+ look.scanned
            while at < end, bytes.octet(at: at).isTokenCharacter { at &+= 1 }
            if at < end {
                let isVersion = at == offset &+ 3 && StartLine.hasVersionName(bytes, at: offset)
                guard at > offset, isVersion || bytes.octet(at: at).isBlank else { return false }
                look.stage = .line
            }
        }
        look.scanned = end &- offset
        return true
    }

    private static func isStartLine(_ bytes: RawSpan, at offset: Int) -> Bool {
        var issues = DecodeIssues()
        return StartLine.read(bytes, at: offset, issues: &issues) != nil
    }

    /// The offset after the empty line that closes the header section, or `nil` where it is not there yet.
    ///
    /// The search begins at `start`, where or behind which the line feed before the empty line is.
    private func headerEnd(_ bytes: RawSpan, from start: Int) -> Int? {
        let end = bytes.byteCount
        var lineEnd = bytes.offset(of: 0x0A, in: ByteRange(start, end))
        while lineEnd < end {
            if let next = bytes.endOfEmptyLine(at: lineEnd &+ 1) { return next }
            lineEnd = bytes.offset(of: 0x0A, in: ByteRange(lineEnd &+ 1, end))
        }
        return nil
    }

    /// Where to go on if `message`, found out of step, is none: `nil` where it is to be believed.
    ///
    /// A message quoted in a body has a start line of its own in what seems to be its header section, or it lacks what
    /// every message has (§8.1.1).
    private static func doubt(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Int? {
        let end = message.body.lower
        guard message.issues.contains(.headerLine) || message.issues.contains(.missingHeader) else { return nil }
        var last: Int?
        var at = bytes.lineFeed(from: message.start.line.upper) &+ 1
        while at < end {
            if isStartLine(bytes, at: at) { last = at }
            at = bytes.lineFeed(from: at) &+ 1
        }
        return last ?? (message.issues.contains(.missingHeader) ? max(end, message.start.line.upper) : nil)
    }
}

extension RawSpan {
    /// The offset after the empty line at `offset`, or `nil` where none is there.
    ///
    /// It is a line feed, with one carriage return before it, or with two as some senders make of CRLF.
    func endOfEmptyLine(at offset: Int) -> Int? {
        if octet(at: offset) == 0x0A { return offset &+ 1 }
        guard octet(at: offset) == 0x0D else { return nil }
        if octet(at: offset &+ 1) == 0x0A { return offset &+ 2 }
        return octet(at: offset &+ 1) == 0x0D && octet(at: offset &+ 2) == 0x0A ? offset &+ 3 : nil
    }
}
