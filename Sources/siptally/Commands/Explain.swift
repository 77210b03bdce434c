import ArgumentParser
import ReportRendering
import ResponseRules
import RuleEvaluation
import Settings
import SIPCatalogue
import SystemPackage

/// `siptally explain`: what a status code, a class or a rule means.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain a status code, a class or a rule.",
        discussion: "For example: siptally explain 503, siptally explain 4xx, siptally explain malformed-retry-after."
    )

    @Argument(help: ArgumentHelp("A status code, a class or a rule.", valueName: "503|4xx|RULE"))
    var subject: String

    @OptionGroup
    var settings: SettingsArguments

    func run() throws {
        print(try page(Terminal(.standardOutput).style, try settings.settings().codes), terminator: "")
    }

    private func page(_ style: ReportStyle, _ codes: SiteCodes) throws -> String {
        let width = style.width
        if let number = UInt16(subject), subject.count == 3 {
            guard let row = codes.row(for: number) else {
                return CodePage.text(forUnlisted: number, width: width)
            }
            // The rule on unknown codes knows those of the site.
            let rules = codes[number] == nil ? RuleCatalogue.identifiers(judging: number) : []
            return CodePage.text(for: row, judgedBy: rules, width: width)
        }
        if let responseClass = ResponseClass.allCases.first(where: { $0.name == subject.lowercased() }) {
            return CodePage.text(forClass: responseClass, codes: codes, width: width)
        }
        let declarations = RuleCatalogue.declarations
        if let rule = declarations.first(where: { $0.identifier == subject }) {
            return RulePage.text(for: rule, style: style)
        }
        throw ValidationError(unknown(among: declarations.map(\.identifier)))
    }

    private func unknown(among identifiers: [String]) -> String {
        guard let nearest = NearestName.of(subject, among: identifiers) else {
            return
                "\(subject) is no status code (100–699), no class (1xx–6xx) and no rule; 'siptally rules' lists rules"
        }
        return "no rule is called \(subject); did you mean \(nearest)?"
    }
}
