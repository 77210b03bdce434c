package import NetworkTypes

/// A transfer that somebody asked for with a REFER (RFC 3515, RFC 5589), and what was heard of it.
package struct Transfer: Sendable {
    /// Who sent the REFER; the raw value is the word that reports use.
    package enum Referrer: String, Sendable {
        case caller, callee
    }

    /// What became of it; the raw value is the word that reports use.
    package enum Outcome: String, CaseIterable, Sendable {
        /// The last NOTIFY told of a 2xx, or of a failure.
        case succeeded, failed
        /// The REFER itself failed.
        case refused
        /// The REFER got a 2xx, or a NOTIFY without a final status; what came of it was not told.
        case accepted
        /// No answer to the REFER was seen.
        case unknown

        /// Its place among ``allCases``, from 0.
        package var place: Int {
            switch self {
            case .succeeded: 0
            case .failed: 1
            case .refused: 2
            case .accepted: 3
            case .unknown: 4
            }
        }
    }

    /// The subscription that goes with a REFER; the raw value is the word that reports use.
    package enum Subscription: String, Sendable {
        /// As the last NOTIFY said.
        case active, terminated
        /// None, as both sides agreed (RFC 4488).
        case none
    }

    /// When the REFER was seen.
    package let asked: CaptureTime
    /// Who sent it; `nil` where the capture does not show that.
    package let referrer: Referrer?
    /// Whether it is attended: the new call is to take the place of one that is up (RFC 5589 §7).
    package let isAttended: Bool
    /// The last final response to it; 0 where none was seen.
    package internal(set) var code: UInt16 = 0
    /// The status that the last NOTIFY told of; 0 where none was seen.
    package internal(set) var notifiedCode: UInt16 = 0
    /// What is known of its subscription.
    package internal(set) var subscription: Subscription?
    /// Where records are written: the URI of Refer-To, the Call-ID in its Replaces, and the URI of Referred-By.
    package internal(set) var target: [UInt8] = []
    package internal(set) var replaced: [UInt8] = []
    package internal(set) var referredBy: [UInt8] = []
    /// The Call-ID of the call that it brought about, where records are written and Replaces proves that.
    package internal(set) var newCall: [UInt8] = []
    /// A hash of the dialog in the Replaces of Refer-To, where records are written; 0 where there is none.
    var replacedMark: UInt64 = 0

    /// Fingerprints of the tag of who sent it and of the URI that it names, and its CSeq number.
    let tag: UInt32
    let targetMark: UInt32
    var cSeq: UInt32
    /// The CSeq number of the last NOTIFY.
    private var notifyCSeq: UInt32 = 0

    init(at time: CaptureTime, by referrer: Referrer?, isAttended: Bool, tag: UInt32, target: UInt32, cSeq: UInt32) {
        asked = time
        self.referrer = referrer
        self.isAttended = isAttended
        self.tag = tag
        targetMark = target
        self.cSeq = cSeq
    }

    /// What became of it as it stands.
    package var outcome: Outcome {
        switch notifiedCode {
        case 200..<300: return .succeeded
        case 300...: return .failed
        default: break
        }
        if code >= 300 { return .refused }
        return code > 0 || notifiedCode > 0 || subscription != nil ? .accepted : .unknown
    }

    /// Whether nothing more is to be heard of it; where its subscription is active there is, whatever was told.
    var isOver: Bool {
        switch subscription {
        case .terminated: true
        case .active: code >= 300
        default: code >= 300 || notifiedCode >= 200
        }
    }

    /// Whether it was accepted and more is to be heard of it.
    var isAwaited: Bool {
        if case Subscription.none? = subscription { return false }
        return code > 0 && !isOver
    }

    /// Whether its REFER was challenged, so that the next one with the same words goes on with it.
    var isChallenged: Bool { code == 401 || code == 407 }

    /// Whether a NOTIFY with this CSeq number was taken before, or a later one.
    func hasHeard(of number: UInt32) -> Bool { notifyCSeq > 0 && number <= notifyCSeq }

    /// Takes the REFER that follows a challenge.
    mutating func goOn(with number: UInt32) {
        cSeq = number
        code = 0
    }

    /// Takes a NOTIFY with a status, 0 where it has none; one that was overtaken by a later one says nothing.
    mutating func takeNotification(_ status: UInt16, isTerminated: Bool, cSeq number: UInt32) {
        guard number >= notifyCSeq else { return }
        notifyCSeq = number
        if status > 0 { notifiedCode = status }
        if isTerminated { subscription = .terminated }
        if case nil = subscription { subscription = .active }
    }
}
