internal import RuleEvaluation

/// What is said of the rule and of what it saw.
extension AuthLoop {
    static let declaration = RuleDeclaration(
        "auth-loop",
        .failures,
        .warning,
        .should,
        .call,
        tier: .core,
        title: "Challenge after challenge",
        sources: ["RFC 3261 §22.1", "RFC 3261 §22.3", "RFC 3261 §8.1.3.5", "RFC 8760 §2.4"],
        parameters: [
            .number(
                "min",
                3,
                in: 2...Double(AuthChain.longestRun),
                "how many challenges of one realm there have to be"
            ),
            .number("window_s", 60, in: 1...3_600, "within how long they have to come"),
        ],
        explanation: """
            One challenge of a realm is normal, and a second is lawful when the nonce had grown old. Here the client \
            was challenged again and again and never succeeded, so it never will: it has the wrong password or none, \
            does not understand the challenge, or the server forgets its own nonces.
            """,
        silence: """
            When anything but another challenge ends the chain, for challenges of different realms on the way, and \
            where the requests were not seen.
            """,
        advice: """
            See what the tries have in common. Without credentials: give the client an account for this realm. With \
            credentials and a new nonce each time: compare user name and password. With stale=true each time: look at \
            the server's nonce store, or at the clocks of its members.
            """,
        example: [
            "A>P REGISTER", "P>A 401 nonce 1", "A>P REGISTER nonce 1", "P>A 401 nonce 2", "A>P REGISTER nonce 2",
            "P>A 401 nonce 3",
        ]
    )

    /// What `tries`, at least two, have in common, and each of them.
    static func text(of tries: [AuthTry], _ user: String) -> String {
        let name = user.isEmpty ? "" : ", user name \(user)"
        return "\(tries.count) challenges of one realm: \(cause(of: tries))\(name); \(table(of: tries))"
    }

    private static func cause(of tries: [AuthTry]) -> String {
        let answered = tries.filter { $0.answer.realm != 0 }
        if tries.allSatisfy({ !$0.hasCredentials }) { return "no credentials on any try" }
        if answered.isEmpty { return "credentials never for this realm" }
        let pairs = Array(zip(answered, answered.dropFirst()))
        let isSameNonce = pairs.contains { $0.answer.nonce == $1.answer.nonce }
        if isSameNonce {
            let isStuck = pairs.contains { $0.answer.nonce == $1.answer.nonce && $0.isStale }
            if isStuck { return "stale=true not acted on" }
            let isRising = pairs.allSatisfy {
                $0.answer.nonce != $1.answer.nonce || $1.answer.nonceCount > $0.answer.nonceCount
            }
            return isRising ? "the same nonce answered again" : "the same nonce answered again, nc not rising"
        }
        if answered.allSatisfy(\.isStale) { return "stale=true each time" }
        let offered = tries.first?.algorithm
        if answered.allSatisfy({ $0.answer.algorithm != offered }) { return "answered with another algorithm" }
        return "credentials refused with a new nonce"
    }

    /// A word for each try: its code, which nonce it answered and which it was given, by the order of their coming.
    private static func table(of tries: [AuthTry]) -> String {
        var order: [UInt32] = []
        func number(_ nonce: UInt32) -> String {
            if !order.contains(nonce) { order.append(nonce) }
            return "n\((order.firstIndex(of: nonce) ?? 0) + 1)"
        }
        return tries.map { item in
            let answered = item.answer.realm == 0 ? "-" : number(item.answer.nonce)
            let count = item.answer.nonceCount == 0 ? "" : " nc \(item.answer.nonceCount)"
            let given = item.nonce == 0 ? "no nonce" : number(item.nonce)
            return "\(answered)\(count) → \(item.code) \(given)\(item.isStale ? " stale" : "")"
        }.joined(separator: ", ")
    }
}

extension AuthChain {
    /// The first bytes of the latest user name; empty where none was read.
    var userText: String {
        let octets = (0..<user.count).map { place in
            UInt8(truncatingIfNeeded: (place < 8 ? user.low : user.high) &>> UInt64(place % 8 * 8))
        }
        return String(decoding: octets, as: UTF8.self)
    }
}
