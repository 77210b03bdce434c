@testable import SIPMessages

/// RFC 4475 §3.2 to §3.4: messages that a decoder reads, for layers above it to judge.
///
/// Three of §3.3 break rules that a decoder sees as well, and carry issues here: `insuf` lacks mandatory fields
/// (RFC 3261 §8.1.1), `multi01` and `mcl01` repeat with other values what may stand once (§7.3.1).
extension TortureMessage {
    static let layered = [
        TortureMessage(
            "badbranch",
            "3.2.1",
            .transactionLayer,
            ordinary("OPTIONS", "sip:user@example.com", "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK")
        ),
        TortureMessage(
            "insuf",
            "3.3.1",
            .applicationLayer,
            """
            INVITE sip:user@example.com SIP/2.0
            CSeq: 193942 INVITE
            Via: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf
            Content-Type: application/sdp
            l: {length}

            \(sdp)
            """,
            issues: [.missingHeader]
        ),
        TortureMessage(
            "unkscm",
            "3.3.2",
            .applicationLayer,
            ordinary("OPTIONS", "nobodyKnowsThisScheme:totallyopaquecontent")
        ),
        TortureMessage("novelsc", "3.3.3", .applicationLayer, ordinary("OPTIONS", "soap.beep://192.0.2.103:3002")),
        TortureMessage(
            "unksm2",
            "3.3.4",
            .applicationLayer,
            ordinary(
                "REGISTER",
                "sip:example.com",
                "To: isbn:2983792873",
                "From: <http://www.example.com>;tag=3234233",
                "Contact: <name:John_Smith>"
            )
        ),
        TortureMessage(
            "bext01",
            "3.3.5",
            .applicationLayer,
            ordinary(
                "OPTIONS",
                "sip:user@example.com",
                "Proxy-Require: nothingSupportsThis, nothingSupportsThisEither",
                "Require: nothingSupportsThis"
            )
        ),
        TortureMessage(
            "invut",
            "3.3.6",
            .applicationLayer,
            ordinary("MESSAGE", "sip:user@example.com", "Content-Type: application/unknownformat") + "<audio/>\n"
        ),
        TortureMessage(
            "regaut01",
            "3.3.7",
            .applicationLayer,
            ordinary("REGISTER", "sip:example.com", "Authorization: NoOneKnowsThisScheme opaque-data=here")
        ),
        TortureMessage("multi01", "3.3.8", .applicationLayer, multi01, issues: [.repeatedHeader]),
        TortureMessage(
            "mcl01",
            "3.3.9",
            .applicationLayer,
            ordinary("OPTIONS", "sip:user@example.com", "Content-Length: 13", "Content-Length: 5") + "There's no way",
            issues: [.repeatedHeader]
        ),
        TortureMessage(
            "bcast",
            "3.3.10",
            .applicationLayer,
            response("200", "OK").replacing(
                "Call-ID",
                with: "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23\nCall-ID"
            )
        ),
        TortureMessage(
            "zeromf",
            "3.3.11",
            .applicationLayer,
            ordinary("OPTIONS", "sip:user@example.com", "Max-Forwards: 0")
        ),
        TortureMessage(
            "cparam01",
            "3.3.12",
            .applicationLayer,
            ordinary("REGISTER", "sip:example.com", "Contact: sip:+19725552222@gw1.example.net;unknownparam")
        ),
        TortureMessage(
            "cparam02",
            "3.3.13",
            .applicationLayer,
            ordinary("REGISTER", "sip:example.com", "Contact: <sip:+19725552222@gw1.example.net;unknownparam>")
        ),
        TortureMessage(
            "regescrt",
            "3.3.14",
            .applicationLayer,
            ordinary("REGISTER", "sip:a.example", "M: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>")
        ),
        TortureMessage(
            "sdp01",
            "3.3.15",
            .applicationLayer,
            ordinary("INVITE", "sip:user@example.com", "Accept: text/nobodyKnowsThis")
        ),
        TortureMessage("inv2543", "3.4.1", .backwardCompatibility, inv2543),
    ]

    private static let multi01 = """
        INVITE sip:user@company.com SIP/2.0
        Contact: <sip:caller@host25.example.net>
        Via: SIP/2.0/UDP 192.0.2.25;branch=z9hG4bKkdjuw
        Max-Forwards: 70
        CSeq: 5 INVITE
        Call-ID: multi01.98asdh@192.0.2.1
        CSeq: 59 INVITE
        Call-ID: multi01.98asdh@192.0.2.2
        From: sip:caller@example.com;tag=3413415
        To: sip:user@example.com
        To: sip:other@example.net
        From: sip:caller@example.net;tag=2923420123
        Content-Type: application/sdp
        l: {length}
        Contact: <sip:caller@host36.example.net>
        Max-Forwards: 5

        \(sdp)
        """

    private static let inv2543 = """
        INVITE sip:UserB@example.com SIP/2.0
        Via: SIP/2.0/UDP iftgw.example.com
        From: <sip:+13035551111@ift.client.example.net;user=phone>
        Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>
        To: sip:+16505552222@ss1.example.net;user=phone
        Call-ID: inv2543.1717@ift.client.example.com
        CSeq: 56 INVITE
        Content-Type: application/sdp

        \(sdp)
        """
}
