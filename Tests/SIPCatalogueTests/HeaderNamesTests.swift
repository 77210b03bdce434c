import Testing

@testable import SIPCatalogue

@Suite struct HeaderNamesTests {
    /// The letters that RFC 3261 and later RFCs gave away, each with the name that it stands for.
    static let compactForms: [(letter: Unicode.Scalar, name: HeaderName)] = [
        ("a", .acceptContact), ("b", .referredBy), ("c", .contentType), ("d", .requestDisposition),
        ("e", .contentEncoding), ("f", .from), ("i", .callID), ("j", .rejectContact), ("k", .supported),
        ("l", .contentLength), ("m", .contact), ("n", .identityInfo), ("o", .event), ("r", .referTo), ("s", .subject),
        ("t", .to), ("u", .allowEvents), ("v", .via), ("x", .sessionExpires), ("y", .identity),
    ]

    @Test func `raw values are dense from zero`() {
        #expect(HeaderName.allCases.map(\.rawValue) == (0..<UInt8(HeaderName.allCases.count)).map { $0 })
    }

    @Test func `each row stands at the raw value of its name`() {
        #expect(HeaderRow.all.map(\.name) == HeaderName.allCases)
    }

    @Test func `the 134 names of the registry are there, and two that it lacks`() {
        let unregistered = HeaderName.allCases.filter { $0.registration == .unregistered }
        #expect(unregistered == [.diversion, .remotePartyID])
        #expect(HeaderName.allCases.count - unregistered.count == 134)
    }

    @Test func `canonical names are unique without case and are tokens`() {
        #expect(Set(HeaderName.allCases.map { $0.canonical.lowercased() }).count == HeaderName.allCases.count)
        for name in HeaderName.allCases {
            #expect(name.canonical.utf8.allSatisfy { $0 == 0x2D || ($0 | 0x20) &- 0x61 < 26 }, "\(name)")
        }
    }

    @Test func `case names are the canonical names without hyphens`() {
        for name in HeaderName.allCases {
            #expect("\(name)".lowercased() == name.canonical.lowercased().filter { $0 != "-" })
        }
    }

    @Test(arguments: compactForms)
    func `a compact form belongs to its name`(letter: Unicode.Scalar, name: HeaderName) {
        #expect(name.compactForm == UInt8(ascii: letter))
    }

    @Test func `no other name has a compact form`() {
        #expect(HeaderName.allCases.count { $0.compactForm != nil } == Self.compactForms.count)
    }

    @Test(arguments: [
        HeaderName.from, .to, .callID, .cSeq, .contentLength, .contentType, .maxForwards, .retryAfter, .rSeq,
        .minExpires, .minSE, .sessionExpires, .expires, .date, .event, .userAgent,
    ])
    func `a message holds one value of it at most`(name: HeaderName) {
        #expect(name.isSingleValue)
        #expect(!name.separatesValuesWithComma)
    }

    @Test(arguments: [HeaderName.via, .contact, .route, .recordRoute, .allow, .supported, .reason, .historyInfo])
    func `commas part its values`(name: HeaderName) {
        #expect(name.separatesValuesWithComma)
        #expect(!name.isSingleValue)
    }

    @Test(arguments: [HeaderName.authorization, .wwwAuthenticate, .proxyAuthorization, .proxyAuthenticate, .identity])
    func `it may be repeated and its commas part nothing`(name: HeaderName) {
        #expect(name.occurrence == .lines)
    }
}
