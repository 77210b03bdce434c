/// A warning code: the three digits that begin a value of Warning and say why a session could not be had.
package struct WarningCode: Sendable {
    /// The number, 300–399.
    package let number: UInt16
    /// The default text; a server may write its own.
    package let text: String
    /// What it says, in plain words.
    package let meaning: String
    /// The RFC that defines it.
    package let definedIn: Citation

    init(_ number: UInt16, _ text: String, _ meaning: String, _ definedIn: Citation = .rfc(3261, "20.43")) {
        self.number = number
        self.text = text
        self.meaning = meaning
        self.definedIn = definedIn
    }
}

/// The warning codes of the registry (RFC 3261 §20.43, §27.2).
package enum WarningCodes {
    /// Every registered code, by number.
    package static let all: [WarningCode] = [
        WarningCode(300, "Incompatible network protocol", "a network protocol of the offer is not available"),
        WarningCode(301, "Incompatible network address formats", "an address format of the offer is not available"),
        WarningCode(302, "Incompatible transport protocol", "a media transport of the offer is not available"),
        WarningCode(303, "Incompatible bandwidth units", "a unit of bandwidth in the offer is not understood"),
        WarningCode(304, "Media type not available", "a media type of the offer, such as video, is not available"),
        WarningCode(305, "Incompatible media format", "a media format of the offer is not available: codecs"),
        WarningCode(306, "Attribute not understood", "a media attribute of the offer is not supported"),
        WarningCode(307, "Session description parameter not understood", "another part of the SDP is not understood"),
        WarningCode(330, "Multicast not available", "the place of the user has no multicast"),
        WarningCode(331, "Unicast not available", "the place of the user has no unicast, mostly because of a firewall"),
        WarningCode(370, "Insufficient bandwidth", "the offer needs more bandwidth than there is"),
        WarningCode(380, "SIPS Not Allowed", "the UAS or proxy cannot use SIPS", .rfc(5630)),
        WarningCode(381, "SIPS Required", "the UAS or proxy requires SIPS", .rfc(5630)),
        WarningCode(399, "Miscellaneous warning", "anything else; the text is for people and starts no action"),
    ]

    /// The row of a number, or `nil` where the registry has none.
    package static func row(for number: UInt16) -> WarningCode? {
        all.first { $0.number == number }
    }

    /// What the range of a number is about, known code or not; `nil` outside 300–399 (RFC 3261 §20.43).
    package static func range(of number: UInt16) -> String? {
        switch number {
        case 300...329: "keywords of the session description"
        case 330...339: "basic network services that the session description asks for"
        case 370...379: "quality of service that the session description asks for"
        case 390...399: "miscellaneous"
        case 300...399: "not assigned by RFC 3261"
        default: nil
        }
    }
}
