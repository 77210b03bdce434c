internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A response that lacks the header field for whose sake its code exists: the rule of a row of ``Obligation/matrix``.
struct RequiredHeader: ResponseRule {
    let declaration: RuleDeclaration
    let codes: JudgedCodes
    private let obligation: Obligation

    /// The rule of `obligation`.
    init(_ obligation: Obligation) {
        self.obligation = obligation
        declaration = obligation.declaration
        codes = .some(obligation.codes)
    }

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        guard message.hasWholeHeaderSection, isBound(message, bytes, hop) else { return nil }
        for header in obligation.headers where HeaderUse.serves(header, message, bytes) { return nil }
        guard let (lessening, severity) = obligation.lesser, holds(lessening, message, hop) else {
            return declaration.severity
        }
        return severity
    }

    private func isBound(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Bool {
        switch obligation.binding {
        case .everyMethod: true
        case .methodsOfCode: Obligation.answers(message.start.statusCode, message.method)
        case .remoteTarget: RemoteTarget.isNamed(by: message, bytes, hop)
        }
    }

    private func holds(
        _ lessening: Obligation.Lessening,
        _ message: borrowing SIPMessage,
        _ hop: HopFacts
    ) -> Bool {
        switch lessening {
        case .publish: message.isAnswer(to: .publish)
        case .body: message.start.statusCode == 300 && message.headers.has(.contentType) && HeaderUse.hasBody(message)
        case .noRejectionCaps: hop.request.map { !$0.contains(.rejectionCaps) } ?? true
        case .overloadControl: message.topmostVia.hasOverloadControl
        }
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let header = obligation.headers[0]
        if header == .wwwAuthenticate || header == .proxyAuthenticate {
            return ChallengeWords.text(lacking: header, message, bytes)
        }
        let method = bytes.text(of: message.methodText)
        let code = bytes.text(of: message.start.statusText)
        let subject = "\(code) to \(method.isEmpty ? "a request" : method)"
        // Of a field that is there and does not serve the value says more than that nothing serves.
        for header in obligation.headers {
            guard let value = message.headers.value(of: header, bytes) else { continue }
            let article = "AEIOU".contains(header.canonical.prefix(1)) ? "an" : "a"
            let found = "\(subject) with \(article) \(header.canonical) \(HeaderUse.fault(of: header))"
            return value.isEmpty ? found : "\(found): \(bytes.text(of: value))"
        }
        return "\(subject) without \(Obligation.words(obligation.headers))" + RefusalWords.text(message, bytes)
    }
}

extension SIPMessage {
    /// Whether it answers `method`.
    ///
    /// Compared letter for letter with the enumeration's case, which costs less than asking whether two are equal.
    func isAnswer(to method: Method) -> Bool { cSeq.method.map { $0.rawValue == method.rawValue } ?? false }

    /// Whether it answers a method that can be read and is not INVITE, in whatever letters that is written.
    func isAnswerToOther(_ bytes: RawSpan) -> Bool {
        !cSeq.methodText.isEmpty && !bytes.equals("invite", in: cSeq.methodText)
    }
}
