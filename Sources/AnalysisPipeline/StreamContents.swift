internal import StreamReassembly
internal import Tallying
internal import WireBytes

/// What a stream may carry other than plain SIP, and what was met of it.
struct StreamContents: Sendable {
    /// Connections of TLS that may be SIP.
    var secured = SecuredConnections()

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
        ]
    }

    /// Takes `pending`, the bytes of a stream not yet known to be SIP, where they are TLS; the result is how many bytes it
    /// takes, none, or `nil` where they are something else.
    ///
    /// TLS is told by the header of a record where a stream was seen from its first byte or has the port of SIP over TLS, and
    /// by a hello where a stream is picked up in its middle. It is not held: nothing more is to be read of it.
    mutating func takeTLS(_ pending: RawSpan, _ notes: inout StreamNotes) -> Int? {
        guard (20...23).contains(pending.octet(at: 0)) else { return nil }
        let hasPort = SecuredConnections.hasPort(notes.flow)
        let isExpected = notes.isSynchronized || hasPort
        if isExpected, pending.byteCount <= TLSRecord.headerByteCount, !notes.isCutOff {
            notes.awaitedByteCount = TLSRecord.headerByteCount + 1
            return 0
        }
        guard TLSRecord.length(pending, at: 0) != nil else { return nil }
        if hasPort { secured.note(notes.flow) }
        switch TLSHello.read(pending, isCutOff: notes.isCutOff) {
        case .hello(let hello): secured.note(hello, notes.flow)
        case .nothing: if !isExpected { return nil }
        case .incomplete(let awaited):
            notes.awaitedByteCount = awaited
            return 0
        }
        // None is taken, so that the frames which brought it go with it.
        notes.verdict = .notSIP
        return 0
    }
}
