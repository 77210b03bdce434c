internal import CallTracking
internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Requests: they begin hops and are linked with the hops above.
extension HopFollower {
    /// What a first copy of a request shows; it becomes the request of its hop, which is linked with the one above.
    mutating func takeRequest(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation,
        _ keys: MessageKeys,
        words: UInt64,
        at now: Int64
    ) -> Symptoms {
        let slot = observation.transactionSlot
        let stack = ViaStack(message, bytes, hash)
        let isReuse =
            !hops.id(in: slot).isNone && hops[slot: slot].viaCount > 0
            && hops[slot: slot].viaStack == stack.whole
        if observation.beginsTransaction || hops.id(in: slot).isNone {
            begin(sighting.flow, sighting, observation, message, keys)
        }
        let uri = hash.hash(bytes, message.start.requestURI)
        let content = RequestContent(of: message, bytes, uri: uri, hash)
        hops[slot: slot].isBranchReused = isReuse
        hops[slot: slot].flow = sighting.flow
        hops[slot: slot].frame = sighting.frame
        hops[slot: slot].time = sighting.time
        hops[slot: slot].cSeq = message.cSeq.number ?? 0
        hops[slot: slot].viaStack = stack.whole
        hops[slot: slot].topVia = stack.top
        hops[slot: slot].viaCount = max(1, UInt8(clamping: stack.count))
        hops[slot: slot].vias = stack.details
        hops[slot: slot].viaText = stack.text
        hops[slot: slot].uriLength = UInt16(clamping: message.start.requestURI.count)
        hops[slot: slot].messageLength = UInt16(clamping: message.extent.count)
        hops[slot: slot].fromTag = tag(message.from.tag, bytes)
        hops[slot: slot].toTag = tag(message.to.tag, bytes)
        hops[slot: slot].requestURI = uri
        hops[slot: slot].content = content.whole
        hops[slot: slot].contentWithoutCredentials = content.withoutCredentials
        hops[slot: slot].body = content.body
        hops[slot: slot].toURI = tag(message.to.uri, bytes)
        hops[slot: slot].traits = RequestReader.traits(of: message, bytes)
        hops[slot: slot].words = words
        readNumbers(message, bytes, slot)
        noteCall(ofRequestIn: slot)
        hops.recent.note(RecentRequests.key(of: hops[slot: slot], hash), at: now)
        var symptoms: Symptoms = message.to.tag.isEmpty ? [] : .inDialog
        if !symptoms.isEmpty, message.method == .invite || message.method == .update { symptoms.insert(.refresh) }
        if stack.count > 1, link(slot, below: stack) {
            symptoms.insert(.linked)
            if message.method.isInvite { hops[slot: slot].requestFeatures = keepFeatures(message, bytes, sighting) }
        }
        if case .cancel = message.method, let invite = cancelledInvite(slot) {
            hops[slot: invite].wasCancelled = true
        }
        if observation.hasNewCallID, ScanningTools.name(message, bytes) != nil { symptoms.insert(.telltale) }
        if countPasses(slot) >= 4 { symptoms.insert(.manyPasses) }
        return symptoms
    }

    /// Counts the hops of the same request before that in `slot`.
    @inline(__always)
    private mutating func countPasses(_ slot: UInt32) -> UInt8 {
        let before = hops[slot: slot].previous
        guard hops.holds(before), hops[slot: before.slot].cSeq == hops[slot: slot].cSeq,
            hops[slot: before.slot].method.place == hops[slot: slot].method.place
        else { return 0 }
        let count = hops[slot: before.slot].passCount
        hops[slot: slot].passCount = count == .max ? count : count + 1
        return hops[slot: slot].passCount
    }

    /// Takes a request that was sent again.
    mutating func takeCopy(of slot: UInt32, _ keys: MessageKeys, at now: Int64) {
        guard !hops.id(in: slot).isNone else { return }
        // A client that gives all its requests one branch.
        if hops[slot: slot].callKey != keys.callKey { hops[slot: slot].isBranchReused = true }
        hops.recent.note(RecentRequests.key(of: hops[slot: slot], hash), at: now)
    }

    private mutating func readNumbers(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ slot: UInt32) {
        if let value = message.headers.value(of: .maxForwards, bytes), let number = DecimalNumber.read(bytes, value) {
            hops[slot: slot].maxForwards = UInt8(clamping: number)
        }
        if let value = message.headers.value(of: .expires, bytes), let number = DecimalNumber.read(bytes, value) {
            hops[slot: slot].expires = UInt32(clamping: number)
        }
        if let value = message.headers.value(of: .timestamp, bytes), let number = Timestamp.read(bytes, value) {
            hops[slot: slot].timestamp = number
        }
    }

    /// Links the hop in `slot`, whose request has the Via values `stack`, with the one that its proxy received.
    ///
    /// Branches are unique, so the stack below the topmost value proves it, whatever addresses the proxy has.
    private mutating func link(_ slot: UInt32, below stack: ViaStack) -> Bool {
        let hop = hops[slot: slot]
        let above = hops.first(inCallOf: hop) { other in
            other.viaStack == stack.belowTop && other.viaCount > 0 && other.cSeq == hop.cSeq
                && other.fromTag == hop.fromTag && other.method.place == hop.method.place
                && hop.time.nanoseconds(since: other.time) <= HopFollower.longestSearch
        }
        guard let above else { return false }
        hops[slot: slot].upstream = above.id
        let count = hops[slot: above.id.slot].branchCount
        hops[slot: above.id.slot].branchCount = count == .max ? count : count + 1
        return true
    }

    /// How long after it received a request a proxy may send it on: serial forks take minutes (180 s, in nanoseconds).
    private static let longestSearch: Int64 = 180_000_000_000
}
