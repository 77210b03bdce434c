import TestSupport

/// Datagrams between two hosts, parted by the byte 0xFF; a second one in a row (an empty datagram) turns the direction.
enum MessageTarget {
    /// Of so many inputs one, by its length, goes on into reports: they cost a hundred times what they show.
    private static let reportStride = 32

    static func run(_ input: [UInt8]) {
        let isReported = input.count % reportStride == 0
        var analysis = FuzzedAnalysis(writesCalls: isReported)
        var isFromCaller = true
        for payload in input.split(separator: 0xFF, maxSplits: 64, omittingEmptySubsequences: false) {
            guard !payload.isEmpty else {
                isFromCaller.toggle()
                continue
            }
            let frame =
                isFromCaller
                ? FrameBuilder.datagram(Array(payload), from: .caller, to: .callee)
                : FrameBuilder.datagram(Array(payload), from: .callee, to: .caller)
            analysis.take(frame)
        }
        _ = analysis.end(rendering: isReported)
    }
}
