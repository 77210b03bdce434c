internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A response that lacks the header field for whose sake its code exists: one rule a row of ``RequiredHeader/table``.
///
/// An empty field counts as present: an empty Allow says that nothing is allowed.
struct RequiredHeader: ResponseRule {
    let declaration: RuleDeclaration
    let codes: JudgedCodes
    private let code: UInt16
    private let header: HeaderName

    private init(_ code: UInt16, needs header: HeaderName, _ declaration: RuleDeclaration) {
        self.code = code
        self.header = header
        self.declaration = declaration
        codes = .some([code])
    }

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        message.hasWholeHeaderSection && !message.headers.has(header) ? declaration.severity : nil
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let method = bytes.text(of: message.methodText)
        return "\(code) to \(method.isEmpty ? "a request" : method) without \(header.canonical)"
    }

    private static let cut = "Where the capture cut the message before the end of its header section."

    /// The rules of this shape.
    static let table: [RequiredHeader] = [
        RequiredHeader(
            405,
            needs: .allow,
            RuleDeclaration(
                "method-not-allowed-without-allow",
                .obligations,
                .error,
                .must,
                .message,
                tier: .core,
                title: "405 without Allow",
                sources: ["RFC 3261 §21.4.6", "RFC 3261 §8.2.1", "RFC 3261 §20.5"],
                explanation: """
                    A 405 has to list the methods that are allowed for the address. Without the list the client knows \
                    that it must change the method and not to which.
                    """,
                silence: RequiredHeader.cut,
                advice: "Ask the owner of the answering element to add Allow; an empty one is allowed, none is not.",
                example: ["A>P PUBLISH", "P>A 405 without Allow"]
            )
        ),
        RequiredHeader(
            420,
            needs: .unsupported,
            RuleDeclaration(
                "bad-extension-without-unsupported",
                .obligations,
                .error,
                .must,
                .message,
                tier: .core,
                title: "420 without Unsupported",
                sources: ["RFC 3261 §21.4.15", "RFC 3261 §8.2.2.3", "RFC 3261 §20.40"],
                explanation: """
                    A 420 has to name the extensions it does not understand. Without Unsupported the client cannot tell \
                    which option tag of its Require or Proxy-Require to leave out.
                    """,
                silence: RequiredHeader.cut,
                advice: "Compare with Require and Proxy-Require of the request; ask the owner to list what is refused.",
                example: ["A>P INVITE Require: foo", "P>A 420 without Unsupported"]
            )
        ),
    ]
}
