import NetworkTypes
import SIPCatalogue
import SIPMessages
import TestSupport
import WireBytes

@testable import CallTracking

/// A tracker that is fed traces, and what it said of them.
struct Tracking: ~Copyable {
    private(set) var tracker: CallTracker
    /// What it said of each message.
    private(set) var observations: [Observation] = []
    /// The calls that ended.
    private(set) var ended: [(call: Call, outcome: CallOutcome)] = []
    /// The attempts and sessions that were told before their calls ended.
    private(set) var attempts: [AttemptFacts] = []
    private(set) var sessions: [SessionFacts] = []
    /// Those that were told with the end of their calls.
    private(set) var lateAttempts: [AttemptFacts] = []
    private(set) var lateSessions: [SessionFacts] = []
    /// The chains of REGISTERs that ended.
    private(set) var registrations: [RegistrationFacts] = []
    /// Transactions whose time was over in another state than the ordinary one.
    private(set) var endedTransactions: [EndedTransaction] = []
    /// The methods of transactions that ended without an answer.
    private(set) var unanswered: [Method?] = []
    private var frame: UInt64 = 0

    init(
        limits: TrackingLimits = TrackingLimits(),
        keepsText: Bool = false,
        recognizesDuplicates: Bool = true,
        legs: LegOptions = LegOptions()
    ) {
        tracker = CallTracker(
            limits: limits,
            keepsText: keepsText,
            recognizesDuplicates: recognizesDuplicates,
            legs: legs
        )
    }

    /// A tracker that has seen `trace`.
    init(_ trace: SIPTrace) {
        self.init()
        take(trace)
    }

    /// Takes every message of `trace`.
    mutating func take(_ trace: SIPTrace) {
        for step in trace.steps {
            advance(to: step.time)
            frame += 1
            step.withMessage(frame: frame) { observe($0, $1, $2) }
            tracker.takeRegistrations { registrations.append($0) }
        }
    }

    private mutating func observe(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ sighting: Sighting) {
        let keys = tracker.keys(of: message, bytes, sighting.flow)
        observations.append(tracker.observe(message, bytes, sighting, keys))
    }

    /// Takes the first `count` bytes of the message of `step`, as a snap length leaves them.
    mutating func take(_ step: SIPTrace.Step, cutTo count: Int) {
        advance(to: step.time)
        frame += 1
        step.withMessage(frame: frame, cutTo: count) { observe($0, $1, $2) }
    }

    /// Lets the timers run on to `time`.
    mutating func advance(to time: CaptureTime) {
        tracker.advance(to: time) {
            if let attempt = $0 { attempts.append(attempt) }
            if let session = $1 { sessions.append(session) }
        } onRegistrationEnd: {
            registrations.append($0)
        } onCallEnd: {
            ended.append((copy $0, $1))
            let (attempt, session) = $0.untold($1, isOver: $2)
            if let attempt { lateAttempts.append(attempt) }
            if let session { lateSessions.append(session) }
        } onUnanswered: {
            unanswered.append($0)
        } onTransactionEnd: { transaction, _ in
            endedTransactions.append(transaction)
        }
    }

    /// Lets `seconds` pass after `time`, a frame every so many of them.
    mutating func pass(_ seconds: Int64, every step: Int64 = 1, after time: CaptureTime) {
        for second in stride(from: 0, through: seconds, by: Int(step)) {
            advance(to: time.adding(nanoseconds: Int64(second) * 1_000_000_000))
        }
    }

    /// How each message was seen, `=` for new, `r` for sent again, `d` for captured again, `t` for a NAT's twin.
    var copies: String {
        observations.map { observation in
            switch observation.copy {
            case .first: "="
            case .retransmission: "r"
            case .duplicate: "d"
            case .twin: "t"
            }
        }.joined()
    }

    /// The places, from 1, of the messages that began a transaction.
    var beginnings: [Int] { observations.indices.filter { observations[$0].beginsTransaction }.map { $0 + 1 } }

    /// How many calls were begun.
    var callCount: Int { observations.count { $0.beginsCall } }

    /// How many Call-IDs were new.
    var callIDCount: Int { observations.count { $0.hasNewCallID } }

    /// The calls that are open, with their outcomes so far.
    var open: [(call: Call, outcome: CallOutcome)] {
        var open: [(call: Call, outcome: CallOutcome)] = []
        tracker.forEachOpenCall { open.append(($0, $1)) }
        return open
    }
}

extension SIPTrace {
    /// Lets something else go on for `seconds`, so that the time is known to pass.
    mutating func passVisibly(_ seconds: Int) {
        var other = SIPTrace()
        other.newCall("other@example.com")
        for second in stride(from: 0, through: seconds, by: 5) {
            other.at(.seconds(second))
            other.request("OPTIONS")
        }
        merge(other)
    }
}
