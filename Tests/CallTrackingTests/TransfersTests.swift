import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Transfers that are asked for with a REFER, and what is heard of them.
@Suite struct TransfersTests {
    /// The transfers of all calls in `trace`, as they stand behind it.
    private func transfers(_ trace: SIPTrace) -> [Transfer] {
        var tracking = Tracking(keepsText: true)
        tracking.take(trace)
        return (tracking.ended + tracking.open).flatMap(\.call.transfers)
    }

    private static let carol = "<sip:carol@example.com>"

    /// A call in which the caller asks for a transfer, with a response to that.
    private func asked(_ code: Int = 202, over transport: Transport = .udp) -> SIPTrace {
        var trace = SIPTrace.answeredCall(over: transport)
        trace.refer(to: Self.carol)
        trace.response(code, "Phrase")
        return trace
    }

    @Test(
        arguments: [
            ("SIP/2.0 200 OK", .succeeded, 200), ("SIP/2.0 486 Busy Here", .failed, 486),
            ("SIP/2.0 603 Decline", .failed, 603), ("SIP/2.0 302 Moved Temporarily", .failed, 302),
            ("SIP/2.0 100 Trying", .accepted, 100), ("SIP/2.0 1000 X", .accepted, 0), ("To: <sip:a@b>", .accepted, 0),
        ] as [(String, Transfer.Outcome, UInt16)],
        [Transport.udp, .tcp]
    )
    func `the last NOTIFY tells what came of it`(
        told: (status: String, outcome: Transfer.Outcome, code: UInt16),
        transport: Transport
    ) throws {
        var trace = asked(over: transport)
        if told.code > 0 { trace.notify("SIP/2.0 180 Ringing", state: "active;expires=60") }
        trace.notify(told.status)
        let found = transfers(trace)
        let transfer = try #require(found.first)
        #expect(found.count == 1 && transfer.outcome == told.outcome && transfer.notifiedCode == told.code)
        #expect(transfer.code == 202 && transfer.subscription == .terminated && transfer.referrer == .caller)
        #expect(String(decoding: transfer.target, as: UTF8.self) == "sip:carol@example.com")
    }

    @Test(
        arguments: [
            (200, .accepted), (202, .accepted), (403, .refused), (603, .refused), (100, .unknown), (407, .refused),
        ] as [(Int, Transfer.Outcome)],
        [Transport.udp, .tcp]
    )
    func `without a NOTIFY the response to the REFER is the last word`(
        told: (code: Int, outcome: Transfer.Outcome),
        transport: Transport
    ) {
        let found = transfers(asked(told.code, over: transport))
        #expect(found.map(\.outcome) == [told.outcome])
        #expect(found.map(\.code) == [told.code < 200 ? 0 : UInt16(told.code)])
        #expect(found.map(\.subscription) == [nil] && found.map(\.isAttended) == [false])
    }

    @Test func `a REFER that nobody answers came to nothing that is known`() {
        var trace = asked()
        trace.dropLast()
        #expect(transfers(trace).map(\.outcome) == [.unknown])
        trace.notify("SIP/2.0 200 OK")
        #expect(transfers(trace).map(\.outcome) == [.succeeded], "whoever notifies has taken it")
    }

    @Test func `the callee may ask as well`() {
        var trace = SIPTrace.answeredCall(over: .udp)
        trace.swapSides()
        trace.refer(to: Self.carol)
        trace.response(202, "Accepted")
        trace.notify("SIP/2.0 200 OK")
        #expect(transfers(trace).map(\.referrer) == [.callee] && transfers(trace).map(\.outcome) == [.succeeded])
    }

    @Test func `an attended transfer names the call to replace, and who asks may be said`() throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        let replaces = "Replaces=call-2%40example.com%3Bto-tag%3Dx%3Bfrom-tag%3Dy"
        trace.refer(to: "<sip:carol@example.com?\(replaces)>", headers: ["Referred-By: <sip:alice@example.com>;x=1"])
        let transfer = try #require(transfers(trace).first)
        #expect(transfer.isAttended)
        #expect(String(decoding: transfer.replaced, as: UTF8.self) == "call-2@example.com")
        #expect(String(decoding: transfer.referredBy, as: UTF8.self) == "sip:alice@example.com")
        #expect(Tracking(trace).open.flatMap(\.call.transfers).map(\.target) == [[]], "without records no words")
    }

    @Test func `where both sides want no subscription, there is none`() {
        for (field, expected) in [
            ("false", Transfer.Subscription.none), ("False;x", Transfer.Subscription.none), ("true", nil),
        ] {
            var trace = SIPTrace.answeredCall(over: .udp)
            trace.refer(to: Self.carol, headers: ["Refer-Sub: false"])
            trace.response(200, "OK", headers: ["Refer-Sub: \(field)"])
            #expect(transfers(trace).map(\.subscription) == [expected])
            #expect(transfers(trace).map(\.outcome) == [.accepted])
        }
    }

    @Test func `a REFER that follows a challenge goes on with the transfer, and one to somebody else does not`() {
        for (target, expected) in [
            (Self.carol, [Transfer.Outcome.succeeded]), ("<sip:dan@b>", [.refused, .succeeded]),
        ] {
            var trace = asked(407)
            trace.refer(to: target)
            trace.response(202, "Accepted")
            trace.notify("SIP/2.0 200 OK")
            #expect(transfers(trace).map(\.outcome) == expected)
        }
        var trace = asked(403)
        trace.refer(to: Self.carol)
        trace.response(202, "Accepted")
        #expect(transfers(trace).map(\.outcome) == [.refused, .accepted], "a refusal is the end of it")
    }

    @Test(arguments: [Transport.udp, .tcp])
    func `on a further hop it is the same transfer`(transport: Transport) {
        var trace = asked(over: transport)
        trace.notify("SIP/2.0 486 Busy Here")
        var hop = SIPTrace(from: .trunk, to: .callee, transport: transport)
        for step in trace.steps.suffix(4) {
            let text = String(decoding: step.bytes, as: UTF8.self).replacing(
                "branch=z9hG4bK",
                with: "branch=z9hG4bK-hop-"
            )
            hop.append(text, like: step)
        }
        trace.merge(hop)
        #expect(trace.steps.count == 12)
        #expect(transfers(trace).map(\.outcome) == [.failed])
    }

    /// Two transfers that the caller asks for, the first of which is told to be over before the second or not.
    private func two(isFirstOver: Bool, then event: String) -> [Transfer.Outcome] {
        var trace = asked()
        if isFirstOver { trace.notify("SIP/2.0 486 Busy Here") }
        trace.refer(to: "<sip:dan@example.com>")
        trace.response(202, "Accepted")
        trace.notify("SIP/2.0 200 OK", event: event)
        return transfers(trace).map(\.outcome)
    }

    @Test func `of several a NOTIFY names one by its id, and without one is of the first that is not over`() {
        #expect(two(isFirstOver: false, then: "refer;id=3") == [.accepted, .succeeded])
        #expect(two(isFirstOver: false, then: "refer;id=2") == [.succeeded, .accepted])
        #expect(two(isFirstOver: false, then: "refer;id=9") == [.accepted, .accepted])
        #expect(two(isFirstOver: false, then: "refer;id=x") == [.accepted, .accepted])
        #expect(two(isFirstOver: false, then: "refer") == [.succeeded, .accepted])
        #expect(two(isFirstOver: true, then: "refer") == [.failed, .succeeded])
    }

    @Test func `a NOTIFY without an id goes to the first REFER as long as that one's subscription is active`() {
        var trace = asked()
        trace.refer(to: "<sip:dan@example.com>")
        trace.response(202, "Accepted")
        trace.notify("SIP/2.0 200 OK", state: "active")
        trace.notify("SIP/2.0 200 OK")
        #expect(transfers(trace).map(\.outcome) == [.succeeded, .accepted])
        #expect(transfers(trace).map(\.subscription) == [.terminated, nil])
    }

    @Test(arguments: [true, false])
    func `a transfer is followed while the other side rings, though who asked for it hung up`(isInCall: Bool) {
        var trace = isInCall ? asked() : SIPTrace()
        if isInCall {
            trace.request("BYE")
        } else {
            trace.refer(to: Self.carol, isOutside: true)
        }
        trace.response(isInCall ? 200 : 202, "OK")
        trace.notify("SIP/2.0 180 Ringing", state: "active")
        trace.wait(.seconds(70))
        trace.notify("SIP/2.0 200 OK")
        #expect(transfers(trace).map(\.outcome) == [.succeeded])
    }

    @Test(arguments: ["<sip:carol@example.com;method=BYE>", "<http://example.com/>"])
    func `a REFER that asks for no call is no transfer`(target: String) {
        var trace = SIPTrace.answeredCall(over: .udp)
        trace.refer(to: target)
        trace.response(202, "Accepted")
        trace.notify("SIP/2.0 200 OK")
        #expect(transfers(trace).isEmpty)
    }

    @Test func `a NOTIFY that was overtaken by the last one says nothing`() {
        var trace = asked()
        trace.notify("SIP/2.0 180 Ringing", state: "active")
        let late = trace.steps.suffix(2)
        var other = asked()
        other.refer(to: "<sip:x@example.com>")
        other.dropLast()
        other.notify("SIP/2.0 200 OK")
        for step in late { other.append(String(decoding: step.bytes, as: UTF8.self), like: step, after: .seconds(1)) }
        #expect(transfers(other).map(\.notifiedCode) == [200])
        #expect(transfers(other).map(\.subscription) == [.terminated])
    }

    @Test func `what is no NOTIFY of the transfer changes nothing`() {
        var trace = asked()
        trace.notify("SIP/2.0 200 OK", event: "presence")
        #expect(transfers(trace).map(\.subscription) == [nil])
        trace.notify("SIP/2.0 200 OK", state: "active", type: "text/plain")
        #expect(transfers(trace).map(\.outcome) == [.accepted] && transfers(trace).map(\.subscription) == [.active])
        var other = asked()
        other.swapSides()
        other.notify("SIP/2.0 200 OK")
        #expect(transfers(other).map(\.outcome) == [.accepted], "it goes to the other side")
    }

    @Test func `a NOTIFY cut at any byte tells its status or none`() {
        var trace = asked()
        trace.notify("SIP/2.0 486 Busy Here")
        let notify = trace.steps[trace.steps.count - 2]
        var outcomes: Set<String> = []
        for count in 0...notify.bytes.count {
            var tracking = Tracking(asked())
            tracking.take(notify, cutTo: count)
            outcomes.formUnion(
                tracking.open.flatMap(\.call.transfers).map { "\($0.outcome.rawValue) \($0.notifiedCode)" }
            )
        }
        #expect(outcomes == ["accepted 0", "failed 486"])
    }

    @Test func `a REFER cut at any byte asks for a transfer or for none`() {
        var trace = SIPTrace.answeredCall(over: .udp)
        let up = trace
        trace.refer(
            to: "<sip:carol@example.com?Replaces=a%3Bto-tag%3D1>",
            headers: ["Referred-By: <sip:a@example.com>"]
        )
        let refer = trace.steps[trace.steps.count - 1]
        for count in 0...refer.bytes.count {
            var tracking = Tracking(keepsText: true)
            tracking.take(up)
            tracking.take(refer, cutTo: count)
            let target = tracking.open.flatMap(\.call.transfers).first.map {
                String(decoding: $0.target, as: UTF8.self)
            }
            #expect("sip:carol@example.com?Replaces".hasPrefix(target ?? ""))
            if count == refer.bytes.count { #expect(target == "sip:carol@example.com") }
        }
    }

    @Test func `a REFER outside a dialog is no call, and is followed all the same`() throws {
        var trace = SIPTrace()
        trace.refer(to: Self.carol, isOutside: true)
        trace.response(202, "Accepted")
        trace.notify("SIP/2.0 200 OK")
        let (call, outcome) = try #require(Tracking(trace).open.first)
        #expect(call.kind == .other && !call.hasStart && outcome == .answered && call.evidence == .whole)
        #expect(call.transfers.map(\.outcome) == [.succeeded] && call.transfers.map(\.referrer) == [.caller])
    }

    /// A call in which an attended transfer is asked for, and then an INVITE with `replaces`; what the transfer led to,
    /// and who referred the caller of the new call.
    private func attended(_ replaces: String, over transport: Transport = .udp) -> [String] {
        var trace = SIPTrace.answeredCall(over: transport)
        trace.refer(to: "<sip:carol@example.com?Replaces=call-2%40example.com%3Bto-tag%3Dx%3Bfrom-tag%3Dy>")
        trace.response(202, "Accepted")
        var new = SIPTrace(from: .callee, to: .trunk, transport: transport)
        new.newCall("call-3@example.com")
        new.at(.seconds(1))
        new.request("INVITE", headers: ["Replaces: \(replaces)", "Referred-By: \"A\" <sip:alice@example.com>;x=1"])
        trace.merge(new)
        var tracking = Tracking(keepsText: true)
        tracking.take(trace)
        let calls = tracking.open.map(\.call).sorted { $0.began < $1.began }
        return (calls.flatMap(\.transfers).map(\.newCall) + calls.map { Array($0.text.referredBy) })
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [Transport.udp, .tcp])
    func `the INVITE with the Replaces of an attended transfer is the call that it led to`(transport: Transport) {
        let words = attended("call-2@example.com;from-tag=y;to-tag=x", over: transport)
        #expect(words == ["call-3@example.com", "", "sip:alice@example.com"])
    }

    @Test(arguments: [
        "call-2@example.com;to-tag=y;from-tag=x", "call-2@example.com;to-tag=x",
        "call-1@example.com;to-tag=x;from-tag=y",
        "", ";to-tag=x;from-tag=y",
    ])
    func `an INVITE that names another dialog is not said to be it`(replaces: String) {
        #expect(attended(replaces) == ["", "", "sip:alice@example.com"])
    }

    /// How many of the messages of a transfer the capture shows, and how many transfers of what kind of Call-ID.
    @Test(
        arguments: [
            (4, .call, [.succeeded]), (3, .other, []), (2, .subscription, []), (1, .subscription, []),
        ] as [(Int, CallKind, [Transfer.Outcome])]
    )
    func `of a call that is seen from its middle the REFER is needed`(
        count: Int,
        kind: CallKind,
        outcomes: [Transfer.Outcome]
    ) throws {
        var trace = asked()
        trace.notify("SIP/2.0 200 OK")
        let call = try #require(Tracking(trace.suffix(count)).open.first).call
        #expect(call.kind == kind && !call.hasStart && call.evidence == .midCall)
        #expect(call.transfers.map(\.outcome) == outcomes)
    }

    @Test func `what is kept has its limits, and is forgotten with its call`() {
        var limits = TrackingLimits()
        limits.transfers = 18
        var tracking = Tracking(limits: limits)
        var trace = SIPTrace.answeredCall(over: .udp)
        for _ in 0..<20 { trace.refer(to: Self.carol) }
        for number in 0..<3 {
            trace.newCall("refer-\(number)@example.com")
            trace.refer(to: Self.carol, isOutside: true)
        }
        trace.newCall("call-1@example.com")
        trace.answer(as: "callee")
        trace.request("BYE")
        tracking.take(trace)
        #expect(tracking.open.flatMap(\.call.transfers).count == 18)
        #expect(tracking.tracker.transferBounds.map(\.reached) == [4, 1])
        tracking.pass(200, after: trace.now)
        #expect(tracking.ended.flatMap(\.call.transfers).count == 18)
        #expect(tracking.tracker.transfers.isEmpty)
    }
}

extension SIPTrace {
    /// Puts `text` in where `step` would come so much later, on the hop of this trace where that is of the caller.
    fileprivate mutating func append(_ text: String, like step: Step, after span: Duration = .milliseconds(1)) {
        let (source, destination) = (step.flow.source, step.flow.destination)
        let flow = Flow(
            source: source == .caller ? caller : source,
            destination: destination == .caller ? caller : destination,
            transport: step.flow.transport
        )
        let later = step.time.adding(nanoseconds: span.components.attoseconds / 1_000_000_000)
            .adding(nanoseconds: span.components.seconds * 1_000_000_000)
        merge(only(Step(bytes: Array(text.utf8), flow: flow, time: later, identification: step.identification)))
    }
}
