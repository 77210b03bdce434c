internal import SIPCatalogue
internal import SIPMessages

/// How far a hop transaction has come, as somebody sees it who stands between its two sides.
///
///     INVITE (RFC 3261 §17.1.1, §17.2.1; RFC 6026)         any other (RFC 3261 §17.1.2, §17.2.2)
///
///     calling ───1xx──▶ proceeding                         trying ───1xx──▶ proceeding
///      │   └──────2xx──────┤  │                              │                  │
///      │                   └──┼──▶ accepted                  └─────2xx…6xx──────┤
///      └────3xx…6xx───────────┴──▶ completed                                    └──▶ completed
///                                      │ ACK
///                                      └──▶ confirmed
///
/// Time ends each of them: the tracker forgets a transaction whose timers have run out. Copies change nothing, and
/// neither does a message that a machine does not take in its state: the capture may have missed what stands between,
/// and packets overtake each other.
package enum TransactionState: UInt8, CaseIterable, Sendable {
    /// An INVITE without a response, and any other request without one.
    case calling, trying
    /// Only provisional responses were seen.
    case proceeding
    /// A 2xx to INVITE: its repeats, and those of further branches, belong to it (RFC 6026 §7).
    case accepted
    /// Any other final response.
    case completed
    /// Its ACK, which belongs to the transaction of an INVITE that failed.
    case confirmed
    /// Nothing more belongs to it; an ACK for a 2xx is that from its beginning, as nobody answers it (§13.2.2.4).
    case terminated

    /// What moves a transaction on.
    enum Event: CaseIterable, Sendable {
        /// A provisional response, or one whose code is below all classes.
        case provisional
        /// A 2xx to INVITE.
        case acceptance
        /// Any other final response.
        case final
        /// An ACK with the branch of the INVITE.
        case acknowledgement
    }

    /// The state in which a transaction of `method` begins.
    init(beginning method: Method?) {
        switch method {
        case .invite: self = .calling
        case .ack: self = .terminated
        default: self = .trying
        }
    }

    /// The state that follows when `event` meets this one.
    func after(_ event: Event) -> TransactionState {
        switch (self, event) {
        case (.calling, .provisional), (.trying, .provisional): .proceeding
        case (.calling, .acceptance), (.proceeding, .acceptance): .accepted
        case (.calling, .final), (.trying, .final), (.proceeding, .final): .completed
        case (.completed, .acknowledgement): .confirmed
        default: self
        }
    }

    /// Whether a final response is yet to come.
    package var isOpen: Bool {
        switch self {
        case .calling, .trying, .proceeding: true
        case .accepted, .completed, .confirmed, .terminated: false
        }
    }

    /// Whether nothing has answered it, or ever will.
    var isWithoutResponse: Bool {
        switch self {
        case .calling, .trying, .terminated: true
        case .proceeding, .accepted, .completed, .confirmed: false
        }
    }

    /// How long it lasts from now on without a further message, in nanoseconds of capture time: as long as the side
    /// whose timer is the longer one; `nil` where a timer goes on that ran before.
    ///
    /// Over a reliable transport most waits for copies take no time (table 4). Then it lasts T4, since captures may
    /// show the two directions one behind the other.
    func span(isInvite: Bool, isReliable: Bool) -> Int64? {
        switch self {
        case .calling: TimerSpan.b
        case .trying: TimerSpan.f
        // A callee repeats its provisional response every minute to keep proxies waiting (RFC 3261 §13.3.1.1).
        case .proceeding: isInvite ? TimerSpan.c + TimerSpan.slack : nil
        case .accepted: TimerSpan.l
        case .completed where isInvite: TimerSpan.h
        case .completed: isReliable ? TimerSpan.t4 : TimerSpan.j
        case .confirmed: isReliable ? TimerSpan.t4 : TimerSpan.d
        case .terminated: nil
        }
    }
}

extension TransactionState.Event {
    /// What a response with this start line is to a transaction, an INVITE or not.
    init(_ start: StartLine, isInvite: Bool) {
        self = !start.isFinal ? .provisional : isInvite && start.responseClass == 2 ? .acceptance : .final
    }
}
