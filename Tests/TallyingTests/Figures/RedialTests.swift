import CallTracking
import NetworkTypes
import Testing

@testable import Tallying

/// CCR: what callers wanted, and what came of it.
@Suite struct RedialTests {
    /// An attempt: seconds from its beginning to its end, whether it was answered, and who wanted whom.
    struct Attempt: Sendable {
        let began, ended: Int64
        let isAnswered: Bool
        var intent: UInt64 = 7

        var facts: AttemptFacts {
            .sample(isAnswered ? .answered : .busy, isAnswered ? 200 : 486, began: began * 1_000) { facts in
                facts.intent = intent
                facts.ended = .at(ended * 1_000)
                if isAnswered { facts.answered = facts.ended }
            }
        }
    }

    private static let busy = Attempt(began: 0, ended: 1, isAnswered: false)
    private static let unknown = Attempt(began: 0, ended: 1, isAnswered: false, intent: 0)
    private static let again = Attempt(began: 20, ended: 21, isAnswered: false)

    /// Attempts in the order in which they are told, and the ratio.
    @Test(
        arguments: [
            ([busy], 0, 1),
            ([busy, .init(began: 30, ended: 35, isAnswered: true)], 1, 1),
            ([busy, .init(began: 61, ended: 65, isAnswered: true)], 1, 1),
            ([busy, .init(began: 62, ended: 65, isAnswered: true)], 1, 2),
            ([busy, again, .init(began: 80, ended: 85, isAnswered: true)], 1, 1),
            ([busy, again, .init(began: 82, ended: 85, isAnswered: true)], 1, 2),
            // A call after one that was answered is another matter.
            ([.init(began: 0, ended: 5, isAnswered: true), .init(began: 30, ended: 35, isAnswered: true)], 2, 2),
            ([.init(began: 0, ended: 5, isAnswered: true), .init(began: 30, ended: 35, isAnswered: false)], 1, 2),
            // What failed is told some seconds later than what was answered.
            ([.init(began: 3, ended: 5, isAnswered: true), busy], 1, 1),
            ([.init(began: 90, ended: 95, isAnswered: true), busy], 1, 2),
            // Two that are not of one caller and callee, or not known to be.
            ([busy, .init(began: 30, ended: 35, isAnswered: true, intent: 8)], 1, 2),
            ([unknown, .init(began: 3, ended: 5, isAnswered: true, intent: 0)], 1, 2),
        ] as [([Attempt], UInt64, UInt64)]
    )
    func `a redial within a minute serves the same intent`(attempts: [Attempt], completed: UInt64, intents: UInt64) {
        #expect(KPITable(attempts.map(\.facts)).total.ratios[.ccr] == Ratio(completed, of: intents))
    }

    @Test func `how long a redial may take can be set`() {
        let attempts = [Self.busy, .init(began: 30, ended: 35, isAnswered: true)].map(\.facts)
        let kpis = KPITable(attempts, options: KPIOptions(redialSpan: 28_000_000_000))
        #expect(kpis.total.ratios[.ccr] == Ratio(1, of: 2))
    }

    @Test func `what is pushed out of the table is counted`() {
        var kpis = KPITable()
        for intent in 1...UInt64(RedialTable.capacity) + 1 {
            kpis.add(Attempt(began: 0, ended: 1, isAnswered: false, intent: intent).facts)
        }
        let reached = kpis.limits.first { $0.name == "kpi_redials" }?.reached ?? 0
        #expect(reached > 0)
        #expect(kpis.total.ratios[.ccr] == Ratio(0, of: UInt64(RedialTable.capacity) + 1))
    }
}
