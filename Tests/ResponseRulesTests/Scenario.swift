import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// An exchange, and with which severity the rule under test is to hold in it.
struct Scenario: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// `nil` where it is to stay silent.
    let severity: Severity?
    let transports: [Transport]
    let build: @Sendable (inout SIPTrace) -> Void

    /// The rule holds with `severity`, once.
    static func fires(
        _ severity: Severity,
        _ name: String,
        over transports: [Transport] = [.udp, .tcp],
        _ build: @escaping @Sendable (inout SIPTrace) -> Void
    ) -> Scenario {
        Scenario(testDescription: name, severity: severity, transports: transports, build: build)
    }

    /// The rule stays silent.
    static func silent(
        _ name: String,
        over transports: [Transport] = [.udp, .tcp],
        _ build: @escaping @Sendable (inout SIPTrace) -> Void
    ) -> Scenario {
        Scenario(testDescription: name, severity: nil, transports: transports, build: build)
    }

    /// Runs it through the whole line, once as it is and once doubled by a mirror port, and compares what `rule` says.
    func check(_ rule: String, pause: Duration = .zero, sourceLocation: SourceLocation = #_sourceLocation) throws {
        for transport in transports {
            for isMirrored in [false, true] {
                var trace = SIPTrace(transport: transport)
                build(&trace)
                if isMirrored { trace.merge(trace) }
                let analysed = try Analysed(trace, pause: pause)
                let words: Comment = "\(transport)\(isMirrored ? " mirrored" : ""): \(analysed.findings)"
                #expect(
                    analysed.findings[rule, default: 0] == (severity == nil ? 0 : 1),
                    words,
                    sourceLocation: sourceLocation
                )
                guard let severity else { continue }
                let group = analysed.group(rule, severity)
                #expect(group?.examples.first?.detail.isEmpty == false, words, sourceLocation: sourceLocation)
            }
        }
    }

    /// Runs it without its first `count` messages, as a capture that began late shows it; `rule` stays silent.
    func checkFromMiddle(_ rule: String, leavingOut count: Int = 1, pause: Duration = .zero) throws {
        for transport in transports {
            var trace = SIPTrace(transport: transport)
            build(&trace)
            let analysed = try Analysed(trace.suffix(trace.steps.count - count), pause: pause)
            #expect(analysed.findings[rule, default: 0] == 0, "\(transport): \(analysed.findings)")
        }
    }
}

extension SIPTrace {
    /// Request of the caller and what is put in place of words of it.
    mutating func request(_ method: String, headers: [String] = [], rewriting old: String, _ new: String) {
        request(method, headers: headers)
        rewrite(old, new)
    }

    /// Response of the callee and what is put in place of words of it.
    mutating func response(_ code: Int, headers: [String] = [], rewriting old: String, _ new: String) {
        response(code, "Phrase", headers: headers)
        rewrite(old, new)
    }
}

/// The findings of the family `matching`, which are about one thing: one response is to give one of them.
let matchingRules = [
    "cseq-mismatch", "dialog-ids-altered", "via-altered", "to-tag-changed", "response-wrong-source",
    "response-wrong-destination", "orphan-response",
]
