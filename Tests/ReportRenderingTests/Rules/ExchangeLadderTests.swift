import ResponseRules
import RuleEvaluation
import Testing

@testable import ReportRendering

@Suite struct ExchangeLadderTests {
    @Test func `a message is an arrow from one lifeline to another, with its time at the left`() {
        let ladder = ExchangeLadder(["A>P INVITE", "P>B INVITE [2 ms]", "B>P 100 [40 ms]", "A>B BYE"], width: 60)
        #expect(
            ladder.lines == [
                "        A                   P                   B",
                "        │───── INVITE ─────▶│                   │",
                "  2 ms  │                   │───── INVITE ─────▶│",
                " 40 ms  │                   │◀────── 100 ───────│",
                "        │───────────────── BYE ────────────────▶│",
            ]
        )
    }

    @Test func `words that do not fit into an arrow stand above it`() {
        let ladder = ExchangeLadder(
            ["A>P INVITE", "P>A 503 Service Unavailable without any Retry-After [12 s]", "P>B INVITE"],
            width: 60
        )
        #expect(
            ladder.lines == [
                "       A                        P                        B",
                "       │──────── INVITE ───────▶│                        │",
                " 12 s  │ 503 Service            │                        │",
                "       │ Unavailable without    │                        │",
                "       │ any Retry-After        │                        │",
                "       │◀───────────────────────│                        │",
                "       │                        │──────── INVITE ───────▶│",
            ]
        )
    }

    @Test func `what is no message is a remark beside the lifelines`() {
        let ladder = ExchangeLadder(["A>P INVITE", "nothing for 32 s", "A>P CANCEL [32 s]"], width: 60)
        #expect(ladder.lines[2].contains("nothing for 32 s"))
        #expect(ladder.parties == ["A", "P"])
    }

    @Test func `parties stand from the client to the far side, and the legend says who they are`() {
        let ladder = ExchangeLadder(["B>P2 180", "A>P1 INVITE", "P1>A 603", "P2>C INVITE"], width: 80)
        #expect(ladder.parties == ["A", "P1", "P2", "B", "C"])
        #expect(ladder.legend == "A is the client, P1 and P2 watched gateways or proxies and B and C the far side")
        #expect(ExchangeLadder(["X>S INVITE"], width: 80).legend == "X is the client and S the server")
    }

    @Test(arguments: [40, 60, 80, 120])
    func `the ladder of every rule keeps to the width`(width: Int) {
        for rule in RuleCatalogue.declarations {
            let lines = ExchangeLadder(rule.example, width: width).lines
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= width }, "\(rule.identifier)")
        }
    }

    @Test(arguments: RuleCatalogue.declarations.map(\.identifier))
    func `the example of every rule shows a message between parties that the legend names`(identifier: String) throws {
        let rule = try #require(RuleCatalogue.declarations.first { $0.identifier == identifier })
        let ladder = ExchangeLadder(rule.example, width: 80)
        for party in ladder.parties { #expect(ladder.legend.contains(party), "\(party)") }
    }
}
