/// A timer of the SIP transaction layer: how long, for what, by which section.
package struct SIPTimer: Sendable {
    /// What happens to the interval each time the timer fires.
    package enum Repetition: Sendable {
        /// It fires once.
        case once
        /// It starts again with twice the interval.
        case doubling
        /// It starts again with twice the interval, up to T2.
        case doublingToT2
    }

    /// The letter.
    package let name: Character
    /// The interval over UDP, the first one where it repeats; by the default values of T1, T2 and T4.
    package let interval: Duration
    /// Whether a reliable transport has the timer too; over one, waits for repeats take no time.
    package let runsOverReliable: Bool
    /// Whether the RFC gives the interval as a minimum.
    package let isMinimum: Bool
    /// What happens after it has fired.
    package let repetition: Repetition
    /// What it is for.
    package let meaning: String
    /// The document and section.
    package let definedIn: Citation

    /// The interval in nanoseconds, the unit of the capture clock.
    package var nanoseconds: Int64 { interval.wholeNanoseconds }

    init(
        _ name: Character,
        _ interval: Duration,
        overReliable: Bool,
        isMinimum: Bool = false,
        repeats repetition: Repetition = .once,
        _ meaning: String,
        _ definedIn: Citation
    ) {
        self.name = name
        self.interval = interval
        self.runsOverReliable = overReliable
        self.isMinimum = isMinimum
        self.repetition = repetition
        self.meaning = meaning
        self.definedIn = definedIn
    }
}

/// The timers of RFC 3261 (its table 4), of RFC 6026 and of RFC 6665, at the default values.
package enum Timers {
    /// T1, the estimate of the round trip: 500 ms (RFC 3261 §17.1.1.1).
    package static let t1 = Duration.milliseconds(500)
    /// T2, the longest interval between repeats of a non-INVITE request or an INVITE response: 4 s (§17.1.2.2).
    package static let t2 = Duration.seconds(4)
    /// T4, how long a message may live in the network: 5 s (§17.1.2.2).
    package static let t4 = Duration.seconds(5)
    /// How long a client waits for an answer and a server for an ACK: 64·T1, 32 s.
    package static let transactionTimeout = t1 * 64

    /// Timer A: the client repeats an INVITE.
    package static let a = SIPTimer(
        "A",
        t1,
        overReliable: false,
        repeats: .doubling,
        "INVITE is sent again",
        .rfc(3261, "17.1.1.2")
    )
    /// Timer B: the client gives an INVITE up.
    package static let b = SIPTimer(
        "B",
        transactionTimeout,
        overReliable: true,
        "INVITE without any response has failed",
        .rfc(3261, "17.1.1.2")
    )
    /// Timer C: a proxy gives an INVITE up.
    package static let c = SIPTimer(
        "C",
        .seconds(180),
        overReliable: true,
        isMinimum: true,
        "proxied INVITE without a final response has failed",
        .rfc(3261, "16.6 (11)", "16.8")
    )
    /// Timer D: the client still answers repeats of a final response to INVITE.
    package static let d = SIPTimer(
        "D",
        .seconds(32),
        overReliable: false,
        isMinimum: true,
        "repeats of a 300–699 are still acknowledged",
        .rfc(3261, "17.1.1.2")
    )
    /// Timer E: the client repeats another request.
    package static let e = SIPTimer(
        "E",
        t1,
        overReliable: false,
        repeats: .doublingToT2,
        "request other than INVITE is sent again",
        .rfc(3261, "17.1.2.2")
    )
    /// Timer F: the client gives another request up.
    package static let f = SIPTimer(
        "F",
        transactionTimeout,
        overReliable: true,
        "request other than INVITE has failed",
        .rfc(3261, "17.1.2.2")
    )
    /// Timer G: the server repeats a final response to INVITE.
    package static let g = SIPTimer(
        "G",
        t1,
        overReliable: false,
        repeats: .doublingToT2,
        "300–699 to INVITE is sent again",
        .rfc(3261, "17.2.1")
    )
    /// Timer H: the server stops waiting for the ACK.
    package static let h = SIPTimer(
        "H",
        transactionTimeout,
        overReliable: true,
        "300–699 to INVITE was never acknowledged",
        .rfc(3261, "17.2.1")
    )
    /// Timer I: the server still takes repeats of the ACK.
    package static let i = SIPTimer(
        "I",
        t4,
        overReliable: false,
        "repeats of the ACK are still taken",
        .rfc(3261, "17.2.1")
    )
    /// Timer J: the server still answers repeats of another request.
    package static let j = SIPTimer(
        "J",
        transactionTimeout,
        overReliable: false,
        "repeats of a request other than INVITE are still answered",
        .rfc(3261, "17.2.2")
    )
    /// Timer K: the client still takes repeats of the response to another request.
    package static let k = SIPTimer(
        "K",
        t4,
        overReliable: false,
        "repeats of the final response are still taken",
        .rfc(3261, "17.1.2.2")
    )
    /// Timer L: the server still takes repeats of an INVITE that it accepted.
    package static let l = SIPTimer(
        "L",
        transactionTimeout,
        overReliable: true,
        "repeats of an accepted INVITE are still taken",
        .rfc(6026, "7.1")
    )
    /// Timer M: the client still takes repeated and further 2xx to an INVITE.
    package static let m = SIPTimer(
        "M",
        transactionTimeout,
        overReliable: true,
        "further 2xx to an INVITE are still taken",
        .rfc(6026, "7.2")
    )
    /// Timer N: a subscriber gives up waiting for the first NOTIFY.
    package static let n = SIPTimer(
        "N",
        transactionTimeout,
        overReliable: true,
        "SUBSCRIBE without a NOTIFY has failed",
        .rfc(6665, "4.1.2.4")
    )

    /// Every timer, by letter.
    package static let all = [a, b, c, d, e, f, g, h, i, j, k, l, m, n]
}

extension Duration {
    /// The duration in nanoseconds, which hold 292 years; a longer one counts as that.
    package var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflow || carry ? (seconds < 0 ? .min : .max) : sum
    }
}
