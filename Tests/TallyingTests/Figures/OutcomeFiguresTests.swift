import CallTracking
import Testing

@testable import Tallying

/// Which outcome counts in which figure.
@Suite struct OutcomeFiguresTests {
    /// An attempt and the letters of its row: y counts, d only below the line, x in neither.
    struct Sample: Sendable, CustomTestStringConvertible {
        var testDescription: String { "\(attempt.outcome) \(attempt.finalCode) \(letters)" }
        let attempt: AttemptFacts
        /// For SER, SEER, ISA, SCR, ASR and NER.
        let letters: String
        /// The pool that its session request delay goes to.
        let pool: KPIInterval?
        var options = KPIOptions()

        init(_ attempt: AttemptFacts, _ letters: String, _ pool: KPIInterval?, _ options: KPIOptions = KPIOptions()) {
            self.attempt = attempt
            self.letters = letters
            self.pool = pool
            self.options = options
        }
    }

    @Test(arguments: samples) func `an outcome counts where the table says`(sample: Sample) {
        let kpis = KPITable([sample.attempt], options: sample.options)
        for (name, letter) in zip([.ser, .seer, .isa, .scr, .asr, .ner] as [KPIRatio], sample.letters) {
            let expected = letter == "x" ? Ratio() : Ratio(letter == "y" ? 1 : 0, of: 1)
            #expect(kpis.total.ratios[name] == expected, "\(name.key)")
        }
        for pool in [.srdSuccess, .srdFailed, .srdAbandoned] as [KPIInterval] {
            #expect(kpis.total.intervals[pool].count == (pool == sample.pool ? 1 : 0), "\(pool.key)")
        }
    }

    private static let wrongNumbers = KPIOptions(countsUserErrors: true)
    private static let onlyBusy = KPIOptions(ineffectiveCodes: [486])

    private static let samples: [Sample] =
        [
            // SCR counts the attempt below the line; a session that ends well puts it above.
            Sample(.sample(.answered, 200), "yyddyy", .srdSuccess),
            Sample(.sample(.redirected, 302), "xxdddd", nil),
            Sample(.sample(.challenged, 401), "dddddd", nil),
            Sample(.sample(.challenged, 407), "dddddd", nil),
            Sample(.sample(.failed, 402), "dddddd", nil),
            Sample(.sample(.noAnswer, 480), "dydddd", .srdFailed),
            Sample(.sample(.noAnswer, 480) { ($0.rang, $0.hasAlerted) = (.at(50), true) }, "dydddy", .srdFailed),
            // An announcement rings no device.
            Sample(.sample(.noAnswer, 480) { $0.rang = .at(50) }, "dydddd", .srdFailed),
            Sample(.sample(.noAnswer, 480) { $0.cause = 19 }, "dydddy", .srdFailed),
            Sample(.sample(.noAnswer, 480) { $0.cause = 17 }, "dydddd", .srdFailed),
            Sample(.sample(.rejected, 607), "dddddy", .srdFailed),
            Sample(.sample(.cancelled, 487) { $0.cancelled = .at(90) }, "dddddd", .srdAbandoned),
            Sample(.sample(.cancelled, 487) { $0.progressed = .at(50) }, "dddddy", .srdAbandoned),
            Sample(.sample(.cancelled, 603) { $0.progressed = .at(50) }, "dddddy", .srdAbandoned),
            Sample(.sample(.failed, 487) { $0.progressed = .at(50) }, "dddddd", .srdFailed),
            Sample(.sample(.failed, 404) { $0.cause = 1 }, "dddddd", .srdFailed),
            Sample(.sample(.failed, 404) { $0.cause = 1 }, "dddddy", .srdFailed, wrongNumbers),
            Sample(.sample(.failed, 484) { $0.cause = 28 }, "dddddy", .srdFailed, wrongNumbers),
            Sample(.sample(.failed, 404) { $0.cause = 3 }, "dddddd", .srdFailed, wrongNumbers),
            Sample(.sample(.unanswered), "ddyddd", nil),
            // Somebody took it up, and what came of it is not known.
            Sample(.sample(.unanswered) { $0.hasProvisional = true }, "dddddd", nil),
            Sample(.sample(.unanswered) { ($0.hasProvisional, $0.progressed) = (true, .at(50)) }, "dddddd", nil),
            Sample(.sample(.busy, 486), "dyyddy", .srdFailed, onlyBusy),
            Sample(.sample(.failed, 503), "dddddd", .srdFailed, onlyBusy),
            Sample(.sample(.unanswered), "dddddd", nil, onlyBusy),
            Sample(.sample(.failed, 599), "ddyddd", .srdFailed, KPIOptions(ineffectiveCodes: [599])),
            // What is not registered counts as x00 of its class, and what has no class as a failure.
            Sample(.sample(.failed, 599), "ddyddd", .srdFailed),
            Sample(.sample(.failed, 699), "dydddy", .srdFailed),
            Sample(.sample(.failed, 0), "dddddd", .srdFailed),
            Sample(.sample(.inProgress), "xxxxxx", nil),
        ]
        + [486, 600, 603].map { Sample(.sample(.failed, $0), "dydddy", .srdFailed) }
        + [408, 500, 503, 504].map { Sample(.sample(.failed, $0), "ddyddd", .srdFailed) }
        + [404, 484, 604, 501, 502, 505, 513, 555, 580, 400, 403, 420, 488, 606, 608].map {
            Sample(.sample(.failed, $0), "dddddd", .srdFailed)
        }

    /// The end of a registration, and whether it is ineffective, and in the strict sense.
    @Test(
        arguments: [
            (200, false, false), (302, false, false), (401, false, true), (407, false, true), (402, false, false),
            (403, true, true), (423, true, true), (503, true, true), (600, true, true), (nil, true, true),
        ] as [(UInt16?, Bool, Bool)]
    )
    func `a registration is ineffective by its last response`(code: UInt16?, isIneffective: Bool, isStrictly: Bool) {
        let kpis = KPITable([], [], [.sample(code)])
        #expect(kpis.total.ratios[.ira] == Ratio(isIneffective ? 1 : 0, of: 1))
        #expect(kpis.total.ratios[.iraStrict] == Ratio(isStrictly ? 1 : 0, of: 1))
        #expect(kpis.authAbandoned == (isStrictly && !isIneffective ? 1 : 0))
        #expect(kpis.total.intervals[.rrd].count == (code == 200 ? 1 : 0))
    }

    /// How a session ended, and where it counts.
    @Test(
        arguments: [
            (.sample(), 1, .sdt, .sddSuccess), (.sample(481), 0, .sdt, .sddFailed),
            (.sample(nil), 0, .sdtFailed, .sddFailed),
            (.sample { $0.wasAcknowledged = false }, 0, .sdt, .sddSuccess),
        ] as [(SessionFacts, UInt64, KPIInterval, KPIInterval)]
    )
    func `a session is complete with an ACK and an answered BYE`(
        session: SessionFacts,
        completed: UInt64,
        duration: KPIInterval,
        delay: KPIInterval
    ) {
        let kpis = KPITable([.sample(.answered, 200)], [session])
        #expect(kpis.total.ratios[.scr] == Ratio(completed, of: 1))
        for name in [.sdt, .sdtFailed] as [KPIInterval] {
            #expect(kpis.total.intervals[name].count == (name == duration ? 1 : 0))
        }
        for name in [.sddSuccess, .sddFailed] as [KPIInterval] {
            #expect(kpis.total.intervals[name].count == (name == delay ? 1 : 0))
        }
        #expect(kpis.unacknowledged == (session.wasAcknowledged ? 0 : 1))
    }
}
