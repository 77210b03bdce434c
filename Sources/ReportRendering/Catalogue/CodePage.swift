package import SIPCatalogue

/// The pages of `siptally explain` for a status code and for a class of them, as plain text.
package enum CodePage {
    /// The page of one code.
    ///
    /// - Parameters:
    ///   - code: The row of the catalogue.
    ///   - judgedBy: Identifiers of the rules that judge the code, in the order to print.
    ///   - width: The columns of the terminal; below 40 the page is set for 40, beyond 120 it grows no more.
    /// - Returns: Lines with a line feed after each.
    package static func text(for code: StatusCode, judgedBy: [String], width: Int) -> String {
        let page = LabelledPage(width: width)
        var lines = page.heading(
            "\(code.number) \(code.reasonPhrase)",
            [code.responseClass.title, CodeWords.standing(code.registration)],
            source: code.source
        )
        lines += page.prose(code.meaning)
        lines.append("")
        lines += page.pair(
            ("sent by", CodeWords.senders(code.senders)),
            ("for", CodeWords.methods(code.methods))
        )
        for strength in Demand.Strength.allCases {
            lines += page.row("\(strength.rawValue) bring", code.carries(strength).map(CodeWords.demand))
        }
        lines += page.row("the client", [code.client])
        if let proxy = code.proxy { lines += page.row("a proxy", [proxy.words], source: proxy.source) }
        lines += page.row("often means", [CodeWords.list(code.oftenMeans)])
        lines += page.row("look at", [CodeWords.list(code.lookAt)])
        lines += page.row("judged by", [judgedBy.joined(separator: ", ")])
        lines += page.row("also called", [code.otherPhrases.joined(separator: ", ")])
        if code.definedIn != code.source.map({ [$0] }) {
            lines += page.row("written in", [code.definedIn.map(CodeWords.source).joined(separator: "; ")])
        }
        return page.text(lines)
    }

    /// The page of a number that the catalogue lacks: what its class makes of it.
    ///
    /// - Parameters:
    ///   - number: The number.
    ///   - width: The columns of the terminal, used as for a code.
    /// - Returns: Lines with a line feed after each.
    package static func text(forUnlisted number: UInt16, width: Int) -> String {
        let page = LabelledPage(width: width)
        guard let responseClass = ResponseClass(number: number) else {
            let lines = page.heading("\(number)", ["not a status code"], source: .rfc(3261, "7.2"))
            return page.text(lines + page.prose("Status codes of SIP are numbers from 100 to 699."))
        }
        var lines = page.heading("\(number)", [responseClass.title, "not registered"], source: responseClass.definedIn)
        lines += page.prose("No RFC gives this number a meaning; only its class says something.")
        lines += page.prose(responseClass.meaning)
        lines.append("")
        lines += page.row("the client", ["treats it as \(responseClass.standIn)"], source: .rfc(3261, "8.1.3.2"))
        lines += page.row("look at", ["the reason phrase, Server and User-Agent: the sender made the number up"])
        return page.text(lines)
    }

    /// The page of a class: what it says, what becomes of a code that a client does not know, and its codes.
    ///
    /// - Parameters:
    ///   - responseClass: The class.
    ///   - codes: The codes of the site, which stand among the others.
    ///   - width: The columns of the terminal, used as for a code.
    /// - Returns: Lines with a line feed after each.
    package static func text(
        forClass responseClass: ResponseClass,
        codes: SiteCodes = SiteCodes(),
        width: Int
    ) -> String {
        let page = LabelledPage(width: width)
        let name = responseClass.name
        var lines = page.heading("\(name) \(responseClass.title)", [], source: responseClass.definedIn)
        lines += page.prose(responseClass.meaning)
        lines.append("")
        lines += page.row("the client", [responseClass.client])
        lines += page.row(
            "if unknown",
            ["a client that does not know a \(name) code treats it as \(responseClass.standIn)"],
            source: .rfc(3261, "8.1.3.2")
        )
        lines.append("")
        lines += codes.rows(in: responseClass).flatMap { CodeTable.line(for: $0, width: page.width) }
        return page.text(lines)
    }
}
