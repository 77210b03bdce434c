internal import CallTracking
internal import NetworkTypes
internal import SIPCatalogue

/// What an attempt counts as.
enum AttemptEnd {
    /// A 2xx; a redirection that was not followed; a challenge as the last word; the caller's CANCEL; nothing in time.
    case answered, redirected, challenged, cancelled, timedOut
    /// A provisional response and then nothing until the INVITE was given up: what came of it is not known, so it
    /// counts among all attempts and as nothing else.
    case givenUp
    /// Any other final code, one that is not registered as x00 of its class (RFC 3261 §8.1.3.2), and 0 for one out of
    /// range.
    case failed(UInt16)

    /// The end of `attempt`, or `nil` where it is still open and counts nowhere.
    init?(_ attempt: AttemptFacts) {
        switch attempt.outcome {
        case .answered: self = .answered
        case .redirected: self = .redirected
        case .challenged: self = .challenged
        case .cancelled: self = .cancelled
        case .unanswered: self = attempt.hasProvisional ? .givenUp : .timedOut
        case .inProgress: return nil
        case .busy, .noAnswer, .rejected, .failed:
            let code = attempt.finalCode
            self = .failed(StatusCodes.actedOn(as: code) ?? 0)
        }
    }

    // Asked by pattern, as a derived comparison is slower.
    var isAnswered: Bool { if case .answered = self { true } else { false } }
    var isRedirected: Bool { if case .redirected = self { true } else { false } }
    var isCancelled: Bool { if case .cancelled = self { true } else { false } }

    /// Whether no final response came in time, be it for want of any.
    var isWithoutFinal: Bool {
        switch self {
        case .timedOut, .givenUp: true
        case .answered, .redirected, .challenged, .cancelled, .failed: false
        }
    }

    /// The final code that it counts as: no answer is a 408 that the caller makes itself (RFC 3261 §8.1.3.1), and the
    /// caller's CANCEL a 487 whatever came; 0 where codes do not matter.
    var code: UInt16 {
        switch self {
        case .answered, .redirected, .challenged, .givenUp: 0
        case .cancelled: 487
        case .timedOut: 408
        case .failed(let code): code
        }
    }

    /// Whether it failed in the sense of RFC 6076 §4.3.2, where a 402 is none and a CANCEL stands apart.
    var isFailure: Bool {
        switch self {
        case .answered, .redirected, .challenged, .cancelled, .givenUp: false
        case .timedOut: true
        case .failed(let code): code != 402
        }
    }

    /// Whether the user of the called side declined, which SEER counts as effective (RFC 6076 §4.7).
    var isDeclined: Bool { [480, 486, 600, 603].contains(code) }

    /// Whether a user ended it, in siptally's own wider sense.
    var isEndedByUser: Bool { isDeclined || isCancelled || [604, 606, 607].contains(code) }

    /// Whether NER counts it beside answers, for gateways that say nothing of the cause.
    var isSimplyEffective: Bool { isDeclined || code == 487 || code == 607 }

    /// Whether NER counts it beside answers: the network did its part, and a user ended it (ITU-T E.425).
    func isEffective(_ attempt: AttemptFacts, _ options: KPIOptions) -> Bool {
        switch code {
        case 486, 600, 603, 607: true
        case 480: attempt.hasAlerted || (18...20).contains(attempt.cause)
        case 487: isCancelled && attempt.progressed != nil
        case 404, 484, 604: options.countsUserErrors && [1, 22, 28].contains(attempt.cause)
        default: false
        }
    }
}

extension AttemptFacts {
    /// When it ended, for the window that it counts in, or was given up; 64*T1 after its beginning where neither is
    /// known.
    var closed: CaptureTime {
        ended ?? cancelled ?? gaveUp ?? began.adding(nanoseconds: TrackingLimits.transactionSpan)
    }
}

extension SessionFacts {
    /// When it ended: with the answer to its BYE, or when nobody waits for that any more.
    var closed: CaptureTime { disconnected ?? released.adding(nanoseconds: TrackingLimits.transactionSpan) }

    /// Whether it came to its end as it should: acknowledged, and its BYE answered with a 2xx (RFC 6076 §4.9).
    var isComplete: Bool { wasAcknowledged && isDisconnected }

    /// Whether its BYE was answered with a 2xx.
    var isDisconnected: Bool { disconnected != nil && (200..<300).contains(finalCode) }
}

extension RegistrationFacts {
    /// When it ended, or was given up.
    var closed: CaptureTime { ended ?? gaveUp ?? began.adding(nanoseconds: TrackingLimits.transactionSpan) }

    /// Whether it registered.
    var isSuccessful: Bool { ended != nil && (200..<300).contains(finalCode) }

    /// Whether it stopped at a challenge, which RFC 6076 §4.2 does not call a failure.
    var isAbandonedAtChallenge: Bool { ended != nil && (finalCode == 401 || finalCode == 407) }

    /// Whether it was ineffective (RFC 6076 §4.2): no answer, or a failure that is neither a challenge nor a 402.
    var isIneffective: Bool {
        guard ended != nil else { return true }
        return !(200..<400).contains(finalCode) && finalCode != 402 && !isAbandonedAtChallenge
    }
}
