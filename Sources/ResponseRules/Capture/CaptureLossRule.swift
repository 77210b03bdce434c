internal import RuleEvaluation

/// What is said of the rule about lost packets.
extension CaptureLoss {
    static let declaration = RuleDeclaration(
        "capture-loss",
        .capture,
        .notice,
        .operational,
        .capture,
        tier: .base,
        title: "Packets are being lost by the tap",
        sources: [],
        parameters: [
            .number("tcp_ratio", 0.001, in: 0...1, "holes among the segments of TCP above which it holds"),
            .number("inf_ratio", 0.01, in: 0...1, "missing messages among the transactions above which it holds"),
            .number("window_s", 60, in: 10...3600, "time over which is counted"),
            .number("judged_min", 20, in: 1...1_000_000, "least number of transactions"),
            .number("gap_min", 5, in: 1...1_000_000, "least number of missing messages"),
            .number("hold_s", 40, in: 0...3600, "how long it counts on after the latest loss"),
        ],
        explanation: """
            Messages that must have been sent were not captured: an ACK, a PRACK or a response follows them, or the \
            receiver acknowledged their bytes. What seems not to have been answered may have been answered unseen, so \
            findings about what is missing are one step milder meanwhile.
            """,
        silence: """
            Where a direction is not captured at all, where a transaction may have begun before the capture, where a \
            response was altered so that it fits no request, and for a PRACK that was refused.
            """,
        advice: """
            Give the capture a larger buffer, filter for SIP in the kernel, and compare the bandwidth of the mirrored \
            ports with that of the mirror port.
            """,
        example: ["A>P INVITE", "P>A 100", "A>P ACK"]
    )
}
