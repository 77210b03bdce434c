internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A request inside a dialog that is up, and whose server knows nothing of it.
///
/// A NOTIFY or SUBSCRIBE is of a subscription, which ends by itself with a 481 while the call goes on (RFC 5057 §5.1).
struct DialogLost: Examiner {
    var declarations: [RuleDeclaration] { [DialogLost.declaration] }
    var interest: Interest { Interest(responses: [408, 481]) }

    init(_ values: RuleValues = RuleValues()) {}

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let (hop, code, time) = (scene.hop, message.start.statusCode, scene.sighting.time)
        guard scene.observation.isFirst, hop.hasRequest else { return }
        let (method, name) = (hop.method, bytes.text(of: message.methodText))
        if method == .cancel || method == .prack, code == 481, let invite = pendingInvite(of: hop, hops) {
            reporter.report(0, .warning, message, bytes, scene, counting: .call, related: [invite.frame, hop.frame]) {
                let age = time.nanoseconds(since: invite.time).asSeconds
                return "481 to \(name), whose INVITE has been pending for \(age)"
            }
            return
        }
        let isJudged = code == 408 ? method == .invite : ![.cancel, .prack, .notify, .subscribe].contains(method)
        guard isJudged, hop.toTag != 0, let call = hops.call(of: hop), let dialog = call.dialog(hop.fromTag, hop.toTag),
            isUp(dialog, for: hop)
        else { return }
        reporter.report(0, .warning, message, bytes, scene, counting: .call, related: [hop.frame]) {
            let age = time.nanoseconds(since: dialog.confirmed).asSeconds
            let others = [call.dialog, call.otherDialog].filter { $0.isLive && $0.confirmed != dialog.confirmed }
            let other = others.isEmpty ? "" : "; another dialog of the call is up"
            return "\(code) to \(name) in a dialog confirmed \(age) before\(other)"
        }
    }

    /// Whether nothing but `hop` itself ended the dialog.
    ///
    /// Where the BYE of both sides cross, each comes to a dialog that the other side has just ended.
    private func isUp(_ dialog: DialogNotes, for hop: Hop) -> Bool {
        if dialog.isLive { return true }
        guard case .bye = hop.method, dialog.releaser == hop.fromTag else { return false }
        return dialog.releaseCSeq == hop.cSeq
    }

    /// The INVITE without a final response that a CANCEL or PRACK is for.
    private func pendingInvite(of hop: Hop, _ hops: borrowing HopTable) -> Hop? {
        let isCancel = hop.method == .cancel
        return hops.first(inCallOf: hop) { other in
            guard case .invite = other.method, other.hasRequest, other.finalCode == 0, other.fromTag == hop.fromTag,
                other.flow.source.address == hop.flow.source.address,
                other.flow.destination.address == hop.flow.destination.address
            else { return false }
            return isCancel ? other.cSeq == hop.cSeq && other.viaStack == hop.viaStack : other.cSeq < hop.cSeq
        }
    }

    static let declaration = RuleDeclaration(
        "dialog-lost",
        .failures,
        .warning,
        .operational,
        .call,
        tier: .next,
        title: "481, or 408 to a re-INVITE, inside a live dialog",
        sources: ["RFC 3261 §12.2.1.2", "RFC 3261 §12.2.2", "RFC 3261 §9.2", "RFC 5057 §5"],
        explanation: """
            The server has lost a dialog that was seen to be set up and not to be ended, or an INVITE that it still \
            owes an answer. The call is over for one side and goes on for the other, often with speech one way or a \
            wrong duration in its record.
            """,
        silence: """
            Where the dialog was not seen to be set up, for a BYE that crossed one of the other side, and for NOTIFY \
            and SUBSCRIBE, which are of a subscription.
            """,
        advice: """
            See if the server restarted or if another node of its cluster got the request: compare Contact and \
            Record-Route of the 2xx with the Request-URI and Route of the request.
            """,
        example: ["A>P INVITE", "P>A 200", "A>P ACK", "A>P INVITE inside the dialog [900 s]", "P>A 481"]
    )
}
