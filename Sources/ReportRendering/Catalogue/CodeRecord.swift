internal import FoundationEssentials
package import SIPCatalogue

/// A row of the catalogue as machines read it; keys are in snake case like those of the report.
struct CodeRecord: Encodable {
    let code: UInt16
    let phrase: String
    let otherPhrases: [String]
    let `class`: String
    let definedIn: [String]
    let registration: String
    let sentBy: [String]
    let sentByNote: String?
    let methods: [String]
    let methodsNever: [String]
    let methodsNote: String?
    let needsToTag: Bool
    let carries: [DemandRecord]
    let retry: String
    let summary: String
    let meaning: String
    let client: String
    let proxy: String?
    let proxySource: String?
    let oftenMeans: [String]
    let lookAt: [String]
    let judgedBy: [String]?

    /// One thing that the response carries.
    struct DemandRecord: Encodable {
        let strength: String
        let headers: [String]
        let choice: String
        let condition: String?
        let note: String?
    }

    init(_ code: StatusCode, judgedBy: [String]? = nil) {
        self.code = code.number
        phrase = code.reasonPhrase
        otherPhrases = code.otherPhrases
        `class` = code.responseClass.name
        definedIn = code.definedIn.map(\.description)
        registration = code.registration.rawValue
        sentBy = code.senders.roles.map(\.rawValue)
        sentByNote = code.senders.note
        methods = code.methods.only.map(\.name)
        methodsNever = code.methods.never.map(\.name)
        methodsNote = code.methods.note
        needsToTag = code.needsToTag
        carries = code.carries.map {
            DemandRecord(
                strength: $0.strength.rawValue,
                headers: $0.headers.map(\.canonical),
                choice: $0.isChoice ? "one" : "all",
                condition: $0.condition,
                note: $0.note
            )
        }
        retry = code.retry.rawValue
        summary = code.summary
        meaning = code.meaning
        client = code.client
        proxy = code.proxy?.words
        proxySource = code.proxy?.source.description
        oftenMeans = code.oftenMeans
        lookAt = code.lookAt
        self.judgedBy = judgedBy
    }
}

extension CodePage {
    /// The page of one code as a JSON object of schema `siptally.code/1`, with a line feed at its end.
    ///
    /// `judged_by` holds the identifiers of the rules; an empty list of roles or methods means any.
    ///
    /// - Parameters:
    ///   - code: The row of the catalogue.
    ///   - judgedBy: Identifiers of the rules that judge the code.
    /// - Returns: The object, its keys sorted, so that the same row gives the same bytes.
    /// - Throws: Nothing that a row can cause; what the encoder throws is passed on.
    package static func json(for code: StatusCode, judgedBy: [String]) throws -> String {
        struct Page: Encodable {
            let schema = "siptally.code/1"
            let code: CodeRecord
        }
        return try CatalogueJSON.text(Page(code: CodeRecord(code, judgedBy: judgedBy)))
    }
}

extension CodeTable {
    /// The whole table as a JSON object of schema `siptally.codes/1`, with a line feed at its end; `codes` stand in it
    /// as well.
    package static func json(codes: SiteCodes = SiteCodes()) throws -> String {
        struct Table: Encodable {
            let schema = "siptally.codes/1"
            let codes: [CodeRecord]
        }
        return try CatalogueJSON.text(Table(codes: codes.rows.map { CodeRecord($0) }))
    }
}

/// How the catalogue is written as JSON.
private enum CatalogueJSON {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
