/// Something about a message that the grammar or its own framing does not allow.
///
/// A decoder records it and reads on; whether it is worth a finding is for the rules to say. The raw value is the bit
/// in ``DecodeIssues``, the identifier is what reports print.
package enum DecodeIssue: UInt8, CaseIterable, Sendable {
    /// `SIP/` with a version other than 2.0 (RFC 3261 §7.1).
    case version
    /// Blanks or carriage returns in the start line beyond the single ones of the grammar (§7.1, §7.2).
    case startLineBlanks
    /// A Request-URI in angle brackets, with blanks inside, or with header fields (§7.1, §19.1.1).
    case requestURI
    /// A status code that is not three digits of 100 to 699 (§7.2).
    case statusCode
    /// The message ended before the empty line that closes the header section (§7.5).
    case unfinishedHeaders
    /// A line of the header section that is no `name: value` (§7.3.1).
    case headerLine
    /// More header fields than the limit; those beyond were not read.
    case headerLimit
    /// Via, From, To, Call-ID or CSeq is absent or empty (§8.1.1).
    case missingHeader
    /// A header field of which one is allowed came twice with another value (§7.3.1).
    case repeatedHeader
    /// A topmost Via that cannot be read (§20.42).
    case via
    /// A From that cannot be read (§20.20).
    case from
    /// A To that cannot be read (§20.39).
    case to
    /// A Contact that cannot be read (§20.10).
    case contact
    /// A CSeq that is not a number below 2³¹ and a method (§8.1.1.5).
    case cSeq
    /// A request whose CSeq names another method than its request line (§8.1.1.5).
    case cSeqMethod
    /// A Content-Length that is not a number (§20.14).
    case contentLength
    /// A Content-Length above what the datagram or the limit holds (§18.3).
    case bodyIncomplete
    /// A Max-Forwards that is not a number of 0 to 255 (§20.22).
    case maxForwards
    /// An Expires that is not a number below 2³² (§20.19).
    case expires
    /// A Date that is not in GMT or not a date (§20.17).
    case date
    /// A Retry-After that is not a number of seconds below 2³² (§20.33).
    case retryAfter
    /// A Warning that does not begin with a code of three digits (§20.43).
    case warning
    /// The snap length of the capture cut the message; what is missing is not judged.
    case cut

    /// The word that reports use.
    package var identifier: String {
        switch self {
        case .version: "version"
        case .startLineBlanks: "start-line-blanks"
        case .requestURI: "request-uri"
        case .statusCode: "status-code"
        case .unfinishedHeaders: "unfinished-headers"
        case .headerLine: "header-line"
        case .headerLimit: "header-limit"
        case .missingHeader: "missing-header"
        case .repeatedHeader: "repeated-header"
        case .via: "via"
        case .from: "from"
        case .to: "to"
        case .contact: "contact"
        case .cSeq: "cseq"
        case .cSeqMethod: "cseq-method"
        case .contentLength: "content-length"
        case .bodyIncomplete: "body-incomplete"
        case .maxForwards: "max-forwards"
        case .expires: "expires"
        case .date: "date"
        case .retryAfter: "retry-after"
        case .warning: "warning"
        case .cut: "cut"
        }
    }
}

/// A set of decode issues, one bit each.
package struct DecodeIssues: Sendable, Hashable {
    private var bits: UInt32 = 0

    /// The empty set.
    package init() {}

    /// The set of `issues`.
    package init(_ issues: DecodeIssue...) {
        for issue in issues { insert(issue) }
    }

    /// Whether nothing was wrong.
    package var isEmpty: Bool { bits == 0 }

    /// Whether the message breaks the grammar or its framing; a cut by the snap length alone does not.
    package var areOfTheSender: Bool {
        // Where the cut fell into the header section, whatever is missing or broken may be the cut's doing.
        if contains(.cut), contains(.unfinishedHeaders) { return false }
        return bits & ~(1 &<< UInt32(DecodeIssue.cut.rawValue)) != 0
    }

    /// Adds `issue`.
    package mutating func insert(_ issue: DecodeIssue) { bits |= 1 &<< UInt32(issue.rawValue) }

    /// Whether `issue` is in the set.
    package func contains(_ issue: DecodeIssue) -> Bool { bits & (1 &<< UInt32(issue.rawValue)) != 0 }

    /// The issues in the set, in the order of their declaration.
    package var all: [DecodeIssue] { DecodeIssue.allCases.filter(contains) }
}
