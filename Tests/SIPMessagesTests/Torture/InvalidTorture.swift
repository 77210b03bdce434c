@testable import SIPMessages

/// RFC 4475 §3.1.2: messages that break the grammar or their own framing.
extension TortureMessage {
    static let invalid = [
        TortureMessage(
            "badinv01",
            "3.1.2.1",
            .invalid,
            ordinary(
                "INVITE",
                "sip:user@example.com",
                "Via: SIP/2.0/UDP 192.0.2.15;;,;,,",
                "Contact: \"Joe\" <sip:joe@example.org>;;;;"
            ),
            issues: [.via, .contact]
        ),
        TortureMessage(
            "clerr",
            "3.1.2.2",
            .invalid,
            ordinary("INVITE", "sip:user@example.com", "Content-Length: 9999"),
            issues: [.bodyIncomplete]
        ),
        TortureMessage(
            "ncl",
            "3.1.2.3",
            .invalid,
            ordinary("INVITE", "sip:user@example.com", "Content-Length: -999"),
            issues: [.contentLength]
        ),
        TortureMessage(
            "scalar02",
            "3.1.2.4",
            .invalid,
            ordinary(
                "REGISTER",
                "sip:example.com",
                "CSeq: 36893488147419103232 REGISTER",
                "Max-Forwards: 300",
                "Expires: 1\(String(repeating: "0", count: 100))",
                "Contact: <sip:user@host129.example.com>\n  ;expires=280297596632815"
            ),
            issues: [.cSeq, .maxForwards, .expires]
        ),
        TortureMessage(
            "scalarlg",
            "3.1.2.5",
            .invalid,
            response("503", "Service Unavailable")
                .replacing("CSeq: 35", with: "CSeq: 9292394834772304023312")
                .replacing(
                    "Contact: <sip:user@host105.example.com>",
                    with: "Retry-After: 949302838503028349304023988\nWarning: 1812 overture \"In Progress\""
                ),
            issues: [.cSeq, .retryAfter, .warning]
        ),
        TortureMessage(
            "quotbal",
            "3.1.2.6",
            .invalid,
            ordinary("INVITE", "sip:user@example.com", "To: \"Mr. J. User <sip:j.user@example.com>"),
            issues: [.to]
        ),
        TortureMessage(
            "ltgtruri",
            "3.1.2.7",
            .invalid,
            ordinary("INVITE", "<sip:user@example.com>"),
            issues: [.requestURI]
        ),
        TortureMessage(
            "lwsruri",
            "3.1.2.8",
            .invalid,
            ordinary("INVITE", "sip:user@example.com; lr"),
            issues: [.requestURI]
        ),
        TortureMessage(
            "lwsstart",
            "3.1.2.9",
            .invalid,
            ordinary("INVITE", " sip:user@example.com "),
            issues: [.startLineBlanks]
        ),
        TortureMessage(
            "trws",
            "3.1.2.10",
            .invalid,
            ordinary("OPTIONS", "sip:remote-target@example.com", version: "SIP/2.0  "),
            issues: [.startLineBlanks]
        ),
        TortureMessage(
            "escruri",
            "3.1.2.11",
            .invalid,
            ordinary("INVITE", "sip:user@example.com?Route=%3Csip:example.com%3E"),
            issues: [.requestURI]
        ),
        TortureMessage(
            "baddate",
            "3.1.2.12",
            .invalid,
            ordinary("INVITE", "sip:user@example.com", "Date: Fri, 01 Jan 2010 16:00:00 EST"),
            issues: [.date]
        ),
        TortureMessage(
            "regbadct",
            "3.1.2.13",
            .invalid,
            ordinary("REGISTER", "sip:example.com", "Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E"),
            issues: [.contact]
        ),
        TortureMessage(
            "badaspec",
            "3.1.2.14",
            .invalid,
            ordinary("OPTIONS", "sip:user@example.org", "To: \"Watson, Thomas\" < sip:t.watson@example.org >"),
            issues: [.to]
        ),
        TortureMessage(
            "baddn",
            "3.1.2.15",
            .invalid,
            ordinary("OPTIONS", "sip:t.watson@example.org", "From: Bell, Alexander <sip:a.g.bell@example.com>;tag=43"),
            issues: [.from]
        ),
        TortureMessage(
            "badvers",
            "3.1.2.16",
            .invalid,
            ordinary(
                "OPTIONS",
                "sip:t.watson@example.org",
                "Via: SIP/7.0/UDP c.example.com;branch=z9hG4bKkdjuw",
                version: "SIP/7.0"
            ),
            issues: [.version]
        ),
        TortureMessage(
            "mismatch01",
            "3.1.2.17",
            .invalid,
            ordinary("OPTIONS", "sip:user@example.com", "CSeq: 8 INVITE"),
            issues: [.cSeqMethod]
        ),
        TortureMessage(
            "mismatch02",
            "3.1.2.18",
            .invalid,
            ordinary("NEWMETHOD", "sip:user@example.com", "CSeq: 8 INVITE"),
            issues: [.cSeqMethod]
        ),
        TortureMessage(
            "bigcode",
            "3.1.2.19",
            .invalid,
            response("4294967301", "better not break the receiver"),
            issues: [.statusCode]
        ),
    ]
}
