package import NetworkTypes
internal import SIPCatalogue

/// What a Call-ID was used for; the raw value is the word that reports use.
package enum CallKind: String, Sendable {
    case call, registration, subscription, message, options, other

    /// The kind of a Call-ID whose first message seen is of `method`; what stands inside dialogs means a call.
    static func begun(by method: Method?) -> CallKind {
        switch method {
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
package struct Call: Sendable {
    // What every message touches comes first, so that it lies in few cache lines.

    /// What the Call-ID is used for.
    package internal(set) var kind: CallKind
    /// Whether the INVITE that starts a call was seen; only then it counts as a call.
    package internal(set) var hasStart = false
    /// Whether its chain ended with a final response whose code is out of range.
    var endedOutOfRange = false
    /// Whether the caller's CANCEL was seen before an answer.
    var wasCancelled = false
    /// The last final response of the attempt chain, or of the Call-ID's latest transaction outside a call; 0 if none.
    package internal(set) var finalCode: UInt16 = 0
    /// Challenges (401, 407) that the chain met.
    package internal(set) var challenges: UInt16 = 0
    /// Messages sent again.
    package internal(set) var retransmissions: UInt32 = 0
    /// Different responses by class, 1xx…6xx at 1…6 and all others at 0.
    package internal(set) var classes = InlineArray<7, UInt16>(repeating: 0)
    /// Different responses by status code.
    package internal(set) var codes = CodeCounts()
    /// When the first 2xx to the INVITE, its end, and the first 180 or 183 were seen; not known where they were not.
    var answeredTime = CaptureTime.distantPast
    var endedTime = CaptureTime.distantPast
    var ringingTime = CaptureTime.distantPast
    /// The frame that completed its latest message.
    package internal(set) var lastFrame: FrameReference
    /// The sender of the first request, or the receiver of a first response.
    package internal(set) var caller: Endpoint
    /// The receiver of the first request, or the sender of a first response.
    package internal(set) var callee: Endpoint
    /// The chain of its INVITEs or REGISTERs, its session, and the dialogs that forks made.
    var chain = Chain()
    var release = Release()
    var dialogs = Dialogs()
    /// What carried the first message.
    package let transport: Transport
    /// Whether the caller sent the BYE; `nil` where none was seen.
    package internal(set) var wasReleasedByCaller: Bool?
    /// Linked hops that its INVITE was seen on.
    package internal(set) var hops: UInt8 = 1
    /// Whether nothing was seen to be sent to the caller, so that silence says nothing.
    var isOneSided = false
    /// The fewest Via values of a request that starts it: what has more is a hop further on.
    var viaCount: UInt16 = 0
    /// The slot of its latest INVITE transaction.
    var lastInvite = UInt32.max
    /// Its slot in the table of legs, where its INVITE says something that other legs would.
    var leg = UInt32.max
    /// Which rules held in it.
    package internal(set) var marks = MarkSet()
    /// When the first message was seen.
    package let began: CaptureTime
    /// The frame that completed its first message.
    package let firstFrame: FrameReference
    /// Its words, where records are written: none or one, as that takes less room than the words themselves.
    private var words: [CallText] = []

    init(kind: CallKind, caller: Endpoint, callee: Endpoint, _ sighting: Sighting) {
        self.kind = kind
        self.caller = caller
        self.callee = callee
        transport = sighting.flow.transport
        began = sighting.time
        firstFrame = sighting.frame
        lastFrame = sighting.frame
    }

    /// When the first 2xx to the INVITE was seen.
    package var answered: CaptureTime? { answeredTime.known }

    /// When its end was seen; of what is no call, the last final response.
    package var ended: CaptureTime? { endedTime.known }

    /// When the first 180 or 183 was seen.
    package var ringing: CaptureTime? { ringingTime.known }

    /// The words of its first message, where records are written.
    package internal(set) var text: CallText {
        get { words.first ?? CallText() }
        _modify {
            if words.isEmpty { words = [CallText()] }
            yield &words[0]
        }
    }

    /// Whether no response was seen.
    var isWithoutResponse: Bool { classes.indices.allSatisfy { classes[$0] == 0 } }

    /// How the call ended, or stands; `isOver` says that nothing more can come because its timers have passed.
    package func outcome(isOver: Bool) -> CallOutcome {
        if answeredTime.isKnown { return .answered }
        if wasCancelled { return .cancelled }
        switch finalCode {
        case 0: return endedOutOfRange ? .failed : isOver ? .unanswered : .inProgress
        // Of a registration, a ping and the like; a call with a 2xx has been answered above.
        case 200..<300: return .answered
        case 401, 407: return .challenged
        case 486, 600: return .busy
        case 480: return .noAnswer
        case 408, 487: return ringingTime.isKnown ? .noAnswer : .failed
        case 403, 603, 607, 608: return .rejected
        case 300..<400: return .redirected
        default: return .failed
        }
    }
}

extension UInt16 {
    /// The next number, or this one where there is none.
    var saturatingIncrement: UInt16 { self == .max ? self : self &+ 1 }
}

/// Counts by status code of one call: eight different codes in place, which few calls exceed; the rest are one figure.
package struct CodeCounts: Sendable {
    // Arrays, as a place of a vector that is not known beforehand goes through memory.
    private var numbers = InlineArray<8, UInt16>(repeating: 0)
    private var counts = InlineArray<8, UInt16>(repeating: 0)
    /// Responses with a ninth and further code, or with one out of range.
    package private(set) var others: UInt32 = 0

    /// Counts one response with `code`; 0 stands for codes out of range.
    @inline(__always)
    mutating func add(_ code: UInt16) {
        var place = 0
        while place < 8, numbers[place] != code, numbers[place] != 0 { place &+= 1 }
        if place < 8, code != 0 {
            numbers[place] = code
            counts[place] = counts[place].saturatingIncrement
        } else if others < .max {
            others &+= 1
        }
    }

    /// Each code with its count, by rising code.
    package var all: [(code: UInt16, count: UInt16)] {
        (0..<8).filter { numbers[$0] != 0 }.map { (numbers[$0], counts[$0]) }.sorted { $0.0 < $1.0 }
    }
}

/// The words of a call that its record shows: Call-ID, From, To and Request-URI, one after the other.
package struct CallText: Sendable {
    private var bytes: [UInt8] = []
    private var ends = SIMD4<UInt16>(repeating: 0)
    /// The reason phrase of the last final response.
    package internal(set) var finalReason: [UInt8] = []
    /// The Call-ID of the first leg of its call, where that has several.
    package internal(set) var legGroup: [UInt8] = []
    /// By what it was found to be one; `nil` for the first.
    package internal(set) var legCorrelation: LegCorrelation?

    init() {}

    init(_ parts: [UInt8]...) {
        for (place, part) in parts.prefix(4).enumerated() {
            bytes += part.prefix(CallText.longestPart)
            ends[place] = UInt16(truncatingIfNeeded: bytes.count)
        }
    }

    /// The most bytes that are kept of one part.
    static var longestPart: Int { 512 }

    /// The Call-ID.
    package var callID: ArraySlice<UInt8> { bytes[0..<Int(ends[0])] }
    /// The URI of the From header field.
    package var from: ArraySlice<UInt8> { bytes[Int(ends[0])..<Int(ends[1])] }
    /// The URI of the To header field.
    package var to: ArraySlice<UInt8> { bytes[Int(ends[1])..<Int(ends[2])] }
    /// The Request-URI, empty where the first message was a response.
    package var requestURI: ArraySlice<UInt8> { bytes[Int(ends[2])..<Int(ends[3])] }
}
