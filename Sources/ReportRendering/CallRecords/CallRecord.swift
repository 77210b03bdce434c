package import CallTracking
internal import NetworkTypes
package import RuleEvaluation
internal import SIPCatalogue

/// A Call-ID that came to its end as one line of schema `siptally.call/1`, or as a row of CSV.
///
/// Records are for calls of which the INVITE was seen, and for what is no call (registrations, subscriptions, messages,
/// pings). A call that the capture shows from its middle has none, as it is none in `calls.total`.
package enum CallRecord {
    /// The record as a JSON object in one line without its line feed, keys sorted; `nil` where there is none.
    ///
    /// - Parameters:
    ///   - call: The call; its words are empty unless the tracker keeps them.
    ///   - outcome: How it ended.
    ///   - rules: The rules that judged; the call's marks name them by place.
    ///   - sources: The names of the sources; the call's frames name them by place.
    /// - Returns: The line; what steers a terminal or cannot be seen is escaped.
    package static func line(
        for call: Call,
        outcome: CallOutcome,
        rules: [RuleDeclaration],
        sources: [String]
    ) -> [UInt8]? {
        let facts = CallFacts(call, outcome, rules: rules, sources: sources)
        guard facts.isRecorded else { return nil }
        var line = JSONLine()
        line.add("answered", time: call.answered)
        line.add("call_id", octets: call.text.callID)
        line.add("callee", endpoint: call.callee)
        line.add("caller", endpoint: call.caller)
        line.add("challenges", number: UInt64(call.challenges))
        line.add("classes", map: facts.classes)
        line.add("codes", map: facts.codes)
        line.add("dialogs", map: facts.dialogs)
        line.add("duration_seconds", literal: facts.durationSeconds)
        line.add("ended", time: call.ended)
        line.add("evidence", word: call.evidence.rawValue)
        line.add("final_code", literal: facts.finalCode)
        line.add("final_reason", octets: call.text.finalReason)
        line.add("findings", list: facts.findings)
        line.add("first_frame", number: call.firstFrame.number)
        line.add("forks", number: UInt64(call.forks))
        line.add("from", octets: call.text.from)
        line.add("hops", number: UInt64(call.hops))
        line.add("kind", word: call.kind.rawValue)
        line.add("last_frame", number: call.lastFrame.number)
        if facts.lastSource != facts.source { line.add("last_source", text: facts.lastSource) }
        line.add("leg_by", word: facts.legBy)
        line.add("leg_group", octets: call.legGroup[...])
        line.add("outcome", word: outcome.rawValue)
        line.add("post_dial_delay_seconds", literal: facts.postDialDelaySeconds)
        line.add("referred_by", octets: call.text.referredBy)
        line.add("released_by", word: facts.releasedBy)
        line.add("replaced", literal: String(call.wasReplaced))
        line.add("replaces", octets: call.text.replaced)
        line.add("request_uri", octets: call.text.requestURI)
        line.add("retransmissions", number: UInt64(call.retransmissions))
        line.add("ring_seconds", literal: facts.ringSeconds)
        line.add("ringing", time: call.ringing)
        line.add("schema", word: "siptally.call/1")
        line.add("session_expired", literal: facts.hasExpired)
        line.add("session_expires", literal: facts.sessionExpires)
        line.add("session_refreshed", time: call.sessionRefreshed)
        line.add("session_refresher", word: call.sessionRefresher?.rawValue)
        line.add("source", text: facts.source)
        line.add("started", time: call.began)
        line.add("to", octets: call.text.to)
        line.add("transfers", objects: call.transfers.map(\.line))
        line.add("transport", word: call.transport.rawValue)
        return line.closed()
    }
}

/// What a record says of a call beyond what the call says itself.
struct CallFacts {
    private let call: Call
    private let attempt: AttemptFacts?
    private let rules: [RuleDeclaration]
    /// The names of the sources of its first and of its last frame.
    let source: String
    let lastSource: String

    init(_ call: Call, _ outcome: CallOutcome, rules: [RuleDeclaration], sources: [String]) {
        self.call = call
        attempt = call.attempt(outcome)
        self.rules = rules
        let (first, last) = (call.firstFrame.source, call.lastFrame.source)
        source = sources.indices.contains(first) ? sources[first] : ""
        lastSource = sources.indices.contains(last) ? sources[last] : ""
    }

    /// Whether there is a record: a call needs its INVITE.
    var isRecorded: Bool { call.kind != .call || call.hasStart }

    /// The words of the first message; `nil` where it had none.
    var callID: String? { CallFacts.text(call.text.callID) }
    var from: String? { CallFacts.text(call.text.from) }
    var to: String? { CallFacts.text(call.text.to) }
    var requestURI: String? { CallFacts.text(call.text.requestURI) }

    /// The last final response, or `nil`.
    var finalCode: String? { call.finalCode == 0 ? nil : String(call.finalCode) }

    /// Its reason phrase; `nil` where it has none.
    var finalReason: String? { CallFacts.text(call.text.finalReason) }

    /// The Call-ID of the call that it replaces; `nil` where it replaces none.
    var replaced: String? { CallFacts.text(call.text.replaced) }

    /// The URI of who referred its caller; `nil` where nobody did.
    var referredBy: String? { CallFacts.text(call.text.referredBy) }

    /// The URIs of Refer-To of its transfers, `?` where there is none; `nil` where none was asked for.
    var transferTargets: String? {
        guard !call.transfers.isEmpty else { return nil }
        return call.transfers.map { (CallFacts.text($0.target[...]) ?? "?").replacing(" ", with: "%20") }
            .joined(separator: " ")
    }

    /// How long the caller waited for a sign, and how long it rang, in seconds.
    var postDialDelaySeconds: String? { attempt?.postDialDelay.map { String(JSONDuration.seconds($0)) } }
    var ringSeconds: String? { attempt?.ringSpan.map { String(JSONDuration.seconds($0)) } }

    /// The Call-ID of the first leg of its call, where that has several, and by what it was found to be a further one.
    var legGroup: String? { CallFacts.text(call.legGroup[...]) }
    var legBy: String? { call.legCorrelation?.rawValue }

    /// Who sent the BYE.
    var releasedBy: String? { call.wasReleasedByCaller.map { $0 ? "caller" : "callee" } }

    /// Whether its session ended because nobody refreshed it; `nil` where it has no timer.
    var hasExpired: String? { call.sessionExpires == nil ? nil : String(call.hasExpired) }

    /// How long its session lasts after each refresh, in seconds.
    var sessionExpires: String? { call.sessionExpires.map { String($0) } }

    /// From the answer to the BYE in seconds (RFC 6076 §4.5.1); `nil` without either, or where they are out of order.
    var durationSeconds: String? {
        guard !call.hasExpired, let answered = call.answered, let ended = call.ended, ended >= answered else {
            return nil
        }
        return String(JSONDuration.seconds(ended.nanoseconds(since: answered)))
    }

    /// Different responses by class; all classes, in the order of their names.
    var classes: [(key: String, count: UInt64)] {
        CallFacts.classNames.map { ($0.name, UInt64(call.classes[$0.place])) }
    }

    /// Different responses by code, in rising order, and those beyond what a call keeps apart.
    var codes: [(key: String, count: UInt64)] {
        let codes = call.codes.all.map { (key: String($0.code), count: UInt64($0.count)) }
        return call.codes.others > 0 ? codes + [("other", UInt64(call.codes.others))] : codes
    }

    /// Dialogs by how much of them the capture shows, in the order of these words.
    var dialogs: [(key: String, count: UInt64)] {
        [Evidence.lossy, .midCall, .oneSided, .whole].map { ($0.rawValue, UInt64(call.dialogs($0))) }
    }

    /// The rules that held, by place.
    var findings: [String] {
        call.marks == MarkSet()
            ? [] : call.marks.all.filter { rules.indices.contains($0) }.map { rules[$0].identifier }
    }

    private static let classNames =
        ResponseClass.allCases.map { (name: $0.name, place: $0.rawValue) } + [(name: "other", place: 0)]

    private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
