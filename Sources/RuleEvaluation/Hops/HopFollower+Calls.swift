internal import CallTracking
internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// What messages mean for the call that they are of.
extension HopFollower {
    /// Notes what the request of the hop in `slot` means for its call.
    @inline(__always)
    mutating func noteCall(ofRequestIn slot: UInt32) {
        guard hasCall(slot) else { return }
        switch hops[slot: slot].method {
        case .invite where hops[slot: slot].toTag == 0: noteAttempt(slot)
        case .bye: noteRelease(slot)
        default: break
        }
    }

    /// Whether the call of the hop in `slot` is still the one in its place.
    @inline(__always)
    private func hasCall(_ slot: UInt32) -> Bool {
        let call = hops[slot: slot].call
        return call != .max && hops[call: call].key == hops[slot: slot].callKey
    }

    private mutating func noteAttempt(_ slot: UInt32) {
        let hop = hops[slot: slot]
        if hops[call: hop.call].opener == 0 {
            hops[call: hop.call].opener = hop.fromTag
        } else {
            // On the next hop, and on other branches, it is the same.
            guard hops[call: hop.call].opener == hop.fromTag, hop.cSeq > hops[call: hop.call].firstCSeq else { return }
            if hops[call: hop.call].goesOn {
                hops[call: hop.call].goesOn = false
                hops[call: hop.call].firstCSeq = hop.cSeq
                return
            }
        }
        hops[call: hop.call].firstCSeq = hop.cSeq
        hops[call: hop.call].began = hop.time
        hops[call: hop.call].hasSign = false
    }

    private mutating func noteRelease(_ slot: UInt32) {
        let hop = hops[slot: slot]
        if hops[call: hop.call].dialog.isOf(hop.fromTag, hop.toTag) {
            hops[call: hop.call].dialog.release(by: hop)
        } else if hops[call: hop.call].otherDialog.isOf(hop.fromTag, hop.toTag) {
            hops[call: hop.call].otherDialog.release(by: hop)
        }
    }

    /// Notes what a first copy of a response to the request of the hop in `slot` means for its call; says whether it is
    /// the first sign for a caller who waited for it, or a failure without one.
    @inline(__always)
    mutating func noteCall(
        ofResponse message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        in slot: UInt32
    ) -> Symptoms {
        let code = message.start.statusCode
        guard code > 100, hasCall(slot) else { return [] }
        switch hops[slot: slot].method {
        case .invite where hops[slot: slot].toTag == 0:
            if code >= 200, code < 300 { confirm(tag(message.to.tag, bytes), at: sighting.time, slot) }
            return noteProgress(code, message, bytes, sighting, slot)
        case .bye where code == 401 || code == 407:
            let hop = hops[slot: slot]
            hops[call: hop.call].dialog.resume(after: hop)
            hops[call: hop.call].otherDialog.resume(after: hop)
        default: break
        }
        return []
    }

    private mutating func confirm(_ callee: UInt32, at time: CaptureTime, _ slot: UInt32) {
        let hop = hops[slot: slot]
        let known = hops[call: hop.call]
        guard callee != 0, !known.dialog.isOf(hop.fromTag, callee), !known.otherDialog.isOf(hop.fromTag, callee) else {
            return
        }
        var dialog = DialogNotes()
        (dialog.caller, dialog.callee, dialog.confirmed) = (hop.fromTag, callee, time)
        if known.dialog.callee == 0 {
            hops[call: hop.call].dialog = dialog
        } else if known.otherDialog.callee == 0 || !known.otherDialog.isLive {
            hops[call: hop.call].otherDialog = dialog
        }
    }

    private mutating func noteProgress(
        _ code: UInt16,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ slot: UInt32
    ) -> Symptoms {
        let call = hops[slot: slot].call
        guard hops[slot: slot].fromTag == hops[call: call].opener, !hops[call: call].hasSign else { return [] }
        switch code {
        case 180...182, 200..<300: hops[call: call].hasSign = true
        case 183 where HopFollower.hasSDP(message, bytes): hops[call: call].hasSign = true
        case 100..<200: return []
        case 300..<400, 401, 407, 422:
            hops[call: call].goesOn = true
            return []
        default:
            // A branch that fails says nothing yet to the caller.
            guard hops[slot: slot].upstream.isNone else { return [] }
        }
        let waited = sighting.time.nanoseconds(since: hops[call: call].began)
        return waited >= HopFollower.leastWait ? .waited : []
    }

    /// How long the caller of an ordinary call may wait at most: 1 s, in nanoseconds.
    private static let leastWait: Int64 = 1_000_000_000

    private static func hasSDP(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        guard !message.body.isEmpty, let type = message.headers.value(of: .contentType, bytes) else { return false }
        return bytes.hasPrefix("application/sdp", in: type) || bytes.hasPrefix("multipart/", in: type)
    }
}
