internal import SIPCatalogue

/// Reads the section `codes` of a settings file: the status codes of a site, or the name of a file that lists them.
///
///     codes:
///       - { code: 499, phrase: Credit Exhausted, meaning: the prepaid account is empty, sort: vendor }
struct CodeSection {
    private(set) var codes = SiteCodes()

    /// Takes the section `node`, which stands at `place`.
    mutating func read(_ node: SettingsNode, at place: SettingsPlace) throws(SettingsError) {
        guard case .text(let name) = node.content else {
            try readList(node, at: place)
            return
        }
        let path = CodeSection.path(of: name, beside: place.file)
        let text: String
        do throws(SettingsError) { text = try SettingsText.read(path) } catch {
            throw place.error(error.description)
        }
        let root = try SettingsNode(yaml: text, of: path)
        try readList(root, at: SettingsPlace(file: path, line: root.line, path: ""))
    }

    private mutating func readList(_ node: SettingsNode, at place: SettingsPlace) throws(SettingsError) {
        for item in try place.list(node) {
            let code = try code(item, at: place.element(item))
            guard codes[code.number] == nil else {
                throw place.element(item).error("\(code.number) stands there twice")
            }
            codes.add(code)
        }
    }

    private func code(_ node: SettingsNode, at place: SettingsPlace) throws(SettingsError) -> SiteCode {
        let fields = try place.fields(
            node,
            ["code", "phrase", "meaning", "sort"],
            required: ["code", "phrase", "meaning"]
        )
        var texts: [String: String] = [:]
        for (key, field) in fields { texts[key] = try field.place.text(field.value) }
        func here(_ key: String) -> SettingsPlace { fields[key]?.place ?? place }
        let number = try here("code").complaining { () throws(Complaint) in
            try CodeSection.number(texts["code"] ?? "")
        }
        let word = texts["sort"] ?? SiteCode.Sort.site.rawValue
        guard let sort = SiteCode.Sort(rawValue: word) else {
            let words = SiteCode.Sort.allCases.map(\.rawValue)
            throw here("sort").error(Complaint.unknown(word, among: words).text)
        }
        return SiteCode(number, texts["phrase"] ?? "", meaning: texts["meaning"] ?? "", sort: sort)
    }

    /// The number of a code that the catalogue lacks.
    private static func number(_ text: String) throws(Complaint) -> UInt16 {
        guard text.utf8.count == 3, let number = UInt16(text), ResponseClass(number: number) != nil else {
            throw Complaint("'\(text)' is no status code from 100 to 699")
        }
        guard let row = StatusCodes.row(for: number) else { return number }
        throw Complaint("\(number) is \(row.reasonPhrase) already; 'siptally explain \(number)' says what it means")
    }

    /// `name` as it is meant in `file`: one that is not absolute stands beside it.
    private static func path(of name: String, beside file: String) -> String {
        guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
        return file[...slash] + name
    }
}
