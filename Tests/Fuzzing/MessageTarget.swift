import TestSupport

/// Datagrams between two hosts, parted by the byte 0xFF; a second one in a row (an empty datagram) turns the direction.
@_cdecl("fuzz_message")
package func fuzzMessage(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    unsafe fuzz(data, count) { input in
        var analysis = FuzzedAnalysis(writesCalls: true)
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
        _ = analysis.end(rendering: true)
    }
}
