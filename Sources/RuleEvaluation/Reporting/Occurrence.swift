package import CallTracking
package import NetworkTypes

/// How sure a finding is; the raw value is the word that reports use.
package enum Confidence: String, Sendable {
    /// What was seen leaves no other reading.
    case certain
    /// Another reading is possible and less probable.
    case likely
}

/// One holding of a rule, in words, where it is to be shown.
package struct Occurrence: Sendable {
    /// The frame that completed the message that it is about, the one that brought its first byte, and when.
    package let frame: FrameReference
    package let firstFrame: FrameReference
    package let time: CaptureTime
    /// Who sent it to whom.
    package let flow: Flow
    /// The Call-ID as written; empty where there is none, or where it is no longer known.
    package let callID: String
    /// The method of the request, or of the CSeq.
    package let method: String
    /// The start line as written.
    package let startLine: String
    /// What the rule saw.
    package let detail: String
    /// Frames that belong to it: the request of a response, the hop below, copies.
    package let related: [FrameReference]
}

/// That a rule held.
package struct Verdict: Sendable {
    /// The place of the rule in the list of its set.
    package let rule: Int
    /// The severity with which it held.
    package let severity: Severity
    /// How sure that is.
    package let confidence: Confidence
    /// How much the capture shows of what it held for.
    package internal(set) var evidence: Evidence
    /// Whom it is charged to, and over what that one spoke.
    package let party: Endpoint
    package let transport: Transport
    /// When.
    package let time: CaptureTime
    /// Whether the same finding was made on the hop below and only travelled on: it is shown there and not counted.
    package let isRelayed: Bool
    /// How many calls are touched by it that the rule did not hold in before.
    package internal(set) var calls: Int
    /// The place of the exception that leaves it out; `nil` where none does.
    package let exception: Int?
    /// The occurrence in words, where it is one of the first; of a relayed one, where one is shown.
    package let occurrence: Occurrence?
}
