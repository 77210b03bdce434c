/// A status code that somebody uses and no registry has.
package struct SiteCode: Sendable {
    /// Whose it is; the raw value is the word for it.
    package enum Sort: String, CaseIterable, Sendable {
        /// This network's own.
        case site
        /// One that a carrier or another network sends.
        case carrier
        /// One that a maker's equipment sends.
        case vendor
        /// One that was proposed and not registered.
        case draft

        /// Whose it is, in words.
        package var words: String {
            switch self {
            case .site: "of this site"
            case .carrier: "of a carrier"
            case .vendor: "of a vendor"
            case .draft: "of a draft"
            }
        }
    }

    /// The number, 100–699, which the catalogue lacks.
    package let number: UInt16
    /// The reason phrase that goes with it.
    package let phrase: String
    /// What it says.
    package let meaning: String
    /// Whose it is.
    package let sort: Sort

    /// The code as a row like those of the catalogue, so that lists and pages show it like any other.
    package var row: StatusCode {
        let stand = ResponseClass(number: number)?.standIn ?? number
        return StatusCode(
            number,
            phrase,
            registration: .own,
            from: .any,
            to: .any,
            retry: .notApplicable,
            summary: meaning,
            meaning: meaning.prefix(1).uppercased() + meaning.dropFirst() + (meaning.hasSuffix(".") ? "" : "."),
            client: "treats it as \(stand) unless it knows the code (RFC 3261 §8.1.3.2)",
            oftenMeans: [],
            lookAt: ["whoever sent it: the settings say that it is a code \(sort.words)"]
        )
    }

    /// A code of somebody's own.
    package init(_ number: UInt16, _ phrase: String, meaning: String, sort: Sort) {
        self.number = number
        self.phrase = phrase
        self.meaning = meaning
        self.sort = sort
    }
}

/// The status codes of a site beside those of the catalogue.
package struct SiteCodes: Sendable {
    private var codes: [UInt16: SiteCode] = [:]

    /// None.
    package init() {}

    /// Adds `code`, in place of one with the same number.
    package mutating func add(_ code: SiteCode) { codes[code.number] = code }

    /// The code with this number.
    package subscript(number: UInt16) -> SiteCode? { codes.isEmpty ? nil : codes[number] }

    /// Their numbers, in order.
    package var numbers: [UInt16] { codes.keys.sorted() }

    /// The rows of the catalogue and of the site, by number.
    package var rows: [StatusCode] {
        let own = codes.values.map(\.row)
        return (StatusCodes.all + own).sorted { $0.number < $1.number }
    }

    /// The rows of one class, by number.
    package func rows(in responseClass: ResponseClass) -> [StatusCode] {
        rows.filter { $0.responseClass == responseClass }
    }

    /// The row of a number, of the catalogue or of the site.
    package func row(for number: UInt16) -> StatusCode? { StatusCodes.row(for: number) ?? self[number]?.row }
}
