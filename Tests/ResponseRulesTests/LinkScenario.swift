import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// An exchange over a proxy, and what one rule is to say of it.
struct LinkScenario: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The severity with which the rule is to hold once; `nil` where it is to stay silent.
    let severity: Severity?
    /// Whom it is charged to.
    let party: Endpoint
    /// Whether it can be over a stream as well: there nobody sends a message again.
    let isForStreams: Bool
    /// How long the capture goes on without a message.
    let pause: Duration
    private let build: @Sendable (inout SIPTrace) -> Void

    /// An exchange for which the rule holds with `severity`.
    static func fires(
        _ severity: Severity,
        _ name: String,
        against party: Endpoint = .callee,
        isForStreams: Bool = true,
        pause: Duration = .zero,
        _ build: @escaping @Sendable (inout SIPTrace) -> Void
    ) -> LinkScenario {
        LinkScenario(name, severity, party, isForStreams, pause, build)
    }

    /// An exchange of which the rule says nothing, however long the capture goes on.
    static func silent(
        _ name: String,
        isForStreams: Bool = true,
        pause: Duration = .seconds(240),
        _ build: @escaping @Sendable (inout SIPTrace) -> Void
    ) -> LinkScenario {
        LinkScenario(name, nil, .callee, isForStreams, pause, build)
    }

    private init(
        _ name: String,
        _ severity: Severity?,
        _ party: Endpoint,
        _ isForStreams: Bool,
        _ pause: Duration,
        _ build: @escaping @Sendable (inout SIPTrace) -> Void
    ) {
        testDescription = name
        (self.severity, self.party, self.isForStreams) = (severity, party, isForStreams)
        (self.pause, self.build) = (pause, build)
    }

    /// The exchange over `transport`.
    func trace(over transport: Transport = .udp) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        build(&trace)
        return trace
    }

    /// Runs the exchange over UDP and TCP, and doubled by a mirror port, and compares what `rule` says.
    func check(_ rule: String) throws {
        for transport in isForStreams ? transports : [.udp] {
            let whole = trace(over: transport)
            for trace in [whole, whole.doubled] {
                let analysed = try Analysed(trace, pause: pause)
                #expect(analysed.findings[rule, default: 0] == (severity == nil ? 0 : 1), "\(transport)")
                guard let severity else { continue }
                let group = analysed.group(rule, severity)
                #expect(group?.count == 1)
                #expect(group?.servers.map(\.key.endpoint) == [party])
                #expect(group?.examples.map(\.occurrence.detail).allSatisfy { !$0.isEmpty } == true)
            }
        }
    }

    /// What a capture comes to that loses packets before the exchange and at its time.
    func lossy() throws -> Analysed {
        var trace = SIPTrace()
        for call in 0..<40 { trace.wholeCall("lossy-\(call)@example.com", isAnswerSeen: call < 34) }
        trace.wait(.seconds(5))
        var late = SIPTrace()
        build(&late)
        let offset = trace.now.nanoseconds(since: SIPTrace().now)
        trace.merge(late.later(by: .nanoseconds(offset)))
        return try Analysed(trace, pause: pause)
    }

    /// Runs every end of the exchange, as captures that began late show it: none of them holds more than the whole.
    func checkLate(_ rule: String) throws {
        let whole = trace()
        for count in 1..<whole.steps.count {
            let found = try Analysed(whole.suffix(count), pause: pause).findings[rule, default: 0]
            #expect(found <= (severity == nil ? 0 : 1), "the last \(count)")
        }
    }
}
