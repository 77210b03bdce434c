internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Transfers: a REFER, its answer, and the NOTIFYs that tell what came of it (RFC 3515).
extension CallTracker {
    /// Takes a REFER, which asks for a transfer, goes on with one after a challenge, or is the same on a further hop.
    @inline(never)
    mutating func takeRefer(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation
    ) {
        let slot = observation.call
        guard let field = message.headers.value(of: .referTo, bytes) else { return }
        let referTo = ReferTo.read(bytes, field)
        // A REFER may ask for anything, as for the BYE of somebody in a conference (RFC 4579 §5.11).
        guard referTo.isOfCall else { return }
        transactions[observation.transaction].role = .transfer
        let (tag, target) = (fingerprint(bytes, message.from.tag), fingerprint(bytes, referTo.uri))
        let (told, number) = (calls[slot].responses, message.cSeq.number ?? 0)
        if transfers.goesOn(of: told, tag: tag, target: target, cSeq: number) || !transfers.hasRoom(for: told) {
            return
        }
        var transfer = Transfer(
            at: sighting.time,
            by: referrer(message, bytes, sighting, slot),
            isAttended: !referTo.replaces.isEmpty,
            tag: tag,
            target: target,
            cSeq: number
        )
        if keepsText { keepWords(of: referTo, message, bytes, in: &transfer) }
        transfers.insert(transfer, of: openResponses(of: slot))
    }

    /// Keeps what a record shows of a REFER.
    private func keepWords(
        of referTo: ReferTo,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        in transfer: inout Transfer
    ) {
        transfer.target.append(referTo.uri.cut(to: CallText.longestPart, bytes.byteCount), of: bytes)
        let replaces = ReferTo.unescaped(bytes, referTo.replaces, most: CallText.most)
        let isWhole = referTo.replaces.count <= CallText.most
        replaces.withRawSpan { span in
            let value = Replaces.read(span, ByteRange(0, replaces.count))
            guard !value.callID.isEmpty else { return }
            transfer.replaced.append(value.callID.cut(to: CallText.longestPart, replaces.count), of: span)
            // Of one that is cut the tags are not known.
            if isWhole { transfer.replacedMark = mark(of: value, span) }
        }
        guard let field = message.headers.value(of: .referredBy, bytes) else { return }
        let uri = NameAddress.read(bytes, field).uri
        transfer.referredBy.append(uri.cut(to: CallText.longestPart, bytes.byteCount), of: bytes)
    }

    /// Takes the INVITE of the call that an attended transfer asked for: its Replaces names the dialog of Refer-To (RFC
    /// 3891 §3, RFC 5589 §7.1).
    ///
    /// A blind transfer gives its INVITE nothing that no other may have.
    @inline(never)
    mutating func noteNewCall(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ replaces: Replaces) {
        transfers.change(replacing: mark(of: replaces, bytes)) { transfer in
            guard transfer.newCall.isEmpty else { return }
            transfer.newCall.append(message.callID.cut(to: CallText.longestPart, bytes.byteCount), of: bytes)
        }
    }

    /// A hash of the dialog that a Replaces names; never zero.
    private func mark(of replaces: Replaces, _ bytes: RawSpan) -> UInt64 {
        let state = hash.hash(bytes, replaces.toTag, from: hash.hash(bytes, replaces.callID))
        return hash.hash(bytes, replaces.fromTag, from: state) | 1
    }

    /// Keeps who referred the caller of an INVITE, which a REFER began then (RFC 3892 §2).
    @inline(never)
    mutating func takeReferredBy(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ slot: UInt32) {
        guard let field = message.headers.value(of: .referredBy, bytes) else { return }
        calls[slot].text.setReferredBy(bytes, NameAddress.read(bytes, field).uri)
    }

    /// Who sent a REFER: the side whose tag is known from the INVITE, or else that which the hop says.
    private func referrer(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ slot: UInt32
    ) -> Transfer.Referrer? {
        let told = calls[slot].responses
        if told != .max {
            if responses[told].dialogs.contains(fingerprint(bytes, message.to.tag)) { return .caller }
            if responses[told].dialogs.contains(fingerprint(bytes, message.from.tag)) { return .callee }
        }
        guard isNearCaller(sighting.flow, slot) else { return nil }
        return isFromCaller(sighting.flow, slot) ? .caller : .callee
    }

    /// Takes the final response to a REFER; on a further hop it is the same.
    @inline(never)
    mutating func takeReferResponse(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ observation: Observation
    ) {
        guard observation.completesTransaction else { return }
        let (tag, number) = (fingerprint(bytes, message.from.tag), message.cSeq.number ?? 0)
        let code = message.start.statusCode
        let isWithout = code < 300 && refusesSubscription(message, bytes)
        transfers.change(of: observation.told, tag: tag, cSeq: number) { transfer in
            guard transfer.code == 0 else { return }
            transfer.code = code
            if isWithout, case nil = transfer.subscription { transfer.subscription = Transfer.Subscription.none }
        }
    }

    /// Whether a 2xx to a REFER says that nobody will be notified (RFC 4488 §4).
    private func refusesSubscription(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        guard let field = message.headers.value(of: .referSub, bytes) else { return false }
        let end = bytes.nearOffset(of: 0x3B, in: field)
        return bytes.equals("false", in: bytes.trimmed(ByteRange(field.lower, end)))
    }

    /// Takes a NOTIFY of the package `refer`, which goes back to who sent the REFER.
    ///
    /// Of several REFERs its id names one by the CSeq number (RFC 3515 §2.4.6).
    @inline(never)
    mutating func takeNotify(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ slot: UInt32) {
        guard !transfers.isEmpty, let field = message.headers.value(of: .event, bytes) else { return }
        let (event, told) = (Event.read(bytes, field), calls[slot].responses)
        guard bytes.equals("refer", in: event.name) else { return }
        let state = message.headers.value(of: .subscriptionState, bytes).flatMap { SubscriptionState.read(bytes, $0) }
        let isTerminated = if case .terminated = state { true } else { false }
        let hasStatus = isBody(of: "message/sipfrag", message, bytes)
        let code = hasStatus ? SIPFragment.statusCode(bytes, message.body) : 0
        let (tag, number) = (fingerprint(bytes, message.to.tag), message.cSeq.number ?? 0)
        // An id that cannot be read is of none.
        let identifier = event.id.isEmpty ? nil : DecimalNumber.read(bytes, event.id) ?? -1
        transfers.change(of: told, tag: tag, identifier: identifier, notifiedBy: number) { transfer in
            transfer.takeNotification(code, isTerminated: isTerminated, cSeq: number)
        }
    }
}
