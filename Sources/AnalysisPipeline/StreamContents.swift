internal import StreamReassembly
internal import Tallying
internal import WireBytes

/// What a stream may carry other than plain SIP, and what was met of it.
struct StreamContents: Sendable {
    /// Connections of TLS that may be SIP.
    var secured = SecuredConnections()
    /// Messages of WebSocket that are compressed, and so were not read.
    var compressedMessages: UInt64 = 0
    /// How often a message of WebSocket was too long to be waited for.
    var longMessages: UInt64 = 0
    /// How often the header section of an upgrade was too long to be waited for.
    var longUpgrades: UInt64 = 0
    /// Whether the frame at hand was captured outside of the time that was asked for, so that nothing is counted.
    var isOutsideWindow = false {
        didSet { secured.isOutsideWindow = isOutsideWindow }
    }
    /// The frames of a message put together; kept so that its memory is used again.
    var message: [UInt8] = []

    /// What is known of a stream besides its verdict; its raw value is what the stream's notes keep.
    enum Content: UInt8 {
        /// Messages one behind the other, or not known yet.
        case plain
        /// Frames of WebSocket.
        case webSocket
    }

    /// What the bytes at hand turn out to be.
    enum Recognition: Equatable {
        /// To be read as SIP without anything around it.
        case plain
        /// Frames of WebSocket from the offset on.
        case webSocket(from: Int)
        /// Nothing can be said yet, or all is said: no byte is taken.
        case left
        /// Nothing that can be read.
        case skipped
    }

    /// Messages that were seen and could not be read, by reason.
    var unreadable: [String: UInt64] { compressedMessages > 0 ? ["websocket_compressed": compressedMessages] : [:] }

    /// The bounds that hold here.
    var limits: [LimitReached] {
        [
            LimitReached(
                name: "tls_connections",
                value: UInt64(SecuredConnections.limit),
                reached: secured.evictions
            ),
            LimitReached(
                name: "encrypted_peers",
                value: UInt64(EncryptedTable.limit),
                reached: secured.table.omitted.connections
            ),
            LimitReached(
                name: "websocket_message_bytes",
                value: UInt64(StreamContents.longestMessage),
                reached: longMessages
            ),
            LimitReached(
                name: "websocket_upgrade_bytes",
                value: UInt64(HTTPUpgrade.longest),
                reached: longUpgrades
            ),
        ]
    }

    /// Says what `pending` is, the bytes of a stream that is not known to be plain SIP.
    mutating func recognise(_ pending: RawSpan, _ notes: inout StreamNotes) -> Recognition {
        if notes.mark == Content.webSocket.rawValue {
            guard !notes.isSynchronized else { return .webSocket(from: 0) }
            return takeUpFrames(pending, &notes) ?? .skipped
        }
        switch HTTPUpgrade.read(pending, scanned: notes.scanOffset) {
        case .upgrade(let end, let namesSIP):
            notes.mark = Content.webSocket.rawValue
            notes.isSynchronized = true
            if namesSIP { notes.verdict = .sip }
            return .webSocket(from: end)
        case .incomplete where !notes.isCutOff:
            // An end may begin with the last three; the framer, where it goes on, counts the same way.
            notes.scanOffset = max(0, pending.byteCount &- 3)
            return .left
        case .tooLong: longUpgrades &+= 1
        case .incomplete, .nothing: break
        }
        if recogniseTLS(pending, &notes) { return .left }
        return notes.isSynchronized ? .plain : takeUpFrames(pending, &notes) ?? .plain
    }

    /// Looks for a frame of WebSocket at the start of `pending`, whose framing is not known.
    private func takeUpFrames(_ pending: RawSpan, _ notes: inout StreamNotes) -> Recognition? {
        switch StreamContents.beginsWithFrame(pending, isCutOff: notes.isCutOff) {
        case true?:
            notes.mark = Content.webSocket.rawValue
            return .webSocket(from: 0)
        case false?: return nil
        case nil: return .left
        }
    }

    /// Whether `pending` is the beginning of TLS, told by the header of a record where a stream was seen from its first
    /// byte or has the port of SIP over TLS, and by a hello where a stream is picked up in its middle.
    private mutating func recogniseTLS(_ pending: RawSpan, _ notes: inout StreamNotes) -> Bool {
        guard (20...23).contains(pending.octet(at: 0)) else { return false }
        let hasPort = SecuredConnections.hasPort(notes.flow)
        let isExpected = notes.isSynchronized || hasPort
        if isExpected, pending.byteCount <= TLSRecord.headerByteCount, !notes.isCutOff {
            notes.awaitedByteCount = TLSRecord.headerByteCount + 1
            return true
        }
        guard TLSRecord.length(pending, at: 0) != nil else { return false }
        if hasPort { secured.note(notes.flow) }
        switch TLSHello.read(pending, isCutOff: notes.isCutOff) {
        case .hello(let hello): secured.note(hello, notes.flow)
        case .nothing: if !isExpected { return false }
        case .incomplete(let awaited):
            notes.awaitedByteCount = awaited
            return true
        }
        // Nothing more is to be read of it.
        notes.verdict = .notSIP
        return true
    }
}
