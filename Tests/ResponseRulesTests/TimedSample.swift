import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// An exchange, and whether the rule under test is to hold for it: as it is, and doubled by a mirror port.
struct TimedSample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The severity with which the rule is to hold; `nil` where it is to stay silent.
    let severity: Severity?
    let transports: [Transport]
    /// How long the capture goes on behind the last message.
    let pause: Duration
    let build: @Sendable (inout SIPTrace) -> Void

    /// An exchange in which the rule holds with `severity`, once.
    static func fires(
        _ severity: Severity,
        _ name: String,
        over transports: [Transport] = [.udp, .tcp],
        pause: Duration = .zero,
        _ build: @escaping @Sendable (inout SIPTrace) -> Void
    ) -> TimedSample {
        TimedSample(testDescription: name, severity: severity, transports: transports, pause: pause, build: build)
    }

    /// An exchange in which the rule stays silent.
    static func silent(
        _ name: String,
        over transports: [Transport] = [.udp, .tcp],
        pause: Duration = .zero,
        _ build: @escaping @Sendable (inout SIPTrace) -> Void
    ) -> TimedSample {
        TimedSample(testDescription: name, severity: nil, transports: transports, pause: pause, build: build)
    }

    /// The exchange over `transport`.
    func trace(over transport: Transport) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        build(&trace)
        return trace
    }

    /// Runs the exchange through the whole line and compares what `rule` says of `party`.
    func check(_ rule: String, against party: Endpoint = .callee) throws {
        for transport in transports {
            let frames = trace(over: transport).frames
            for isDoubled in [false, true] {
                let analysed = try Analysed(isDoubled ? frames.flatMap { [$0, $0] } : frames, pause: pause)
                let count = analysed.findings[rule, default: 0]
                #expect(count == (severity == nil ? 0 : 1), "\(transport), doubled: \(isDoubled)")
                guard let severity else { continue }
                let group = try #require(analysed.group(rule, severity), "\(transport), doubled: \(isDoubled)")
                #expect(group.calls == 1)
                #expect(group.servers.map(\.key.endpoint) == [party])
                #expect(group.examples.map(\.detail).allSatisfy { !$0.isEmpty })
            }
        }
    }
}
