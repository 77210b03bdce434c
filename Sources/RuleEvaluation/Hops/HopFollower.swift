internal import CallTracking
internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Keeps the hops up to date with the messages, and tells what a message shows beside ordinary traffic.
struct HopFollower: ~Copyable {
    var hops = HopTable()
    private var hash: KeyedHash { hops.hash }

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

    /// Notes an ACK for the INVITEs that it may acknowledge; any copy, as it may have overtaken the response before.
    mutating func takeAck(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ observation: Observation,
        _ keys: MessageKeys
    ) {
        hops.noteAck(
            to: tag(message.to.tag, bytes),
            from: tag(message.from.tag, bytes),
            cSeq: message.cSeq.number ?? 0,
            call: observation.callSlot,
            callKey: keys.callKey
        )
    }

    /// Takes a request that was sent again.
    mutating func takeCopy(of slot: UInt32, _ keys: MessageKeys, at now: Int64) {
        guard !hops.id(in: slot).isNone else { return }
        // A client that gives all its requests one branch.
        if hops[slot: slot].callKey != keys.callKey { hops[slot: slot].isBranchReused = true }
        hops.recent.note(RecentRequests.key(of: hops[slot: slot], hash), at: now)
    }

    /// What a response shows, of which `isFirst` says whether it is a first copy; that is noted in its hop.
    mutating func takeResponse(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation,
        _ keys: MessageKeys
    ) -> Symptoms {
        let slot = observation.transactionSlot
        // Nobody follows the transactions of ACKs, so what stands there may be of another one.
        let isOfACK = message.method.isACK && !hops.id(in: slot).isNone && !hops[slot: slot].method.isACK
        if observation.beginsTransaction || isOfACK || hops.id(in: slot).isNone {
            begin(sighting.flow.reversed, sighting, observation, message, keys)
            hops[slot: slot].cSeq = message.cSeq.number ?? 0
            hops[slot: slot].fromTag = tag(message.from.tag, bytes)
            let stack = ViaStack(message, bytes, hash)
            hops[slot: slot].viaStack = stack.whole
            hops[slot: slot].topVia = stack.top
        }
        let code = message.start.statusCode
        var symptoms: Symptoms = []
        if code != 100, message.to.tag.isEmpty, message.headers.has(.to) { symptoms.insert(.noToTag) }
        if message.headers.has(.rSeq) || message.headers.has(.require) && isReliable(message, bytes) {
            symptoms.insert(.reliable)
        }
        if code < 200, !message.cSeq.method.isInvite { symptoms.insert(.provisionalToOther) }
        if hops[slot: slot].viaCount == 0 {
            symptoms.insert(.orphan)
        } else {
            symptoms.formUnion(differences(message, bytes, sighting, observation, keys, slot))
            symptoms.formUnion(noteCall(ofResponse: message, bytes, sighting, in: slot))
        }
        if hops[slot: slot].finalCode != 0 { symptoms.insert(.afterFinal) }
        if hops[slot: slot].isAwaited { symptoms.insert(.awaited) }
        if message.start.isFinal, message.cSeq.method.isCancel { symptoms.insert(.answersCancel) }
        if hops[slot: slot].trying != 0 { symptoms.formUnion(behindTrying(message, bytes, slot)) }
        // An answer to another request under the same branch is none to this one.
        if hasNewTag(message, bytes, slot) { symptoms.insert(.newTag) }
        if !symptoms.contains(.otherCSeq) { note(message, bytes, sighting, slot) }
        return symptoms
    }

    /// Whether a response that requires something may be a reliable one: a final one names 100rel then.
    private func isReliable(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        message.start.statusCode < 200 || message.headers.lists("100rel", in: .require, bytes)
    }

    /// Whether a response other than 100 has another To tag than an earlier one of its hop.
    @inline(__always)
    private func hasNewTag(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ slot: UInt32) -> Bool {
        let early = hops[slot: slot].firstEarlyTag
        let isLater = early != 0 || hops[slot: slot].finalTag != 0
        guard isLater, message.start.statusCode != 100, !message.to.tag.isEmpty else { return false }
        let tag = tag(message.to.tag, bytes)
        return early != 0 && early != tag || hops[slot: slot].finalTag != 0 && hops[slot: slot].finalTag != tag
    }

    /// In what a response differs from what its request asked for.
    @inline(__always)
    private func differences(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation,
        _ keys: MessageKeys,
        _ slot: UInt32
    ) -> Symptoms {
        let code = message.start.statusCode
        var symptoms: Symptoms = []
        if keys.callKey != hops[slot: slot].callKey { symptoms.insert(.otherCallID) }
        if tag(message.from.tag, bytes) != hops[slot: slot].fromTag { symptoms.insert(.otherFromTag) }
        if message.cSeq.number ?? 0 != hops[slot: slot].cSeq { symptoms.insert(.otherCSeq) }
        // The topmost is that of the request, or this would not be its hop; the others hardly ever change a letter.
        if ViaStack.text(below: message.topmostVia, message, bytes, hash) != hops[slot: slot].viaText,
            ViaStack(message, bytes, hash).whole != hops[slot: slot].viaStack
        {
            symptoms.insert(.otherVias)
        }
        let toTag = hops[slot: slot].toTag
        if toTag != 0 {
            if code >= 300 { symptoms.insert(.refusedInDialog) }
            let answered = tag(message.to.tag, bytes)
            if answered != toTag, code != 100 || answered != 0 { symptoms.insert(.otherToTag) }
        }
        if sighting.flow.destination != hops[slot: slot].flow.source { symptoms.insert(.otherDestination) }
        if sighting.flow.source != hops[slot: slot].flow.destination { symptoms.insert(.otherSource) }
        if observation.responseDelay > 200_000_000, message.cSeq.method.isInvite { symptoms.insert(.late) }
        if code == 100, hops[slot: slot].traits.contains(.timestamp) { symptoms.insert(.timestamped) }
        if hops[slot: slot].branchCount > 0 || !hops[slot: slot].upstream.isNone { symptoms.insert(.linked) }
        return symptoms
    }

    /// Notes a first copy of a response in its hop.
    @inline(__always)
    private mutating func note(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ slot: UInt32
    ) {
        let code = message.start.statusCode
        if !hops[slot: slot].hasResponse, !hops[slot: slot].method.isInvite { noteServer(message, bytes, slot) }
        if hops[slot: slot].firstResponseTime == .distantPast { hops[slot: slot].firstResponseTime = sighting.time }
        if code == 100 { noteTrying(message, bytes, sighting, slot) }
        if message.start.isFinal {
            if case .cancel = message.method { noteCancelAnswer(code, sighting, slot) }
            guard hops[slot: slot].finalCode == 0 else { return }
            hops[slot: slot].finalCode = code == 0 ? 700 : code
            hops[slot: slot].finalTag = tag(message.to.tag, bytes)
            hops[slot: slot].finalFrame = sighting.frame
            hops[slot: slot].finalTime = sighting.time
        } else {
            hops[slot: slot].provisionalCode = max(1, code)
            hops[slot: slot].provisionalTime = sighting.time
            hops[slot: slot].provisionalFrame = sighting.frame
            guard code > 100, code != 199, !message.to.tag.isEmpty else { return }
            let early = tag(message.to.tag, bytes)
            let first = hops[slot: slot].firstEarlyTag
            if first == 0 {
                hops[slot: slot].firstEarlyTag = early
                hops[slot: slot].isAtOwnContact = message.isFromOwnContact(sighting.flow.source.address, bytes)
            } else if first != early, hops[slot: slot].secondEarlyTag == 0 {
                hops[slot: slot].secondEarlyTag = early
            }
        }
    }

    private mutating func noteServer(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ slot: UInt32) {
        if let value = message.headers.value(of: .server, bytes) { hops[slot: slot].server = tag(value, bytes) }
    }

    private mutating func begin(
        _ flow: Flow,
        _ sighting: Sighting,
        _ observation: Observation,
        _ message: borrowing SIPMessage,
        _ keys: MessageKeys
    ) {
        var hop = Hop(flow: flow, frame: sighting.frame, time: sighting.time)
        hop.method = message.method
        hops.begin(observation.transactionSlot, hop, call: observation.callSlot, callKey: keys.callKey)
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

    /// What is known of the call of an ACK that has no hop of its own: its call, its tags and its CSeq number.
    func bareHop(
        of message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation,
        _ callKey: UInt64
    ) -> Hop {
        var hop = Hop(flow: sighting.flow, frame: sighting.frame, time: sighting.time)
        hop.method = message.method
        hop.call = observation.callSlot
        hop.callKey = callKey
        hop.cSeq = message.cSeq.number ?? 0
        hop.fromTag = tag(message.from.tag, bytes)
        hop.toTag = tag(message.to.tag, bytes)
        return hop
    }

    /// A short hash of a tag; 0 where there is none.
    @inline(__always)
    func tag(_ range: ByteRange, _ bytes: RawSpan) -> UInt32 { hops.tag(range, bytes) }
}

/// Hashes of the Via values of a message, of each its branch and sent-by, which no element on the way changes.
package struct ViaStack: Sendable {
    /// The hash of all of them, and of those below the topmost.
    package private(set) var whole: UInt64 = 1
    package private(set) var belowTop: UInt64 = 1
    /// A short hash of the topmost alone.
    private(set) var top: UInt32 = 0
    /// How many there are.
    package private(set) var count = 0
    /// The same with branches and hosts apart.
    private(set) var details = ViaDetails()
    /// A hash of the values below the topmost, letter by letter.
    private(set) var text: UInt64 = 1

    init(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hash: KeyedHash) {
        let top = message.topmostVia
        // Most have one, or are those that a client sent or gets: it is read already.
        if !message.headers.hasMoreVias(than: top, bytes) {
            whole = ViaStack.add(top, to: 1, bytes, hash)
            count = top.extent.isEmpty ? 0 : 1
            self.top = UInt32(truncatingIfNeeded: whole)
            details.add(top, at: 0, bytes, hash)
            return
        }
        var (whole, belowTop, first, count) = (UInt64(1), UInt64(1), UInt64(1), 0)
        var details = ViaDetails()
        message.headers.forEachVia(bytes) { via in
            whole = ViaStack.add(via, to: whole, bytes, hash)
            if count > 0 { belowTop = ViaStack.add(via, to: belowTop, bytes, hash) } else { first = whole }
            details.add(via, at: count, bytes, hash)
            count += 1
        }
        self.details = details
        text = ViaStack.text(below: top, message, bytes, hash)
        (self.whole, self.belowTop, self.count) = (whole, belowTop, count)
        self.top = UInt32(truncatingIfNeeded: first)
    }

    /// A hash of the values below `top`, the topmost one, letter by letter.
    static func text(
        below top: Via,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ hash: KeyedHash
    ) -> UInt64 {
        var (state, isTop) = (UInt64(1), true)
        message.headers.forEachValue(of: .via, bytes) { value in
            let lower = isTop ? min(top.extent.upper &+ 1, value.upper) : value.lower
            let rest = isTop ? bytes.trimmed(ByteRange(lower, value.upper)) : value
            if !rest.isEmpty { state = hash.hash(bytes, rest, from: state) }
            isTop = false
        }
        return state
    }

    private static func add(_ via: Via, to state: UInt64, _ bytes: RawSpan, _ hash: KeyedHash) -> UInt64 {
        hash.hash(bytes, via.branch, from: hash.hash(bytes, via.sentBy, from: state))
    }
}

extension Method? {
    /// A number for it, without asking a witness table.
    var place: Int { if case .some(let method) = self { Int(method.rawValue) } else { Method.allCases.count } }

    /// Whether it is INVITE.
    var isInvite: Bool { if case .invite = self { true } else { false } }

    /// Whether it is CANCEL.
    var isCancel: Bool { if case .cancel = self { true } else { false } }

    /// Whether it is ACK.
    var isACK: Bool { if case .ack = self { true } else { false } }
}
