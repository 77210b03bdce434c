import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// Attempts of a client, and what a rule is to say of them.
struct AttemptSample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The severity with which the rule is to hold; `nil` where it is to stay silent.
    let severity: Severity?
    /// How often it is to hold.
    var count: UInt64 = 1
    let attempts: [Attempt]

    /// Attempts for which the rule holds `count` times.
    static func fires(_ severity: Severity, _ name: String, count: UInt64 = 1, _ attempts: [Attempt]) -> AttemptSample {
        AttemptSample(testDescription: name, severity: severity, count: count, attempts: attempts)
    }

    /// Attempts for which the rule stays silent.
    static func silent(_ name: String, _ attempts: [Attempt]) -> AttemptSample {
        AttemptSample(testDescription: name, severity: nil, attempts: attempts)
    }

    /// Runs the sample over `transport`, as it is and doubled by a mirror port, and compares what `rule` says.
    func check(_ rule: String, over transport: Transport, against party: Endpoint = .caller) throws {
        for isMirrored in [false, true] {
            let analysed = try Analysed(SIPTrace.attempts(attempts, over: transport, isMirrored: isMirrored))
            guard let severity else {
                #expect(analysed.findings[rule] == nil, "\(analysed.group(rule, .notice)?.examples.first as Any)")
                continue
            }
            #expect(analysed.findings[rule] == count)
            let group = try #require(analysed.group(rule, severity))
            #expect(group.count == count)
            #expect(group.servers.map(\.key.endpoint) == [party])
            #expect(group.examples.allSatisfy { !$0.detail.isEmpty })
        }
    }
}

extension Array<Attempt> {
    /// `count` times the same, `interval` apart, from `start` on.
    static func run(_ count: Int, every interval: Duration, from start: Duration = .zero, _ first: Attempt) -> [Attempt]
    {
        (0..<count).map { number in first.with { $0.moment = start + interval * number } }
    }
}
