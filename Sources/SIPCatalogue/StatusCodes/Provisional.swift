extension StatusCodes {
    /// 1xx: the request is being worked on.
    static let provisional: [StatusCode] = [
        StatusCode(
            100,
            "Trying",
            .rfc(3261, "21.1.1", "17.2.1"),
            .rfc(4320, "4.1"),
            from: .any,
            to: .any("INVITE; for other methods over UDP only once Timer E has reached T2, after 3.5 s"),
            carries: [.must(.timestamp, when: "the request has one; it is copied, with a delay added if need be")],
            retry: .notApplicable,
            summary: "the next hop is working on it",
            meaning: "The next hop has the request and is working on it. Valid on one hop only; opens no dialog.",
            client: "stops repeating the INVITE and waits for more; does not acknowledge it",
            proxy: ProxyDuty(
                "answers an INVITE with its own 100 within 200 ms unless it can answer sooner, and passes none on",
                .rfc(3261, "16.2", "16.7 (5)")
            ),
            oftenMeans: ["a stateful element that took over the request", "a callee that still has to be looked up"],
            lookAt: ["how long after the INVITE it came", "whether anything followed it"]
        ),
        StatusCode(
            180,
            "Ringing",
            .rfc(3261, "21.1.2"),
            from: .of(.uas),
            to: .only(.invite),
            carries: [
                .must(.contact, when: "it opens an early dialog"),
                .must(.recordRoute, when: "the INVITE had it; it is copied"),
                .must(.rSeq, .require, when: "it is sent reliably (RFC 3262)"),
                .may(.alertInfo),
                .may(note: "an SDP body with early media"),
            ],
            retry: .notApplicable,
            summary: "the callee's device is alerting",
            meaning: "The device of the callee is alerting.",
            client: "plays ringback itself unless early media comes from the far end",
            oftenMeans: ["a telephone that rings", "a gateway that makes ringback before the far end is reached"],
            lookAt: ["the To tag: one for each device that rings", "SDP and P-Early-Media", "the time to the answer"]
        ),
        StatusCode(
            181,
            "Call Is Being Forwarded",
            .rfc(3261, "21.1.3"),
            from: .of(.proxy, .uas, .b2bua),
            to: .only(.invite),
            carries: [.may(.historyInfo), .may(.diversion)],
            retry: .notApplicable,
            summary: "the call goes on to another target",
            meaning: "The call is on its way to another set of destinations.",
            client: "goes on waiting and may show that the call is being forwarded",
            oftenMeans: ["call forwarding on busy, on no answer or always", "a hunt group that moves on"],
            lookAt: ["History-Info", "Diversion", "the final response of the new target"]
        ),
        StatusCode(
            182,
            "Queued",
            .rfc(3261, "21.1.4"),
            from: .of(.uas, .proxy, .b2bua),
            to: .only(.invite),
            carries: [.may(note: "the place in the queue or the time to wait, in the phrase")],
            retry: .notApplicable,
            summary: "the callee is busy; the call waits",
            meaning: "The callee cannot take the call now, and the server queues it rather than refuse it.",
            client: "goes on waiting; further 182 may tell how the queue moves",
            oftenMeans: ["a call centre whose agents are all busy"],
            lookAt: ["the reason phrase", "whether it is repeated every minute", "the final response"]
        ),
        StatusCode(
            183,
            "Session Progress",
            .rfc(3261, "21.1.5"),
            from: .of(.uas, .proxy, .gateway),
            to: .only(.invite),
            carries: [
                .must(.contact, when: "it opens an early dialog"),
                .must(.recordRoute, when: "the INVITE had it; it is copied"),
                .must(.rSeq, .require, when: "it is sent reliably (RFC 3262)"),
                .may(.pEarlyMedia),
                .may(note: "an SDP body with early media"),
            ],
            retry: .notApplicable,
            summary: "progress of the call, often early media",
            meaning: "News of the call that no other 1xx expresses; mostly early media such as tones or announcements.",
            client: "plays the early media that its SDP describes; without SDP has nothing to do",
            oftenMeans: ["ringback or an announcement of the far network", "a gateway that cut media through early"],
            lookAt: ["SDP", "P-Early-Media", "Reason", "RSeq and PRACK", "what the announcement says"]
        ),
        StatusCode(
            199,
            "Early Dialog Terminated",
            .rfc(6228, "11.1", "5", "6"),
            from: .of(.uas, .proxy, note: "a proxy when it forks"),
            to: .only(.invite, note: "with the option tag 199 in Supported"),
            carries: [.must(.reason, note: "protocol SIP, with the code that ended the early dialog")],
            retry: .notApplicable,
            summary: "one early dialog of a fork has ended",
            meaning: "One early dialog of a forked call has ended; the call itself goes on.",
            client: "frees what it kept for the dialog of this To tag and waits for the others",
            proxy: ProxyDuty(
                "may send one, never reliably, when a branch fails and it does not pass that on yet",
                .rfc(6228, "6")
            ),
            oftenMeans: ["one device of the callee that refused while others still ring"],
            lookAt: ["Reason", "which early dialog the To tag names", "Supported of the INVITE"]
        ),
    ]
}
