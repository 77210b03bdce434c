internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Reads what a rule may ask about a request when its response comes.
enum RequestReader {
    /// For each registered header field the trait that its presence is.
    private static let marks: [UInt64] = HeaderName.allCases.map { (traits[$0] ?? []).rawValue }

    private static let traits: [HeaderName: RequestTraits] = [
        .accept: .accept, .timestamp: .timestamp, .require: .require, .supported: .supported,
        .sessionExpires: .sessionExpires, .expires: .expires, .event: .event, .authorization: .authorization,
        .proxyAuthorization: .proxyAuthorization, .referredBy: .referral, .referTo: .referral,
        .sipIfMatch: .ifMatch, .resourcePriority: .resourcePriority, .geolocation: .geolocation,
        .identity: .identity, .infoPackage: .infoPackage, .suppressIfMatch: .suppressIfMatch,
        .contentType: .contentType, .privacy: .privacy, .featureCaps: .featureCaps, .callInfo: .callInfo,
        .replaces: .replaces, .contact: .contact,
    ]

    /// The traits of `message`, which is a request.
    static func traits(of message: borrowing SIPMessage, _ bytes: RawSpan) -> RequestTraits {
        var traits = RequestTraits(rawValue: message.headers.union(of: marks))
        if !message.issues.contains(.version) { traits.insert(.isVersion2) }
        if !message.body.isEmpty { traits.insert(.body) }
        if !message.issues.isEmpty { traits.insert(.malformed) }
        if !message.to.tag.isEmpty { traits.insert(.toTag) }
        if !message.from.tag.isEmpty { traits.insert(.fromTag) }
        if message.hasWholeHeaderSection { traits.insert(.isWhole) }
        if !message.issues.contains(.cut), !message.issues.contains(.bodyIncomplete) { traits.insert(.hasWholeBody) }
        if message.topmostVia.hasMagicCookie(bytes) { traits.insert(.magicCookie) }
        if message.topmostVia.hasSourcePort { traits.insert(.asksSourcePort) }
        readURI(message, bytes, &traits)
        if traits.contains(.require) || traits.contains(.supported) { readOptionTags(message, bytes, &traits) }
        if !traits.isDisjoint(with: [.accept, .privacy, .featureCaps, .callInfo, .contentType]) {
            readRare(message, bytes, &traits)
        }
        if traits.contains(.contact) { readContact(message, bytes, &traits) }
        // RFC 3323 §4.1.1.3: sip:anonymous@anonymous.invalid.
        if bytes.hasPrefix("sip:anonymous", in: message.from.uri) || bytes.contains("anonymous.", in: message.from.uri)
            || hasAnonymousName(message, bytes)
        {
            traits.insert(.isAnonymous)
        }
        return traits
    }

    /// Whether the display name of From is Anonymous (RFC 3261 §8.1.1.3).
    private static func hasAnonymousName(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        guard let value = message.headers.value(of: .from, bytes), bytes.octet(at: value.lower) != 0x3C else {
            return false
        }
        let isQuoted = bytes.octet(at: value.lower) == 0x22
        let name = ByteRange(value.lower &+ (isQuoted ? 1 : 0), max(value.lower &+ 1, message.from.uri.lower))
        return bytes.hasPrefix("anonymous", in: name)
    }

    private static func readURI(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ traits: inout RequestTraits) {
        let uri = message.start.requestURI
        let word = bytes.word(at: uri.lower) | 0x2020_2020_2020_2020
        // "sip:" and "sips:"
        let isSIP = word & 0xFFFF_FFFF == 0x3A70_6973 || word & 0xFF_FFFF_FFFF == 0x3A_7370_6973
        if isSIP {
            traits.insert(.sipURI)
            let parameters = bytes.nearOffset(of: 0x40, in: uri)
            if parameters < uri.upper { traits.insert(.uriUser) }
            let semicolon = bytes.nearOffset(of: 0x3B, in: uri)
            if semicolon < uri.upper, hasText("pn-provider", bytes, ByteRange(semicolon, uri.upper)) {
                traits.insert(.pushProvider)
            }
        } else if bytes.hasPrefix("urn:service:sos", in: uri) {
            traits.insert(.emergency)
        }
    }

    private static func readOptionTags(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ traits: inout RequestTraits
    ) {
        if traits.contains(.require) {
            if message.headers.lists("100rel", in: .require, bytes) { traits.insert(.requires100rel) }
            if message.headers.lists("precondition", in: .require, bytes) { traits.insert(.preconditions) }
        }
        if traits.contains(.supported) {
            if message.headers.lists("100rel", in: .supported, bytes) { traits.insert(.supports100rel) }
            if message.headers.lists("199", in: .supported, bytes) { traits.insert(.supports199) }
            if message.headers.lists("precondition", in: .supported, bytes) { traits.insert(.preconditions) }
        }
    }

    /// What seldom stands in a request.
    private static func readRare(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ traits: inout RequestTraits) {
        var found = traits
        if traits.contains(.accept) {
            message.headers.forEachValue(of: .accept, bytes) { value in
                if hasText("*/*", bytes, value) { found.insert(.acceptsAll) }
            }
        }
        if traits.contains(.privacy), let value = message.headers.value(of: .privacy, bytes) {
            if ["id", "header", "user"].contains(where: { hasText($0, bytes, value) }) { found.insert(.isAnonymous) }
        }
        if traits.contains(.featureCaps) {
            message.headers.forEachValue(of: .featureCaps, bytes) { value in
                if hasText("sip.608", bytes, value) { found.insert(.rejectionCaps) }
            }
        }
        if traits.contains(.callInfo) {
            message.headers.forEachValue(of: .callInfo, bytes) { value in
                if hasText("emergencycalldata.cap", bytes, value) { found.insert(.alert) }
            }
        }
        traits = found
        if let type = message.headers.value(of: .contentType, bytes) { readBody(type, message, bytes, &traits) }
    }

    private static func readBody(
        _ type: ByteRange,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ traits: inout RequestTraits
    ) {
        // Not "application/sdp" alone: that may have preconditions and nothing else.
        let isSDP = type.count <= 16 && bytes.hasPrefix("application/sdp", in: type)
        if !isSDP {
            let isMultipart = bytes.hasPrefix("multipart/", in: type)
            let holder = isMultipart ? message.body : type
            if hasText("resource-lists", bytes, holder) { traits.insert(.recipientList) }
            if hasText("pkcs7-mime", bytes, holder) || bytes.hasPrefix("multipart/encrypted", in: type) {
                traits.insert(.encryptedBody)
            }
            if hasText("emergencycalldata.cap", bytes, holder) || hasText("common-alerting", bytes, holder) {
                traits.insert(.alert)
            }
            guard isMultipart || bytes.hasPrefix("application/sdp", in: type) else { return }
        }
        // An attribute line of RFC 3312: a=curr:, a=des:, a=conf:.
        let marks: [StaticString] = ["a=des:", "a=curr:"]
        if !traits.contains(.preconditions), marks.contains(where: { hasText($0, bytes, message.body) }) {
            traits.insert(.preconditions)
        }
    }

    private static func readContact(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ traits: inout RequestTraits) {
        guard message.method?.isRegister ?? false else { return }
        var found = traits
        message.headers.forEachValue(of: .contact, bytes) { value in
            if hasText("reg-id", bytes, value) { found.insert(.regID) }
            if hasText("pn-provider", bytes, value) { found.insert(.pushProvider) }
        }
        traits = found
    }

    private static func hasText(_ text: StaticString, _ bytes: RawSpan, _ range: ByteRange) -> Bool {
        bytes.contains(text, in: range)
    }
}

extension Method {
    /// Whether it is REGISTER, without asking a witness table.
    fileprivate var isRegister: Bool { if case .register = self { true } else { false } }
}
