@testable import SIPMessages

/// RFC 5118: IPv6 addresses in messages; all are right but the second, and of two ways to write them both are let pass.
extension TortureMessage {
    static let ipv6 = [
        TortureMessage("ipv6-good", "RFC 5118 4.1", .valid, register("sip:[2001:db8::10]")),
        TortureMessage("ipv6-bad", "RFC 5118 4.2", .invalid, register("sip:2001:db8::10"), issues: [.requestURI]),
        // The port that was meant becomes the last group of the address: not to be seen by anybody but the sender.
        TortureMessage("port-ambiguous", "RFC 5118 4.3", .valid, register("sip:[2001:db8::10:5070]")),
        TortureMessage("port-unambiguous", "RFC 5118 4.4", .valid, register("sip:[2001:db8::10]:5070")),
        TortureMessage(
            "via-received-param-with-delim",
            "RFC 5118 4.5",
            .valid,
            bye("Via: SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-111")
        ),
        TortureMessage(
            "via-received-param-no-delim",
            "RFC 5118 4.5",
            .valid,
            bye("Via: SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3")
        ),
        TortureMessage(
            "ipv6-in-sdp",
            "RFC 5118 4.6",
            .valid,
            ordinary("INVITE", "sip:user@[2001:db8::10]").replacing("IN IP4 192.0.2.5", with: "IN IP6 2001:db8::20")
        ),
        TortureMessage(
            "mult-ip-in-header",
            "RFC 5118 4.7",
            .valid,
            bye(
                "Via: SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKas3-111\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1"
            )
        ),
        TortureMessage(
            "mult-ip-in-sdp",
            "RFC 5118 4.8",
            .valid,
            ordinary("INVITE", "sip:user@[2001:db8::10]") + "c=IN IP6 2001:db8::1\n"
        ),
        TortureMessage(
            "ipv4-mapped-ipv6",
            "RFC 5118 4.9",
            .valid,
            bye("Via: SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKbh19\nm: <sip:t@[::ffff:192.0.2.2]>")
        ),
        TortureMessage("ipv6-bug-abnf-3-colons", "RFC 5118 4.10", .valid, register("sip:user@[2001:db8:::192.0.2.1]")),
        TortureMessage(
            "ipv6-correct-abnf-2-colons",
            "RFC 5118 4.10",
            .valid,
            register("sip:user@[2001:db8::192.0.2.1]")
        ),
    ]

    private static func register(_ target: String) -> String {
        ordinary(
            "REGISTER",
            target,
            "Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111",
            "Call-ID: SSG9559905523997077@[2001:db8::9:1]",
            "Contact: \"Caller\" <sip:caller@[2001:db8::1]>"
        )
    }

    private static func bye(_ via: String) -> String { ordinary("BYE", "sip:user@host.example.net", via) }
}
