package import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// What a Call-ID was used for; the raw value is the word that reports use.
package enum CallKind: String, Sendable {
    case call, registration, subscription, message, options, other

    /// The kind of a Call-ID whose first message seen is `message`; what stands inside dialogs means a call.
    ///
    /// A REFER may stand in one or alone; whether its response does is not said in it.
    static func begun(by message: borrowing SIPMessage) -> CallKind {
        switch message.method {
        case .refer where !message.start.isResponse && !message.to.tag.isEmpty: .call
        case .invite, .ack, .bye, .cancel, .prack, .update, .info: .call
        case .register: .registration
        case .subscribe, .notify: .subscription
        case .message: .message
        case .options: .options
        default: .other
        }
    }
}

/// How a call ended, by the last final response of its attempt chain; the raw value is the word that reports use.
package enum CallOutcome: String, CaseIterable, Sendable {
    case answered, busy, noAnswer = "no_answer", cancelled, rejected, redirected, failed, challenged, unanswered
    case inProgress = "in_progress"

    /// Its place among ``allCases``, from 0.
    package var place: Int {
        switch self {
        case .answered: 0
        case .busy: 1
        case .noAnswer: 2
        case .cancelled: 3
        case .rejected: 4
        case .redirected: 5
        case .failed: 6
        case .challenged: 7
        case .unanswered: 8
        case .inProgress: 9
        }
    }
}

/// Everything with one Call-ID: a call with its forks, or a registration, a subscription, a ping.
///
/// What the tracker keeps in two places while it is open, put together for those that count and write it.
package struct Call: Sendable {
    let open: OpenCall
    let responses: CallResponses
    /// The Call-ID of the first leg of its call, where that has several and records are written.
    package internal(set) var legGroup: [UInt8] = []
    /// By what it was found to be one; `nil` for the first.
    package internal(set) var legCorrelation: LegCorrelation?
    /// The transfers that were asked for in it, in the order in which they were.
    package internal(set) var transfers: [Transfer] = []

    /// How much of it the capture shows.
    package let evidence: Evidence

    init(_ open: OpenCall, _ responses: CallResponses, _ evidence: Evidence) {
        self.open = open
        self.responses = responses
        self.evidence = evidence
    }

    /// What the Call-ID is used for.
    package var kind: CallKind { open.kind }

    /// Whether the INVITE that starts a call was seen; only then it counts as a call.
    package var hasStart: Bool { open.hasStart }

    /// The sender of the first request, or the receiver of a first response.
    package var caller: Endpoint { open.caller }

    /// The receiver of the first request, or the sender of a first response.
    package var callee: Endpoint { open.callee }

    /// What carried the first message.
    package var transport: Transport { open.transport }

    /// When the first message was seen.
    package var began: CaptureTime { open.began }

    /// The frames that completed its first message and its latest.
    package var firstFrame: FrameReference { open.firstFrame }
    package var lastFrame: FrameReference { open.lastFrame }

    /// When the first 2xx to the INVITE was seen.
    package var answered: CaptureTime? { open.answeredTime.known }

    /// When its end was seen; of what is no call, the last final response.
    package var ended: CaptureTime? { open.endedTime.known }

    /// When the first 180 or 183 was seen.
    package var ringing: CaptureTime? { responses.ringingTime.known }

    /// The last final response of the attempt chain, or of the Call-ID's latest transaction outside a call; 0 if none.
    package var finalCode: UInt16 { open.finalCode }

    /// Whether the caller sent the BYE; `nil` where none was seen.
    package var wasReleasedByCaller: Bool? { open.wasReleasedByCaller }

    /// Different responses by class, 1xx…6xx at 1…6 and all others at 0.
    package var classes: InlineArray<7, UInt16> { open.classes }

    /// Different responses by status code.
    package var codes: CodeCounts { responses.codes }

    /// Messages sent again.
    package var retransmissions: UInt32 { open.retransmissions }

    /// Challenges (401, 407) that the chain met.
    package var challenges: UInt16 { open.challenges }

    /// Linked hops that its INVITE was seen on.
    package var hops: UInt8 { open.hops }

    /// Which rules held in it.
    package var marks: MarkSet { responses.marks }

    /// The words of its first message and of its last final response, where records are written.
    package var text: CallText { open.text }

    /// How the call ended, or stands; `isOver` says that nothing more can come because its timers have passed.
    package func outcome(isOver: Bool) -> CallOutcome { open.outcome(isOver: isOver, responses) }
}
