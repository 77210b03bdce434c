extension StatusCodes {
    /// 2xx: the request was accepted.
    static let success: [StatusCode] = [
        StatusCode(
            200,
            "OK",
            .rfc(3261, "21.2.1"),
            from: .any,
            to: .any,
            carries: [
                .must(.contact, when: "it answers INVITE, UPDATE, SUBSCRIBE or REFER, or REGISTER and bindings exist"),
                .must(.recordRoute, when: "it opens a dialog and the request had it; it is copied"),
                .must(.expires, when: "it answers SUBSCRIBE or PUBLISH"),
                .must(.sipETag, when: "it answers PUBLISH"),
                .should(.allow, .supported, when: "it answers INVITE or OPTIONS"),
                .should(.accept, .acceptEncoding, .acceptLanguage, when: "it answers OPTIONS"),
                .should(.date, when: "it answers REGISTER"),
            ],
            retry: .never,
            summary: "the request succeeded",
            meaning: "The request succeeded; what that means depends on the method.",
            client: "goes on; to an INVITE it sends an ACK at once, and again for every repeat of the 200",
            proxy: ProxyDuty(
                "passes every 2xx to an INVITE on at once, also after another final response",
                .rfc(3261, "16.7 (5)")
            ),
            oftenMeans: ["an answered call", "a registration that was stored", "a peer that is alive (OPTIONS)"],
            lookAt: ["CSeq for the method", "SDP", "Contact and Expires of a registration", "whether the ACK came"]
        ),
        StatusCode(
            202,
            "Accepted",
            .rfc(6665, "8.3.1"),
            .rfc(3265, "7.3.1"),
            registration: .deprecated,
            from: .of(.uas, .notifier, .registrar, note: "a registrar for registrations by others"),
            to: .only(.subscribe, .refer, .message, .register),
            carries: [.must(.expires, when: "it answers SUBSCRIBE"), .may(note: "a body that says how things stand")],
            retry: .never,
            summary: "taken, outcome open; 200 does today",
            meaning: "Taken for processing with no promise about the outcome. A 200 does the same today.",
            client: "treats it as 200 and learns the outcome elsewhere, by NOTIFY for SUBSCRIBE and REFER",
            oftenMeans: ["software that follows RFC 3265 or RFC 3428", "a message stored for later delivery"],
            lookAt: ["the NOTIFY that follows", "the age of the software in Server"]
        ),
        StatusCode(
            204,
            "No Notification",
            .rfc(5839, "7.1"),
            from: .of(.notifier),
            to: .only(.subscribe, note: "with Suppress-If-Match"),
            carries: [.must(.expires, when: "it refreshes the subscription")],
            retry: .never,
            summary: "subscription stands, no NOTIFY follows",
            meaning: "The subscription stands, and no NOTIFY follows because the state has not changed.",
            client: "keeps the state that it has, and its entity tag",
            oftenMeans: ["a refreshed subscription whose state is still the same"],
            lookAt: ["Suppress-If-Match of the request", "Expires"]
        ),
    ]
}
