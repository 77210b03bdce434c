extension StatusCodes {
    /// 6xx: nobody can serve the request.
    static let globalFailures: [StatusCode] = [
        StatusCode(
            600,
            "Busy Everywhere",
            .rfc(3261, "21.6.1"),
            from: .of(.uas, .proxy),
            to: .only(.invite),
            carries: [.may(.retryAfter, note: "a better time to call")],
            retry: .later,
            summary: "busy, and no other device will answer",
            meaning: "The callee is busy, and no other device or mailbox of theirs will answer.",
            client: "plays busy tone; tries no other address",
            proxy: globalFailureInFork,
            oftenMeans: ["a server that means 486"],
            lookAt: ["Retry-After", "whether another branch was still ringing"]
        ),
        StatusCode(
            603,
            "Decline",
            .rfc(3261, "21.6.2"),
            from: .of(.uas, .b2bua, note: "a B2BUA that blocks calls under the phrase “Network Blocked”"),
            to: .any("INVITE and REFER in most cases"),
            carries: [.may(.retryAfter, note: "a better time to call"), .may(.reason)],
            retry: .never,
            summary: "the callee declines, on any device",
            meaning: "The callee does not want to take part, or cannot, on any device.",
            client: "tells its user; tries no other address",
            proxy: globalFailureInFork,
            oftenMeans: ["a call rejected at the handset", "robocall blocking in North America", "a refused transfer"],
            lookAt: ["the reason phrase and Reason", "how soon after the INVITE: at once means a machine"]
        ),
        StatusCode(
            604,
            "Does Not Exist Anywhere",
            .rfc(3261, "21.6.3"),
            from: .of(.uas, .proxy, note: "with authority over the number"),
            to: .any,
            retry: .never,
            summary: "it is certain that nobody is there",
            meaning: "It is certain that the user exists nowhere.",
            client: "tells its user; tries no other address",
            proxy: globalFailureInFork,
            oftenMeans: ["an unallocated number", "a server that means 404"],
            lookAt: ["the Request-URI", "Reason with cause 1"]
        ),
        StatusCode(
            606,
            "Not Acceptable",
            .rfc(3261, "21.6.4"),
            from: .of(.uas),
            to: .only(.invite),
            carries: [.may(.warning, note: "why the offer was refused"), .may(note: "a body with what it can do")],
            retry: .changed,
            summary: "no device accepts the session offered",
            meaning: "The callee would talk, but no device of theirs can accept the session as described.",
            client: "may offer something else; tries no other address with the same offer",
            proxy: globalFailureInFork,
            oftenMeans: ["no common codec", "bandwidth or addressing that does not fit", "a server that means 488"],
            lookAt: ["Warning", "SDP of the request"]
        ),
        StatusCode(
            607,
            "Unwanted",
            .rfc(8197, "4", "5.1"),
            from: .of(.uas),
            to: .any("INVITE, MESSAGE, SUBSCRIBE in most cases; for BYE it stands in Reason"),
            retry: .never,
            summary: "the callee marks the caller unwanted",
            meaning: "The person called marks this caller as unwanted, now and probably later.",
            client: "does not call again",
            proxy: globalFailureInFork,
            oftenMeans: ["somebody who pressed “spam” at the handset"],
            lookAt: ["who the caller is by From and Identity", "how many callees answer so"]
        ),
        StatusCode(
            608,
            "Rejected",
            .rfc(8688, "3", "5.1"),
            from: .of(.b2bua, .proxy, note: "an element on the way, never the callee"),
            to: .any("INVITE, MESSAGE, SUBSCRIBE and others outside a dialog"),
            carries: [
                .must(
                    .callInfo,
                    when: "no abuse of it is feared",
                    note: "with purpose=jwscard: whom to contact about the blocking"
                ),
                .may(.reason),
            ],
            retry: .never,
            summary: "a machine on the way blocked it",
            meaning: "A machine on the way blocked the call; no person was asked.",
            client: "does not call again; may complain to the address behind Call-Info",
            proxy: globalFailureInFork,
            oftenMeans: ["call-blocking analytics that take the caller for a robot"],
            lookAt: ["Call-Info", "which hop answered", "sip.608 in Feature-Caps of the INVITE"]
        ),
        StatusCode(
            666,
            "Unwanted",
            .draft("draft-ietf-sipcore-status-unwanted"),
            registration: .unregistered,
            from: .of(.uas),
            to: .only(.invite),
            retry: .never,
            summary: "early draft number of 607",
            meaning: "The number that early drafts gave to what became 607.",
            client: "treats it as 600, unless it knows the draft",
            oftenMeans: ["blocking tools written before 2017"],
            lookAt: ["Server", "607 instead"]
        ),
    ]

    private static let globalFailureInFork = ProxyDuty(
        "cancels the branches that are still open, starts no new one, and passes the 6xx on",
        .rfc(3261, "16.7 (5)")
    )
}
