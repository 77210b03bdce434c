internal import BasicContainers
internal import CallTracking
internal import NetworkTypes
package import SIPMessages
package import WireBytes

/// The hops of the transactions that the tracker holds, by its slots, each with the one before it in its call.
///
/// It grows with the tracker's tables, whose bounds are its own.
package struct HopTable: ~Copyable {
    private var hops = UniqueArray<Hop>()
    /// What is known of each call, by the tracker's slot of it.
    private var calls = UniqueArray<CallNotes>()
    private var serial: UInt32 = 0
    /// What all hashes in hops are made with.
    let hash = KeyedHash()
    /// Which requests were seen lately, their transactions over or not.
    var recent = RecentRequests()
    /// What features tell of the 100s of INVITEs and of linked INVITEs.
    var features = FeatureMemory()
    private static let vacant = Hop(
        flow: Flow(source: .nowhere, destination: .nowhere, transport: .udp),
        frame: FrameReference(packed: 0),
        time: .distantPast
    )

    /// How many hops of a call are looked at from the latest on: as many as a proxy that forks widely makes.
    static let longestWalk = 64

    /// How many hops have begun, in numbers that begin again behind the greatest.
    package var begunCount: UInt32 { serial }

    /// What is known of the call of `hop`; `nil` where that has none.
    package func call(of hop: Hop) -> CallNotes? {
        guard Int(hop.call) < calls.count, calls[Int(hop.call)].key == hop.callKey else { return nil }
        return calls[Int(hop.call)]
    }

    /// What is known of the call in the slot `call`, where a hop of it has begun.
    subscript(call call: UInt32) -> CallNotes {
        @inline(__always) _read { yield calls[Int(call)] }
        @inline(__always) _modify { yield &calls[Int(call)] }
    }

    /// The hop `id`, or `nil` where it is forgotten.
    package subscript(id: HopID) -> Hop? {
        holds(id) ? hops[Int(id.slot)] : nil
    }

    /// Whether the hop `id` is still known.
    package func holds(_ id: HopID) -> Bool {
        id.serial != 0 && Int(id.slot) < hops.count && hops[Int(id.slot)].id == id
    }

    /// The hop in `slot`, which is in use.
    subscript(slot slot: UInt32) -> Hop {
        @inline(__always) _read { yield hops[Int(slot)] }
        @inline(__always) _modify { yield &hops[Int(slot)] }
    }

    /// Which hop stands in `slot`; none where nothing does.
    func id(in slot: UInt32) -> HopID { Int(slot) < hops.count ? hops[Int(slot)].id : .none }

    /// The ``Hop/requestURI`` of a request whose Request-URI is what stands in `uri`.
    package func requestURI(_ bytes: RawSpan, _ uri: ByteRange) -> UInt64 { hash.hash(bytes, uri) }

    /// Lets the answers on the hop `id` be told as ``Symptoms/awaited``.
    mutating func awaitAnswers(to id: HopID) {
        if holds(id) { hops[Int(id.slot)].isAwaited = true }
    }

    /// Puts a new hop into `slot`, which then is the latest of the call in the slot `call`, known by `callKey`.
    mutating func begin(_ slot: UInt32, _ hop: Hop, call: UInt32, callKey: UInt64) {
        serial = serial == .max ? 1 : serial &+ 1
        while hops.count <= Int(slot) { hops.append(HopTable.vacant) }
        let id = HopID(slot: slot, serial: serial)
        hops[Int(slot)] = hop
        hops[Int(slot)].id = id
        hops[Int(slot)].callKey = callKey
        hops[Int(slot)].call = call
        guard call != .max else { return }
        while calls.count <= Int(call) { calls.append(CallNotes()) }
        if calls[Int(call)].key != callKey { calls[Int(call)] = CallNotes(key: callKey) }
        let before = calls[Int(call)].latest
        if before.slot != slot, holds(before), hops[Int(before.slot)].callKey == callKey {
            hops[Int(slot)].previous = before
        }
        calls[Int(call)].latest = id
    }

    /// Forgets the hop `id`, whose transaction is over.
    mutating func end(_ id: HopID) {
        if holds(id) { hops[Int(id.slot)].id = .none }
    }

    /// Notes for the INVITEs with this From tag and CSeq number, in the call in the slot `call`, an ACK with the To tag
    /// `tag`.
    mutating func noteAck(to tag: UInt32, from fromTag: UInt32, cSeq: UInt32, call: UInt32, callKey: UInt64) {
        guard Int(call) < calls.count else { return }
        var id = calls[Int(call)].latest
        for _ in 0..<HopTable.longestWalk {
            let place = Int(id.slot)
            guard holds(id), hops[place].callKey == callKey else { return }
            if hops[place].cSeq == cSeq, hops[place].method.isInvite, hops[place].fromTag == fromTag {
                if hops[place].hasAck, hops[place].ackTag != tag {
                    hops[place].otherAckTag = tag
                } else {
                    hops[place].hasAck = true
                    hops[place].ackTag = tag
                }
            }
            id = hops[place].previous
        }
    }

    /// The first hop, from the latest one of the call of `hop` back, for which `isWanted` holds; `hop` is none of them.
    package func first(inCallOf hop: Hop, where isWanted: (Hop) -> Bool) -> Hop? {
        guard Int(hop.call) < calls.count else { return nil }
        var id = calls[Int(hop.call)].latest
        for _ in 0..<HopTable.longestWalk {
            guard holds(id), hops[Int(id.slot)].callKey == hop.callKey else { return nil }
            if id != hop.id, isWanted(hops[Int(id.slot)]) { return hops[Int(id.slot)] }
            id = hops[Int(id.slot)].previous
        }
        return nil
    }

    /// Whether the final response of `hop` is one that came from a hop below: the same code with the same To tag.
    package func isRelayed(_ hop: Hop) -> Bool {
        guard hop.branchCount > 0 else { return false }
        return first(inCallOf: hop) {
            $0.upstream == hop.id && $0.finalCode == hop.finalCode && $0.finalTag == hop.finalTag
        } != nil
    }

    /// Whether the transaction before that of `hop` in its call was challenged, so that this one goes on with it.
    package func followsChallenge(_ hop: Hop) -> Bool {
        challenge(before: hop) != nil
    }

    /// The transaction before `hop` in its call with the same method between the same hosts.
    private func earlier(than hop: Hop) -> Hop? {
        first(inCallOf: hop) {
            $0.method.place == hop.method.place && $0.cSeq < hop.cSeq
                && $0.flow.source.address == hop.flow.source.address
                && $0.flow.destination.address == hop.flow.destination.address
        }
    }

    /// The same where it was challenged, so that `hop` goes on with it.
    package func challenge(before hop: Hop) -> Hop? {
        earlier(than: hop).flatMap { $0.finalCode == 401 || $0.finalCode == 407 ? $0 : nil }
    }

    /// Whether `hop` goes on with what was asked before: after a challenge, a redirection, or a 423.
    package func goesOn(_ hop: Hop) -> Bool {
        switch earlier(than: hop)?.finalCode {
        case 401, 407, 423, .some(300..<400): true
        default: false
        }
    }

    /// Hands every hop of the call of `hop` to `body`, the latest first, `hop` itself left out.
    package func forEach(inCallOf hop: Hop, _ body: (Hop) -> Void) {
        _ = first(inCallOf: hop) {
            body($0)
            return false
        }
    }

    /// The Via values of `message` in the form in which a hop keeps those of its request.
    package func viaStack(of message: borrowing SIPMessage, _ bytes: RawSpan) -> ViaStack {
        ViaStack(message, bytes, hash)
    }

    /// A short hash of a tag as a hop keeps it; 0 where there is none.
    package func tag(_ range: ByteRange, _ bytes: RawSpan) -> UInt32 {
        range.isEmpty ? 0 : UInt32(truncatingIfNeeded: hash.hash(bytes, range)) | 1
    }

    /// How many nanoseconds before `now` a request with the Via values, the method and the ends of `hop` was seen, or
    /// may have been; the greatest number where none was.
    package func sinceRequest(like hop: Hop, at now: Int64) -> Int64 {
        recent.age(of: RecentRequests.key(of: hop, hash), at: now)
    }

    /// Hands every hop that goes on from `hop` to `body`, the latest first.
    package func forEachBranch(of hop: Hop, _ body: (Hop) -> Void) {
        guard hop.branchCount > 0 else { return }
        forEach(inCallOf: hop) { if $0.upstream == hop.id { body($0) } }
    }
}

/// What messages of hops are told from others by.
extension HopTable {
    /// The first 100 to the INVITE of `hop`; `nil` where there was none, or where that was long ago.
    package func trying(of hop: Hop) -> FeatureMemory.Entry? { features[hop.trying] }

    /// The request of `hop`, which is an INVITE and linked with a hop above; `nil` where that was long ago.
    package func linkedRequest(of hop: Hop) -> FeatureMemory.Entry? { features[hop.requestFeatures] }

    /// What tells `message` from others, to be compared with what is kept of hops.
    package func features(of message: borrowing SIPMessage, _ bytes: RawSpan) -> MessageFeatures {
        MessageFeatures(message, bytes, hash)
    }
}

extension Endpoint {
    fileprivate static let nowhere = Endpoint(address: IPAddress(high: 0, low: 0), port: 0)
}
