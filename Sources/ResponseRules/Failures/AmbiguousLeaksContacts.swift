internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 485 that lists people the caller did not name.
struct AmbiguousLeaksContacts: ResponseRule {
    let declaration = RuleDeclaration(
        "ambiguous-leaks-contacts",
        .failures,
        .warning,
        .operational,
        .message,
        tier: .next,
        title: "485 tells names of others",
        sources: ["RFC 3261 §21.4.23"],
        parameters: [.list("allow_networks", "addresses and networks of clients that may be told")],
        explanation: """
            A 485 may list in Contact whom the caller could have meant. That tells names and addresses of people to \
            anybody who asks for half a name, and a server must be able to do without.
            """,
        silence: """
            Where each Contact has only users and names that stand in To or From, which repeat the request's, and \
            where the client is listed as one that may be told.
            """,
        advice: "Let the server answer 404, or 485 without Contact, to whoever is not of the house.",
        example: ["A>P INVITE", "P>A 485 Contact: Carol <sip:carol@x>"]
    )
    let codes = JudgedCodes.some([485])
    private let allowed: AddressList

    init(_ values: RuleValues) { allowed = AddressList(values.list(declaration, "allow_networks")) }

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        guard !allowed.contains(hop.flow.destination) else { return nil }
        return unnamed(message, bytes) > 0 ? .warning : nil
    }

    /// How many Contact values name somebody who is not in To or From.
    private func unnamed(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Int {
        var known: Set<String> = []
        for (name, address) in [(HeaderName.to, message.to), (.from, message.from)] {
            guard let value = message.headers.value(of: name, bytes) else { continue }
            known.formUnion(PartyWords.all(in: address, from: value.lower, bytes))
        }
        var count = 0
        message.headers.forEachValue(of: .contact, bytes) { value in
            var rest = value
            while !rest.isEmpty {
                let address = NameAddress.read(bytes, rest)
                if !known.isSuperset(of: PartyWords.all(in: address, from: rest.lower, bytes)) { count &+= 1 }
                // A value that breaks the grammar hides those behind it in its field.
                guard address.isWellFormed else { return }
                rest = bytes.trimmed(ByteRange(min(address.end &+ 1, value.upper), value.upper))
            }
        }
        return count
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let count = unnamed(message, bytes)
        return count == 1 ? "485 names 1 contact that was not asked for" : "485 names \(count) contacts not asked for"
    }
}

/// By what an address names somebody: the user part of its URI and its display name, in small letters.
private enum PartyWords {
    static func all(in address: NameAddress, from start: Int, _ bytes: RawSpan) -> [String] {
        // The name ends before the bracket in front of the URI; without a bracket there is none.
        let isBracketed = address.uri.lower > start && bytes.octet(at: address.uri.lower &- 1) == 0x3C
        let name = bytes.trimmed(ByteRange(start, isBracketed ? address.uri.lower &- 1 : start))
        let isQuoted = name.count > 1 && bytes.octet(at: name.lower) == 0x22
        let shown = isQuoted ? ByteRange(name.lower &+ 1, name.upper &- 1) : name
        return [shown, URIUser.read(bytes, address.uri)].filter { !$0.isEmpty }.map { bytes.text(of: $0).lowercased() }
    }
}
