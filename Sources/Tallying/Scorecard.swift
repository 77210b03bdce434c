internal import RuleEvaluation

/// How a server, or all that are the same product, stands before the rules.
package struct Scorecard: Sendable {
    /// Servers that it is about.
    package private(set) var servers = 0
    /// Different responses that were judged.
    package private(set) var judged: UInt64 = 0
    /// Calls that they answered.
    package private(set) var calls: UInt64 = 0
    /// What was found against them.
    package private(set) var findings = SeverityCounts()

    /// A card without a server.
    package init() {}

    /// The card of one server.
    package init(_ server: Server) { add(server) }

    /// Adds what `server` did.
    package mutating func add(_ server: Server) {
        servers += 1
        judged &+= server.judged
        calls &+= server.calls
        findings.add(server.bySeverity)
    }

    /// Findings in a thousand calls; `nil` without a call.
    package var findingsPerThousandCalls: Double? {
        calls == 0 ? nil : Double(findings.total) * 1_000 / Double(calls)
    }
}
