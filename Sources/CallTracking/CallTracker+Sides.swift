internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// What tells messages and sides apart.
extension CallTracker {
    /// A hash of what an element that speaks SIP would change in a message, or what makes it another: its start line,
    /// Max-Forwards, CSeq and To tag, how many header fields it has, and how long it and its body are.
    ///
    /// A NAT without an application layer gateway changes none of it. Not all of the bytes, as this is asked of the
    /// first message of every call.
    @inline(__always)
    func content(of message: borrowing SIPMessage, _ bytes: RawSpan) -> UInt64 {
        let lengths = UInt64(truncatingIfNeeded: message.extent.count) &<< 32
        let method = UInt64(message.method?.rawValue ?? .max) &<< 56
        let body = UInt64(truncatingIfNeeded: message.body.count) &<< 32
        let state = hash.combine(lengths, method ^ body ^ UInt64(message.cSeq.number ?? 0))
        var rest = UInt64(truncatingIfNeeded: message.headers.count)
        if let hops = message.headers.value(of: .maxForwards, bytes) {
            // Three digits at most, or what stands behind fewer: that is the same in a twin.
            rest |= bytes.word(at: hops.lower) &<< 40
        }
        let whole = hash.hash(bytes, message.start.line, from: hash.combine(state, rest))
        return message.to.tag.isEmpty ? whole : hash.hash(bytes, message.to.tag, from: whole)
    }

    /// Keeps a hash of the message, which opened its call, with its transaction.
    @inline(never)
    mutating func keepContent(of message: borrowing SIPMessage, _ bytes: RawSpan, _ observation: Observation) {
        transactions[observation.transaction].content = CallTracker.mark(of: content(of: message, bytes))
    }

    /// The part of such a hash that a transaction keeps of it; 0 stands for none.
    static func mark(of content: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: content) | 1 }

    /// A hash of all bytes of a message of the call with the mark `call`.
    func wholeIdentity(of message: borrowing SIPMessage, _ bytes: RawSpan, _ call: UInt64) -> UInt64 {
        hash.hash(bytes, message.extent, from: call)
    }

    /// What names the call in `slot` among those that had its Call-ID before.
    func callMark(_ slot: UInt32) -> UInt64 {
        hash.combine(calls.key(of: slot), UInt64(bitPattern: calls[slot].began.nanoseconds))
    }

    /// The place of a message in the table of those just seen, the same in every run.
    func place(of message: borrowing SIPMessage, _ bytes: RawSpan) -> UInt64 {
        stableHash.hash(bytes, message.topmostVia.branch, from: stableHash.hash(bytes, message.start.line))
    }

    /// Notes the datagram of a message on a side of a NAT; the result says whether it is a copy by a mirror port.
    @discardableResult
    mutating func noteCaptured(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ call: UInt64
    ) -> Bool {
        guard case .udp = sighting.flow.transport else { return false }
        let (source, destination) = (sighting.flow.source, sighting.flow.destination)
        let ports = UInt64(source.port) &<< 16 | UInt64(destination.port)
        let packet = UInt64(sighting.identification) &<< 32 | ports
        let addresses = hash.combine(source.address.low ^ source.address.high, destination.address.low)
        let fingerprint = hash.combine(hash.combine(wholeIdentity(of: message, bytes, call), packet), addresses)
        return twins.isCopy(fingerprint, of: packet, at: sighting.time)
    }

    /// The side that `flow` is on in the call with the mark `call`.
    func side(of flow: Flow, _ call: UInt64) -> HopSide? {
        twins.side(sideKey(flow.source, flow.destination, call))
            ?? twins.side(sideKey(flow.destination, flow.source, call))
    }

    /// The key of a side by the end that is another one on the other side, and by the address of the end beyond.
    ///
    /// The port belongs to it: calls between two phones behind one NAT have both hops between the same two addresses.
    private func sideKey(_ end: Endpoint, _ beyond: Endpoint, _ call: UInt64) -> UInt64 {
        let near = hash.combine(hash.combine(call, end.address.high), end.address.low)
        let far = hash.combine(hash.combine(near, beyond.address.high), beyond.address.low)
        return hash.combine(far, UInt64(end.port)) | 1
    }

    /// Notes that `flow` and `first` are one hop of the call in `slot`.
    mutating func insertSides(_ flow: Flow, _ first: Flow, _ slot: UInt32) {
        let deadline = now &+ TrackingLimits.transactionSpan
        let (key, began, mark) = (calls.key(of: slot), calls[slot].began, callMark(slot))
        let ends = (first.source, first.destination)
        for here in [flow, first] {
            let side = HopSide(callKey: key, began: began, here: (here.source, here.destination), first: ends)
            if flow.source.address != first.source.address {
                twins.insert(side, key: sideKey(here.source, here.destination, mark), until: deadline)
            }
            if flow.destination.address != first.destination.address {
                twins.insert(side, key: sideKey(here.destination, here.source, mark), until: deadline)
            }
        }
    }

    /// Forgets the sides of calls that are over.
    @inline(never)
    mutating func advanceTwins(at now: Int64) {
        twins.advance(at: now, until: now &+ TrackingLimits.transactionSpan) { side in
            let slot = calls.slot(of: side.callKey)
            return slot != .max && calls[slot].began == side.began
        }
    }
}

extension IPAddress {
    /// Whether both are one address, without asking a witness table.
    @inline(__always)
    func isSame(as other: IPAddress) -> Bool { (low ^ other.low) | (high ^ other.high) == 0 }
}
