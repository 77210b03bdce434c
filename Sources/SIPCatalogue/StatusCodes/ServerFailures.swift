extension StatusCodes {
    /// 5xx: the server failed.
    static let serverFailures: [StatusCode] = [
        StatusCode(
            500,
            "Server Internal Error",
            or: ["Internal Server Error"],
            .rfc(3261, "21.5.1", "14.2"),
            from: .any,
            to: .any,
            carries: [
                .must(.retryAfter, when: "it refuses a second INVITE while one is open: a random 0–10 s"),
                .may(.retryAfter, when: "the fault will pass"),
            ],
            retry: .later,
            summary: "unexpected fault in the server",
            meaning: "The server met a fault that it did not expect.",
            client: "may try again after Retry-After or some seconds",
            proxy: ProxyDuty("answers 500 where the best answer that it has is a 503", .rfc(3261, "16.7 (6)")),
            oftenMeans: [
                "a 503 that a proxy turned into 500", "a script or database that failed",
                "a CSeq lower than the last one of the dialog",
            ],
            lookAt: ["Warning and Reason", "Retry-After", "CSeq inside a dialog", "the server's own log"]
        ),
        StatusCode(
            501,
            "Not Implemented",
            .rfc(3261, "21.5.2"),
            from: .of(.uas, .registrar, .redirectServer, note: "never a proxy"),
            to: .any,
            retry: .elsewhere,
            summary: "method not known, for any user",
            meaning: "The server does not know the method, for any user.",
            client: "does not send this method to this server again",
            proxy: ProxyDuty("forwards requests whatever their method is", .rfc(3261, "21.5.2")),
            oftenMeans: ["an extension method sent to simple software", "405 that was meant"],
            lookAt: ["CSeq for the method", "whether other users get 405 for it"]
        ),
        StatusCode(
            502,
            "Bad Gateway",
            .rfc(3261, "21.5.3"),
            from: .of(.gateway, .proxy),
            to: .any,
            retry: .elsewhere,
            summary: "nonsense from the element behind",
            meaning: "An element behind this one gave an answer that makes no sense.",
            client: "may try another server",
            oftenMeans: ["a failed ISUP or ISDN leg (cause 27)", "a server behind a proxy that answers nonsense"],
            lookAt: ["Reason with its Q.850 cause", "the answer on the hop behind"]
        ),
        StatusCode(
            503,
            "Service Unavailable",
            .rfc(3261, "21.5.4"),
            from: .any,
            to: .any,
            carries: [.may(.retryAfter, note: "seconds after which the client may come back")],
            retry: .elsewhere,
            summary: "overload or maintenance",
            meaning: "The server cannot take the request now: overload or maintenance.",
            client: """
                tries another server; sends this one nothing until Retry-After has passed; without Retry-After \
                treats it as 500
                """,
            proxy: ProxyDuty(
                """
                does not pass a 503 on unless it knows that other requests would fail as well; it answers \
                500 instead
                """,
                .rfc(3261, "16.7 (6)")
            ),
            oftenMeans: ["a trunk at its limit (cause 34 or 42)", "a licence reached", "a database away"],
            lookAt: ["Retry-After", "Warning", "Reason", "whether it is one server or all"]
        ),
        StatusCode(
            504,
            "Server Time-out",
            or: ["Gateway Time-out"],
            .rfc(3261, "21.5.5"),
            from: .of(.proxy, .gateway, .uas),
            to: .any,
            retry: .elsewhere,
            summary: "an outside server did not answer",
            meaning: "Another server that the request needed, such as DNS or a database, gave no answer in time.",
            client: "may try another server",
            oftenMeans: ["DNS or ENUM that does not answer", "a next hop that is down (408 would be right)"],
            lookAt: ["Reason with cause 102", "which outside server was asked"]
        ),
        StatusCode(
            505,
            "Version Not Supported",
            or: ["SIP Version not supported"],
            .rfc(3261, "21.5.6"),
            from: .any,
            to: .any,
            retry: .never,
            summary: "SIP version not supported",
            meaning: "The server does not support the SIP version of the request.",
            client: "gives up: there is only SIP/2.0",
            oftenMeans: ["a start line that was damaged on the way", "probing"],
            lookAt: ["the start line of the request"]
        ),
        StatusCode(
            513,
            "Message Too Large",
            .rfc(3261, "21.5.7"),
            from: .any,
            to: .any,
            retry: .changed,
            summary: "the whole message is too long",
            meaning: "The message as a whole is longer than the server can handle.",
            client: "sends a shorter one: fewer codecs, compact forms",
            oftenMeans: ["large SDP over UDP", "Record-Route, History-Info and Via piled up"],
            lookAt: ["the size of the request", "the transport and IP fragments"]
        ),
        StatusCode(
            555,
            "Push Notification Service Not Supported",
            .rfc(8599, "8.1", "14.2.1"),
            from: .of(.proxy, .registrar),
            to: .only(.register, note: "with pn-provider in Contact"),
            carries: [.may(.featureCaps, note: "the services that it supports, in +sip.pns")],
            retry: .changed,
            summary: "pn-provider is not supported here",
            meaning: "The push service that the device names is not supported here.",
            client: "registers with another service, or without push",
            oftenMeans: ["an app newer than its provider's platform", "a wrong pn-provider"],
            lookAt: ["pn-provider and pn-param of Contact", "Feature-Caps"]
        ),
        StatusCode(
            580,
            "Precondition Failure",
            .rfc(3312, "8"),
            from: .of(.uas),
            to: .only(.invite, .update, .prack),
            carries: [.may(note: "an SDP body that marks the precondition which failed")],
            retry: .changed,
            summary: "resources could not be reserved",
            meaning: "The resources that the offer makes a condition cannot be reserved.",
            client: "may offer again with weaker conditions or other media",
            oftenMeans: ["VoLTE whose dedicated bearer was refused", "quality of service that timed out"],
            lookAt: ["a=curr, a=des and a=conf lines", "the radio or policy side"]
        ),
    ]
}
