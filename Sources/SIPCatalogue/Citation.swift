/// Where a fact is written down: a document and, where one place can be named, its sections.
package struct Citation: Hashable, Sendable, CustomStringConvertible {
    /// What kind of document it is, and its number or name in that series.
    package enum Document: Hashable, Sendable {
        /// A Request for Comments of the IETF.
        case rfc(UInt16)
        /// A technical specification of 3GPP, such as `24.229`.
        case threeGPP(String)
        /// A recommendation of the ITU, such as `Q.850`.
        case itu(String)
        /// An Internet-Draft that never became an RFC, by the part of its name that people use.
        case draft(String)
    }

    /// The document.
    package let document: Document

    /// Section numbers as the document prints them, with a step in brackets where that helps: `16.7 (6)`.
    package let sections: [String]

    /// An RFC and the sections of it.
    package static func rfc(_ number: UInt16, _ sections: String...) -> Citation {
        Citation(document: .rfc(number), sections: sections)
    }

    /// A 3GPP technical specification as a whole.
    package static func threeGPP(_ name: String) -> Citation {
        Citation(document: .threeGPP(name), sections: [])
    }

    /// An ITU recommendation and the sections of it.
    package static func itu(_ name: String, _ sections: String...) -> Citation {
        Citation(document: .itu(name), sections: sections)
    }

    /// An Internet-Draft as a whole.
    package static func draft(_ name: String) -> Citation {
        Citation(document: .draft(name), sections: [])
    }

    /// The citation as people write it: `RFC 3261 §21.5.4`, `RFC 6228 §5, §6`.
    package var description: String {
        guard !sections.isEmpty else { return document.description }
        return document.description + " " + sections.map { "§" + $0 }.joined(separator: ", ")
    }
}

extension Citation.Document: CustomStringConvertible {
    /// The document as people name it: `RFC 3261`, `3GPP TS 24.229`, `ITU-T Q.850`.
    package var description: String {
        switch self {
        case .rfc(let number): "RFC \(number)"
        case .threeGPP(let name): "3GPP TS \(name)"
        case .itu(let name): "ITU-T \(name)"
        case .draft(let name): name
        }
    }
}

/// How a number or a name stands with the registry of IANA.
package enum Registration: String, Sendable, CaseIterable {
    /// Registered and in use.
    case registered
    /// Registered, and the registry or a later RFC says to use it no more.
    case deprecated
    /// Registered only so that nobody takes the name.
    case reserved
    /// Known to RFC 2543 and left out of RFC 3261, so never in the registry.
    case obsolete
    /// Met on the wire and never registered.
    case unregistered
    /// Somebody's own, told by the settings and in no catalogue.
    case own = "private"
}
