internal import SIPCatalogue
package import SIPMessages
internal import WireBytes

/// Programs that look for what can be reached or guessed, by their User-Agent.
package enum ScanningTools {
    /// A program, and what of it is known.
    package struct Tool: Sendable {
        /// Its name as it stands at the beginning of User-Agent.
        package let name: String
        fileprivate let octets: [UInt8]
        /// Whether it is for scanning and nothing else; others are used in good faith as well.
        package let isForScanning: Bool

        fileprivate init(_ name: String, isForScanning: Bool = true) {
            self.name = name
            octets = Array(name.lowercased().utf8)
            self.isForScanning = isForScanning
        }
    }

    private static let all = [
        Tool("friendly-scanner"), Tool("sipvicious"), Tool("sipcli"), Tool("sundayddr"), Tool("pplsip"),
        Tool("sip-scan"), Tool("smap"), Tool("iWar"), Tool("VaxSIPUserAgent", isForScanning: false),
        Tool("sipsak", isForScanning: false),
    ]
    /// The letters with which they begin, a bit for each from `a`.
    private static let initials: UInt32 = all.reduce(0) { $0 | 1 << UInt32($1.octets[0] - 0x61) }

    /// The program that says it sent `message`, or `nil`; nearly all are none by their first letter.
    package static func name(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Tool? {
        guard let value = message.headers.value(of: .userAgent, bytes) else { return nil }
        let initial = bytes.octet(at: value.lower).asciiLowercased &- 0x61
        guard initial < 26, initials >> UInt32(initial) & 1 == 1 else { return nil }
        return search(bytes, value)
    }

    private static func search(_ bytes: RawSpan, _ value: ByteRange) -> Tool? {
        all.first { tool in
            let end = value.lower + tool.octets.count
            guard end <= value.upper else { return false }
            for (offset, octet) in tool.octets.enumerated()
            where bytes.octet(at: value.lower + offset).asciiLowercased != octet { return false }
            // "smap/0.6" and not "smapper".
            return end == value.upper || !bytes.octet(at: end).isLetter
        }
    }
}
