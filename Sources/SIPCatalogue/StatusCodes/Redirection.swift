extension StatusCodes {
    /// 3xx: look elsewhere.
    static let redirection: [StatusCode] = [
        StatusCode(
            300,
            "Multiple Choices",
            .rfc(3261, "21.3.1"),
            from: .of(.redirectServer, .uas, .proxy),
            to: .anyBut(.cancel),
            carries: [
                .should(.contact, note: "each choice, with its q value"),
                .may(note: "a body that lists the choices"),
            ],
            retry: .redirect,
            summary: "several places; the caller may choose",
            meaning: "Several places could serve the request, and the caller may choose among them.",
            client: "takes one of the Contacts, by itself or by asking its user, and sends the request there",
            proxy: redirectingProxy,
            oftenMeans: ["a routing server that hands out a list of trunks", "a user with several devices"],
            lookAt: ["Contact and its q values", "the next INVITE with the same Call-ID"]
        ),
        StatusCode(
            301,
            "Moved Permanently",
            .rfc(3261, "21.3.2"),
            from: .of(.redirectServer, .uas, .proxy),
            to: .anyBut(.cancel),
            carries: [.should(.contact, note: "the new address")],
            retry: .redirect,
            summary: "the user has moved for good",
            meaning: "The user is no longer at this address; the new one holds for good.",
            client: "sends this request and all later ones to the Contact, and remembers it",
            proxy: redirectingProxy,
            oftenMeans: ["a ported number", "a renamed domain", "a gateway that was replaced"],
            lookAt: ["Contact", "who still uses the old address"]
        ),
        StatusCode(
            302,
            "Moved Temporarily",
            .rfc(3261, "21.3.3"),
            from: .of(.redirectServer, .uas, .proxy),
            to: .anyBut(.cancel),
            carries: [
                .should(.contact, note: "the address to try now"),
                .may(.expires, note: "how long the address holds; without it, for this request only"),
            ],
            retry: .redirect,
            summary: "the user is elsewhere for now",
            meaning: "The user is at another address for the time being.",
            client: "sends this request to the Contact; later ones only while Expires lets it",
            proxy: redirectingProxy,
            oftenMeans: ["call forwarding set at the device", "routing or number portability by redirection"],
            lookAt: ["Contact", "Diversion and History-Info", "whether the new INVITE was sent, and to whom"]
        ),
        StatusCode(
            303,
            "See Other",
            .rfc(2543, "5.1.1"),
            registration: .obsolete,
            from: .of(.redirectServer),
            to: .only(.invite),
            carries: [.should(.contact)],
            retry: .redirect,
            summary: "left over from the first grammar",
            meaning: "Stood in the grammar of the first SIP, was never described there, and is not registered.",
            client: "treats it as 300",
            oftenMeans: ["an HTTP stack that answers SIP", "very old software"],
            lookAt: ["Server", "Contact"]
        ),
        StatusCode(
            305,
            "Use Proxy",
            .rfc(3261, "21.3.4"),
            from: .of(.uas, note: "never a proxy or a redirect server on behalf of others"),
            to: .anyBut(.cancel),
            carries: [.should(.contact, note: "the URI of the proxy")],
            retry: .redirect,
            summary: "go through the proxy in Contact",
            meaning: "The user must be reached through the proxy that Contact names.",
            client: "sends this one request through that proxy",
            proxy: redirectingProxy,
            oftenMeans: ["a server that accepts traffic only from its session border controller"],
            lookAt: ["Contact", "who sent it: only a UAS may"]
        ),
        StatusCode(
            380,
            "Alternative Service",
            .rfc(3261, "21.3.5"),
            from: .of(.uas, .redirectServer, .proxy),
            to: .any("INVITE in practice"),
            carries: [
                .should(.contentType, note: "and a body that describes the services"),
                .may(.contact),
            ],
            retry: .changed,
            summary: "another service could be used",
            meaning: "The call failed, but another service that the body describes could be used.",
            client: "offers the alternatives to its user; in IMS starts an emergency call over another access",
            proxy: redirectingProxy,
            oftenMeans: ["an emergency number dialled as an ordinary call in IMS (3GPP TS 24.229)"],
            lookAt: ["Content-Type and the body", "P-Asserted-Identity"]
        ),
    ]

    private static let redirectingProxy = ProxyDuty(
        "may follow the Contacts itself instead of passing the response on",
        .rfc(3261, "16.7 (4)")
    )
}
