internal import SIPCatalogue

/// The catalogue's typed facts in words, as the pages and the table print them.
enum CodeWords {
    /// Who sends a code.
    static func senders(_ senders: Senders) -> String {
        guard !senders.roles.isEmpty else { return "any element" }
        return senders.roles.map(\.rawValue).joined(separator: ", ") + (senders.note.map { " (\($0))" } ?? "")
    }

    /// Who sends a code, as short as it can be said.
    static func roles(_ senders: Senders) -> String {
        guard !senders.roles.isEmpty else { return "any" }
        return senders.roles.map { $0 == .compositor ? "ESC" : $0.rawValue }.joined(separator: ", ")
    }

    /// Which requests a code answers.
    static func methods(_ methods: MethodScope) -> String {
        if !methods.only.isEmpty {
            return names(methods.only) + (methods.note.map { methods.only.count > 1 ? ", \($0)" : " \($0)" } ?? "")
        }
        // That an ACK is never answered goes without saying.
        let never = methods.never.filter { $0 != .ack }
        if !never.isEmpty { return "any method but " + names(never) }
        return methods.note.map(scope) ?? "any method"
    }

    /// Which methods a code answers, without what narrows them down.
    static func methodNames(_ methods: MethodScope) -> String {
        if !methods.only.isEmpty { return names(methods.only) }
        let never = methods.never.filter { $0 != .ack }
        return never.isEmpty ? "any" : "any but " + names(never)
    }

    /// What a response carries, with the condition and the contents.
    static func demand(_ demand: Demand) -> String {
        let names = demand.headers.map(\.canonical).joined(separator: ", ")
        guard !names.isEmpty else { return demand.note ?? "" }
        return (demand.isChoice ? "one of " : "") + names
            + (demand.note.map { " (\($0))" } ?? "")
            + (demand.condition.map { " when \($0)" } ?? "")
    }

    /// A citation that line breaks leave whole.
    static func source(_ citation: Citation) -> String {
        TextLayout.unbroken(citation.description)
    }

    /// Things one after the other; by semicolons where one of them has a comma in it.
    static func list(_ items: [String]) -> String {
        items.joined(separator: items.contains { $0.contains(",") } ? "; " : ", ")
    }

    /// How a row stands with the registry, where that is worth a word.
    static func standing(_ registration: Registration) -> String? {
        registration == .registered ? nil : registration.rawValue
    }

    /// A note on the requests: one that names methods stands alone, any other one says which requests.
    private static func scope(_ note: String) -> String {
        note.first?.isUppercase == true ? note : "any request \(note)"
    }

    private static func names(_ methods: [Method]) -> String {
        methods.map(\.name).joined(separator: ", ")
    }
}
