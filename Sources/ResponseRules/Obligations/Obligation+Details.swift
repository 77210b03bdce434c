internal import RuleEvaluation
internal import SIPCatalogue

extension Obligation {
    /// What exactly is wrong, or whom to ask.
    static let details: [Obligation] = [
        Obligation(
            "bad-location-without-geolocation-error",
            tier: .next,
            of: [424],
            sources: ["RFC 6442 §4.3", "RFC 6442 §4.4"],
            explanation: """
                A 424 refuses the location in the request, and Geolocation-Error has to say what is wrong with it. \
                Without that the caller cannot tell a wrong location from one that nobody may read.
                """,
            advice: "Look at Geolocation of the request; ask the owner of the answering element for the error code.",
            example: "A>P INVITE Geolocation: <cid:x>"
        ),
        Obligation(
            "bad-alert-without-alertmsg-error",
            tier: .next,
            of: [425],
            sources: ["RFC 8876 §5.1", "RFC 8876 §5.2"],
            explanation: """
                A 425 refuses the alert in the request, and AlertMsg-Error has to say what is wrong with it. Without \
                that the device that raised the alert cannot put it right.
                """,
            advice: "Look at the alert in the body; ask the owner of the answering element for the error code.",
            example: "A>P MESSAGE with an alert (CAP)"
        ),
        Obligation(
            "consent-needed-without-permission-missing",
            tier: .next,
            of: [470],
            title: "470 that does not say for whom",
            sources: ["RFC 5360 §5.9.1", "RFC 5360 §5.9.2"],
            explanation: """
                A 470 says that some recipients of a list have not agreed, and Permission-Missing should name them. \
                Without it the sender cannot take them off the list.
                """,
            advice: "Ask the owner of the relay that sent it to name the recipients.",
            example: "A>P INVITE with a list of recipients"
        ),
        Obligation(
            "rejected-without-call-info",
            tier: .next,
            of: [608],
            lesser: (.noRejectionCaps, .notice),
            title: "608 without a way to complain",
            sources: ["RFC 8688 §3.1", "RFC 8688 §3", "RFC 8688 §3.3"],
            explanation: """
                A 608 says that somebody on the way blocks the caller, and Call-Info with purpose=jwscard whom to \
                contact about it. Without that a caller that is blocked by mistake has nobody to turn to. Where no Feature-Caps with \
                sip.608 asked for it the finding is a notice.
                """,
            advice: """
                Ask the owner of the element that blocks for an address of redress. The RFC lets it out where abuse of \
                it is feared.
                """,
            example: "A>P INVITE"
        ),
    ]
}
