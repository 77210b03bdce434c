package import NetworkTypes

/// A SIP exchange as a capture on one hop would show it: requests and responses with their times, from a few words
/// each.
///
///     var trace = SIPTrace()
///     trace.request("INVITE")
///     trace.response(503, "Service Unavailable", headers: ["Retry-After: 30"])
///     trace.wait(.seconds(2))
///     trace.resend()
///
/// Messages are well formed unless a test leaves out or adds something. Via branch, tags and CSeq follow from the
/// Call-ID and the number of the request, so a response belongs to the latest request unless it says otherwise.
package struct SIPTrace: Sendable {
    /// A message on the wire.
    package struct Step: Sendable {
        /// Its bytes.
        package let bytes: [UInt8]
        /// Who sent it to whom.
        package let flow: Flow
        /// When its last byte was seen.
        package let time: CaptureTime
        /// The identification of its IP packet, different for each; a copy by a mirror port repeats it.
        package let identification: UInt32

        /// A message with everything that a capture shows of it.
        package init(bytes: [UInt8], flow: Flow, time: CaptureTime, identification: UInt32) {
            self.bytes = bytes
            self.flow = flow
            self.time = time
            self.identification = identification
        }
    }

    /// The messages so far.
    package private(set) var steps: [Step] = []
    /// The time of the next message; each one takes ten milliseconds.
    package private(set) var now: CaptureTime
    /// Who sends requests; may be changed between messages.
    package var caller: Endpoint
    /// Who answers them.
    package var callee: Endpoint
    /// What carries them.
    package var transport: Transport
    /// The Call-ID of what follows.
    package var callID = "call-1@example.com"

    /// What makes the branches of requests others, as those of a client that forks are.
    package var branch = ""

    private var method = "INVITE"
    private var cSeq = 0
    private var from = (uri: "sip:alice@example.com", tag: "caller")
    private var to = (uri: "sip:bob@example.com", tag: "")

    /// A trace without messages, which begins at 2026-11-21 09:12:04 UTC.
    package init(from caller: Endpoint = .caller, to callee: Endpoint = .callee, transport: Transport = .udp) {
        self.caller = caller
        self.callee = callee
        self.transport = transport
        now = SIPTrace.beginning
    }

    /// Begins another call with the same parties.
    package mutating func newCall(_ callID: String) {
        self.callID = callID
        cSeq = 0
        from = ("sip:alice@example.com", "caller")
        to = ("sip:bob@example.com", "")
    }

    /// Lets the callee send what requests follow, and the caller answer.
    package mutating func swapSides() {
        swap(&caller, &callee)
        swap(&from, &to)
    }

    /// Lets the next message come `span` after the beginning of the trace.
    package mutating func at(_ span: Duration) {
        now = SIPTrace.beginning
        wait(span)
    }

    private static let beginning = CaptureTime(nanoseconds: 1_795_252_324_000_000_000)

    /// Lets time pass.
    package mutating func wait(_ span: Duration) {
        let (seconds, attoseconds) = span.components
        now = now.adding(nanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// A request of the caller, inside the dialog once an answer with a To tag was sent.
    ///
    /// - Parameters:
    ///   - method: The method; ACK and CANCEL take the CSeq and the branch of the request before.
    ///   - headers: Header lines beyond the mandatory ones.
    ///   - body: The body, without a Content-Type.
    ///   - isInside: Whether it stands in the dialog, where its method does not say so.
    package mutating func request(
        _ method: String,
        headers: [String] = [],
        body: String = "",
        isInside: Bool = false
    ) {
        let repeatsCSeq = method == "ACK" || method == "CANCEL"
        if !repeatsCSeq { cSeq += 1 }
        let isOutside = !isInside && !["ACK", "BYE", "UPDATE", "INFO", "PRACK"].contains(method)
        let tag = isOutside ? "" : to.tag
        self.method = method
        append(
            "\(method) sip:bob@\(callee.address.isV4 ? "\(callee.address)" : "[\(callee.address)]") SIP/2.0",
            fields(tag: tag, leavingOut: []) + headers,
            body,
            Flow(source: caller, destination: callee, transport: transport)
        )
    }

    /// A response of the callee to the latest request, or to `method` with the latest CSeq.
    ///
    /// - Parameters:
    ///   - code: The status code as it is to stand there, in range or not.
    ///   - phrase: The reason phrase.
    ///   - method: The method that the CSeq names, where it is not that of the latest request.
    ///   - headers: Header lines beyond the mandatory ones.
    ///   - missing: Names of header fields to leave out that it would have, such as `CSeq`.
    ///   - body: The body, without a Content-Type.
    package mutating func response(
        _ code: Int,
        _ phrase: String,
        to method: String? = nil,
        headers: [String] = [],
        leavingOut missing: Set<String> = [],
        body: String = ""
    ) {
        if let method { self.method = method }
        if code > 100, to.tag.isEmpty { to.tag = "callee" }
        append(
            "SIP/2.0 \(code) \(phrase)",
            fields(tag: code == 100 ? "" : to.tag, leavingOut: missing)
                + target(of: code, beside: headers, leavingOut: missing) + headers,
            body,
            Flow(source: callee, destination: caller, transport: transport)
        )
    }

    /// One more response of the callee to the first INVITE, after other requests.
    package mutating func answerInvite(_ code: Int, _ phrase: String) {
        let latest = cSeq
        cSeq = 1
        response(code, phrase, to: "INVITE")
        cSeq = latest
    }

    /// Gives further answers this To tag, as another branch of a fork does.
    package mutating func answer(as tag: String) { to.tag = tag }

    /// Puts `text` in place of the first `old` of the latest message.
    package mutating func rewrite(_ old: String, _ text: String) {
        guard let last = steps.popLast() else { return }
        var message = String(decoding: last.bytes, as: UTF8.self)
        if let place = message.firstRange(of: old) { message.replaceSubrange(place, with: text) }
        let bytes = Array(message.utf8)
        steps.append(Step(bytes: bytes, flow: last.flow, time: last.time, identification: last.identification))
    }

    /// Puts the messages of `other` between these, by time.
    package mutating func merge(_ other: SIPTrace) {
        steps = (steps + other.steps).sorted { $0.time < $1.time }
        now = max(now, other.now)
    }

    /// Adds the far side of a NAT, on which `ends` have other addresses: what its first sender sends passes there
    /// `delay` later, and what that receives as much earlier.
    ///
    /// - Parameters:
    ///   - ends: The ends that are others there, as those of the trace and as those beyond.
    ///   - delay: How long the NAT takes.
    ///   - keepsIdentification: Whether its packets have the identification that they came with.
    package mutating func addFarSide(
        _ ends: [Endpoint: Endpoint],
        after delay: Duration = .milliseconds(1),
        keepsIdentification: Bool = true
    ) {
        let (seconds, attoseconds) = delay.components
        let span = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        let near = steps.first?.flow.source
        let far = steps.map { step in
            Step(
                bytes: step.bytes,
                flow: Flow(
                    source: ends[step.flow.source] ?? step.flow.source,
                    destination: ends[step.flow.destination] ?? step.flow.destination,
                    transport: step.flow.transport
                ),
                time: step.time.adding(nanoseconds: step.flow.source == near ? span : -span),
                identification: keepsIdentification ? step.identification : step.identification + 1_000
            )
        }
        steps = (steps + far).sorted { $0.time < $1.time }
    }

    /// The last `count` messages alone, as a capture that began late shows them.
    package func suffix(_ count: Int) -> SIPTrace {
        var trace = self
        trace.steps = steps.suffix(count)
        return trace
    }

    /// One of its messages alone.
    package func only(_ step: Step) -> SIPTrace {
        var trace = self
        trace.steps = [step]
        return trace
    }

    /// Lets the latest message go from `source` to `destination` over `transport`, as it stands.
    package mutating func move(from source: Endpoint, to destination: Endpoint, transport: Transport) {
        guard let last = steps.popLast() else { return }
        let flow = Flow(source: source, destination: destination, transport: transport)
        steps.append(Step(bytes: last.bytes, flow: flow, time: last.time, identification: last.identification))
    }

    /// A message of these lines, which goes along `flow`.
    package mutating func send(_ lines: [String], along flow: Flow) {
        append(Array(lines.joined(separator: "\r\n").utf8), flow, identification: UInt32(steps.count + 1))
    }

    /// The same as a mirror port shows it that doubles every packet.
    package var doubled: SIPTrace {
        var trace = self
        trace.steps = steps.flatMap { step in
            let later = step.time.adding(nanoseconds: 20_000)
            let copy = Step(bytes: step.bytes, flow: step.flow, time: later, identification: step.identification)
            return [step, copy]
        }
        return trace
    }

    /// The same, `span` later.
    package func later(by span: Duration) -> SIPTrace {
        let (seconds, attoseconds) = span.components
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        var trace = self
        trace.steps = steps.map { step in
            let time = step.time.adding(nanoseconds: nanoseconds)
            return Step(bytes: step.bytes, flow: step.flow, time: time, identification: step.identification)
        }
        trace.now = now.adding(nanoseconds: nanoseconds)
        return trace
    }

    /// Leaves the message at `place` out, as a capture that missed it.
    package mutating func drop(_ place: Int) {
        if steps.indices.contains(place) { steps.remove(at: place) }
    }

    /// Leaves the latest message out, as a capture that missed it.
    package mutating func dropLast() { _ = steps.popLast() }

    /// The latest message again, as its sender repeats it.
    package mutating func resend() { resend(identification: UInt32(steps.count + 1)) }

    /// The latest message again, in a packet with this identification.
    package mutating func resend(identification: UInt32) {
        guard let last = steps.last else { return }
        append(last.bytes, last.flow, identification: identification)
    }

    /// The latest message, or the one `back` before it, as a mirror port shows it a second time.
    package mutating func mirror(_ back: Int = 0) {
        guard steps.indices.contains(steps.count - 1 - back) else { return }
        let step = steps[steps.count - 1 - back]
        append(step.bytes, step.flow, identification: step.identification)
    }

    private func fields(tag: String, leavingOut missing: Set<String>) -> [String] {
        let step = method == "ACK" || method == "CANCEL" ? "INVITE" : method
        return [
            "Via: SIP/2.0/\(transport.rawValue.uppercased()) \(caller);branch=z9hG4bK\(branch)\(callID).\(cSeq).\(step)",
            "From: <\(from.uri)>;tag=\(from.tag)",
            "To: <\(to.uri)>" + (tag.isEmpty ? "" : ";tag=\(tag)"),
            "Call-ID: \(callID)",
            "CSeq: \(cSeq) \(method)",
        ].filter { line in !missing.contains { line.hasPrefix("\($0):") } }
    }

    /// The Contact of a response that has to have one: a 2xx after which requests go there, and a redirection.
    private func target(of code: Int, beside headers: [String], leavingOut missing: Set<String>) -> [String] {
        let isTarget = (200..<300).contains(code) && ["INVITE", "UPDATE", "SUBSCRIBE", "REFER"].contains(method)
        let isNamed = headers.contains { ["contact:", "m:"].contains($0.prefix { $0 != ":" }.lowercased() + ":") }
        guard isTarget || [300, 301, 302, 305].contains(code), !isNamed, !missing.contains("Contact") else { return [] }
        return ["Contact: <\(to.uri)>"]
    }

    private mutating func append(_ startLine: String, _ fields: [String], _ body: String, _ flow: Flow) {
        let lines = [startLine] + fields + ["Content-Length: \(body.utf8.count)", "", body]
        append(Array(lines.joined(separator: "\r\n").utf8), flow, identification: UInt32(steps.count + 1))
    }

    private mutating func append(_ bytes: [UInt8], _ flow: Flow, identification: UInt32) {
        steps.append(Step(bytes: bytes, flow: flow, time: now, identification: identification))
        now = now.adding(nanoseconds: 10_000_000)
    }
}
