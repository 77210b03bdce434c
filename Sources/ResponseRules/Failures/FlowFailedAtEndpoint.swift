internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 430 that reached an end point, where it is meant for the proxy that may try another flow.
struct FlowFailedAtEndpoint: ResponseRule {
    let declaration = RuleDeclaration(
        "flow-failed-at-endpoint",
        .failures,
        .warning,
        .operational,
        .transaction,
        tier: .next,
        title: "430 left the proxy tier",
        sources: ["RFC 5626 §11.5", "RFC 5626 §5.3"],
        parameters: [.list("endpoints", "addresses and networks of clients that are end points")],
        explanation: """
            A 430 tells the proxy in front that a flow to the callee is dead, so that it tries another one. A phone or \
            gateway can do nothing with it, and the call fails although another device of the callee may be there.
            """,
        silence: """
            Where the INVITE came through a proxy, which its second Via shows, unless the client is listed. A proxy \
            that makes requests of its own has one Via as well, so that the finding is likely and not certain.
            """,
        advice: "Let the authoritative proxy try the callee's other flows, and answer 480 where none is left.",
        example: ["A>P INVITE with one Via", "P>A 430"]
    )
    let codes = JudgedCodes.some([430])
    let confidence = Confidence.likely
    private let endpoints: AddressList

    init(_ values: RuleValues) { endpoints = AddressList(values.list(declaration, "endpoints")) }

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        if endpoints.contains(hop.flow.destination) { return .warning }
        guard message.hasWholeHeaderSection, message.isAnswer(to: .invite) else { return nil }
        return message.headers.viaCount(bytes) == 1 ? .warning : nil
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let count = message.headers.viaCount(bytes)
        return "430 to a client whose request has \(count == 1 ? "1 Via" : "\(count) Via values")"
    }
}
