import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport

/// Traffic of many calls at one server.
extension SIPTrace {
    /// A request of a new call, and its final response where it gets one.
    mutating func attempt(
        _ method: String = "INVITE",
        call: String,
        _ code: Int?,
        _ phrase: String = "Phrase",
        headers: [String] = []
    ) {
        newCall(call)
        request(method)
        if let code { response(code, phrase, headers: headers) }
    }

    /// Attempts one behind the other, `gap` apart, with these codes in turn.
    mutating func attempts(_ codes: [Int], method: String = "INVITE", gap: Duration, name: String = "call") {
        for (number, code) in codes.enumerated() {
            attempt(method, call: "\(name)-\(number)@example.com", code)
            wait(gap)
        }
    }

    /// Every message a second time, as a mirror port shows it.
    mutating func mirrorAll() {
        var copy = self
        for step in steps { copy.merge(only(step)) }
        self = copy
    }

    /// The same trace over `transport`.
    static func over(_ transport: Transport, _ build: (inout SIPTrace) -> Void) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        build(&trace)
        return trace
    }
}

extension Endpoint {
    /// The host `number` of a documentation network, from 1.
    static func host(_ number: Int, port: UInt16 = 5060) -> Endpoint {
        Endpoint(address: IPAddress(v4: 0xCB00_7100 + UInt32(number)), port: port)
    }
}

extension Analysed {
    /// How often `rule` was found, and how many calls that touches, whatever the severity.
    func totals(_ rule: String) -> [UInt64] {
        let groups = tally.findings.groups.filter { rules[$0.key.rule].identifier == rule }.values
        return [groups.reduce(0) { $0 + $1.count }, groups.reduce(0) { $0 + $1.calls }]
    }
}
