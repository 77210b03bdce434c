import CallTracking
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import Testing

@Suite struct RuleCatalogueTests {
    private static let declarations = RuleCatalogue.declarations

    @Test func `identifiers are slugs and unique`() {
        let identifiers = RuleCatalogueTests.declarations.map(\.identifier)
        #expect(Set(identifiers).count == identifiers.count)
        for identifier in identifiers {
            let words = identifier.split(separator: "-", omittingEmptySubsequences: false)
            #expect(words.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLowercase && $0.isASCII || $0.isNumber } })
            #expect(words.count > 1 && identifier.count <= 48, "\(identifier)")
        }
    }

    @Test(arguments: declarations.map(\.identifier))
    func `a rule says everything about itself`(identifier: String) throws {
        let rule = try #require(RuleCatalogueTests.declarations.first { $0.identifier == identifier })
        #expect(!rule.title.isEmpty && !rule.title.hasSuffix("."))
        // What a capture shows of itself rests on no text.
        #expect(!rule.sources.isEmpty || rule.family == .capture)
        #expect(rule.sources.allSatisfy { $0.hasPrefix("RFC ") && $0.contains("§") || $0.hasPrefix("ITU-T ") })
        for text in [rule.explanation, rule.silence, rule.advice] {
            #expect(text.hasSuffix("."), "\(text)")
            #expect(!text.contains("\n") && !text.contains("  "), "\(text)")
        }
    }

    @Test func `there are no more rules than a mark set can tell apart`() {
        #expect(RuleCatalogue.declarations.count <= RuleSet.ruleLimit)
        #expect(RuleSet.ruleLimit == 192)
    }

    @Test func `the rules that judge one code are named, those for every code are not`() {
        #expect(RuleCatalogue.identifiers(judging: 503) == ["unavailable-without-retry-after"])
        #expect(
            RuleCatalogue.identifiers(judging: 401) == ["unauthorized-without-challenge", "challenge-to-ack-or-cancel"]
        )
        #expect(RuleCatalogue.identifiers(judging: 200) == ["invite-success-without-contact"])
        #expect(RuleCatalogue.identifiers(judging: 408) == ["request-timeout-to-non-invite"])
        #expect(RuleCatalogue.identifiers(judging: 302) == ["redirect-without-contact"])
        #expect(RuleCatalogue.identifiers(judging: 404) == [])
    }

    @Test func `what a code's rule is about is a code of the catalogue`() {
        for rule in RuleCatalogue.judges where rule.declaration.family != .syntax {
            guard case .some(let codes) = rule.codes else { continue }
            // What judges a whole class judges what is not registered as well.
            guard codes.count < 99 else { continue }
            #expect(codes.allSatisfy { StatusCodes.row(for: $0) != nil }, "\(rule.declaration.identifier)")
        }
    }
}
