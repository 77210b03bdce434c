package import NetworkTypes
package import SIPMessages

/// Which status codes a rule is about.
package enum JudgedCodes: Sendable {
    /// Every response, codes out of range included.
    case every
    /// Responses with one of these codes.
    case some([UInt16])
    /// Responses whose code is not three digits of 100…699.
    case outOfRange
}

/// What a message must show before a rule is asked about it; it saves the question for nearly all messages.
package enum Trigger: Sendable {
    /// Nothing: the rule wants to see every message with its codes.
    case always
    /// A decode issue.
    case issue(DecodeIssue)
    /// A decode issue, or any message on a stream.
    case issueOrStream(DecodeIssue)
    /// A decode issue, or this code.
    case issueOrCode(DecodeIssue, UInt16)
    /// A decode issue, or bytes behind the body.
    case issueOrRest(DecodeIssue)
    /// A reason phrase that is not the code's default one.
    case unusualPhrase
    /// No To tag.
    case noToTag
    /// A header field twice of which one is allowed.
    case repeatedField
}

/// What a rule may know of a response beside its bytes.
package struct HopFacts: Sendable {
    /// What the request was like; `nil` where it was not seen: then nothing is judged that needs it.
    package let request: RequestTraits?
    /// Who sent the response to whom, by the addresses of the packet.
    package let flow: Flow
    /// Whether a stream carried it, so that the body has to be delimited.
    package var isStream: Bool { flow.transport.isStream }
    /// Whether the stream's framing was known where it began; true for datagrams.
    package let isInSync: Bool

    /// Whether the request was seen.
    package var hasRequest: Bool { request != nil }

    /// The facts of one hop.
    package init(request: RequestTraits?, flow: Flow, isInSync: Bool) {
        self.request = request
        self.flow = flow
        self.isInSync = isInSync
    }
}

/// A rule that judges each response by itself.
///
/// It is asked once for each different response of a transaction: retransmissions, copies of a mirror port, and a
/// response that a proxy relays are not judged again (guards RETX and DUP, and the observation model's relayed
/// response).
package protocol ResponseRule: Sendable {
    /// Its facts.
    var declaration: RuleDeclaration { get }
    /// The codes it wants to see.
    var codes: JudgedCodes { get }
    /// What a message must show before the rule is asked.
    var trigger: Trigger { get }
    /// How sure it is where it reports.
    var confidence: Confidence { get }
    /// The severity with which it reports `message`, or `nil` where nothing is wrong or nothing may be said.
    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity?
    /// What it saw, for a finding that is shown; asked only after ``judge(_:_:_:)`` reported.
    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String
}

extension ResponseRule {
    package var trigger: Trigger { .always }
    package var confidence: Confidence { .certain }
}
