import CallTracking
import NetworkTypes
import Testing

@testable import Tallying

/// Situations of which every figure was worked out by hand.
@Suite struct WorkedExamplesTests {
    /// Facts, and what follows from them.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kpis: KPITable
        var ratios: [(KPIRatio, UInt64, UInt64, Double?)] = []
        /// The one sample, or the mean, in seconds.
        var intervals: [(KPIInterval, count: UInt64, mean: Double?)] = []
        var requests: [(@Sendable (RequestRatios) -> Ratio, Double?)] = []
    }

    @Test(arguments: samples) func `the figures are those worked out by hand`(sample: Sample) {
        for (name, numerator, denominator, value) in sample.ratios {
            #expect(sample.kpis.total.ratios[name] == Ratio(numerator, of: denominator), "\(name.key)")
            #expect(sample.kpis.total.ratios[name].value == value, "\(name.key)")
        }
        for (name, count, mean) in sample.intervals {
            #expect(sample.kpis.total.intervals[name].count == count, "\(name.key)")
            #expect(sample.kpis.total.intervals[name].mean == mean, "\(name.key)")
        }
        for (ratio, value) in sample.requests { #expect(ratio(sample.kpis.requestRatios).value == value) }
    }

    private static let samples = [
        Sample(
            testDescription: "1: ten attempts",
            kpis: KPITable(
                (0..<4).map { .sample(.answered, 200, began: $0) } + [
                    .sample(.busy, 486), .sample(.busy, 486), .sample(.noAnswer, 480), .sample(.failed, 404),
                    .sample(.failed, 503), .sample(.redirected, 302),
                ],
                Array(repeating: .sample(), count: 4)
            ),
            ratios: [
                (.ser, 4, 9, 44.44), (.seer, 7, 9, 77.78), (.isa, 1, 10, 10), (.scr, 4, 10, 40), (.asr, 4, 10, 40),
                (.nerSimple, 7, 10, 70), (.ner, 6, 10, 60), (.seerUser, 7, 9, 77.78),
            ]
        ),
        Sample(
            testDescription: "2: a call that is challenged",
            kpis: KPITable(
                [
                    .sample(.answered, 200) {
                        ($0.bids, $0.challenged) = (2, 1)
                        $0.progressed = .at(900)
                        ($0.noticed, $0.rang) = (.at(2_100), .at(2_100))
                        ($0.answered, $0.ended) = (.at(9_000), .at(9_000))
                    }
                ],
                [.sample(answered: 9_000)]
            ),
            ratios: [(.ser, 1, 1, 100), (.abr, 1, 2, 50), (.scr, 1, 1, 100)],
            intervals: [
                (.srdSuccess, 1, 0.9), (.srdAudible, 1, 2.1), (.pdd, 1, 2.1), (.answerDelay, 1, 9),
                (.ringTime, 1, 6.9), (.ringTimeAnswered, 1, 6.9), (.sdt, 1, 60), (.sddSuccess, 1, 0.04),
                (.srdFailed, 0, nil), (.sddFailed, 0, nil),
            ],
            requests: [({ $0.ser }, 50), ({ $0.seer }, 50), ({ $0.isa }, 0)]
        ),
        Sample(
            testDescription: "3: a registration that is challenged",
            kpis: KPITable([], [], [.sample(200) { ($0.requests, $0.challenged) = (2, 1) }]),
            ratios: [(.ira, 0, 1, 0), (.iraStrict, 0, 1, 0)],
            intervals: [
                (.rrd, 1, 0.055), (.rrdInitial, 1, 0.055), (.rrdChallenged, 1, 0.055), (.rrdUnchallenged, 0, nil),
            ],
            requests: [({ $0.ira }, 0)]
        ),
        Sample(
            testDescription: "4: a registration into silence",
            kpis: KPITable([], [], [.sample(nil)]),
            ratios: [(.ira, 1, 1, 100), (.iraStrict, 1, 1, 100)],
            intervals: [(.rrd, 0, nil)]
        ),
        Sample(
            testDescription: "5: an INVITE that is forked to three telephones",
            kpis: KPITable([
                .sample(.answered, 200) {
                    ($0.progressed, $0.noticed, $0.rang) = (.at(400), .at(400), .at(400))
                    ($0.answered, $0.ended) = (.at(5_000), .at(5_000))
                    $0.furtherDialogs = [600_000_000]
                }
            ]),
            ratios: [(.ser, 1, 1, 100)],
            intervals: [(.srdSuccess, 1, 0.4), (.srdSuccessForks, 1, 0.6)]
        ),
        Sample(
            testDescription: "6: a redirection that is followed",
            kpis: KPITable([
                .sample(.answered, 200) {
                    ($0.bids, $0.redirected) = (2, 1)
                    ($0.progressed, $0.noticed, $0.rang) = (.at(1_000), .at(1_000), .at(1_000))
                    ($0.answered, $0.ended) = (.at(4_000), .at(4_000))
                }
            ]),
            ratios: [(.ser, 1, 1, 100)],
            intervals: [(.srdSuccess, 1, 1)],
            requests: [({ $0.ser }, 100)]
        ),
        Sample(
            testDescription: "7: a BYE that is sent again after a 503",
            kpis: KPITable([], [.sample { $0.disconnected = $0.released.adding(nanoseconds: 1_150_000_000) }]),
            intervals: [(.sddSuccess, 1, 1.15), (.sddFailed, 0, nil)]
        ),
        Sample(
            testDescription: "8: a BYE without an answer",
            kpis: KPITable([.sample(.answered, 200)], [.sample(nil)]),
            ratios: [(.scr, 0, 1, 0)],
            intervals: [(.sddFailed, 1, 32), (.sdtFailed, 1, 92), (.sdt, 0, nil), (.sddSuccess, 0, nil)]
        ),
        Sample(
            testDescription: "9: an INVITE without an answer",
            kpis: KPITable([.sample(.unanswered)]),
            ratios: [(.isa, 1, 1, 100), (.ser, 0, 1, 0)],
            intervals: [(.srdFailed, 0, nil), (.pddFail, 0, nil)]
        ),
        Sample(
            testDescription: "10: redirections that nobody follows, and nothing else",
            kpis: KPITable([.sample(.redirected, 302), .sample(.redirected, 301)]),
            ratios: [(.ser, 0, 0, nil), (.seer, 0, 0, nil), (.asr, 0, 2, 0)]
        ),
    ]

    @Test func `an attempt without any sign of an end is a timeout, not a delay`() {
        let silent = KPITable([.sample(.unanswered)])
        #expect(silent.srdTimeouts == 1)
        let ringing = KPITable([.sample(.unanswered) { $0.progressed = .at(300) }])
        #expect(ringing.srdTimeouts == 0)
        #expect(ringing.total.intervals[.srdFailed].mean == 0.3)
    }
}
