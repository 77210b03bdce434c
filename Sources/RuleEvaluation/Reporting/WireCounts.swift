package import CallTracking
package import NetworkTypes

/// What the stages below messages counted so far of what the capture did not bring them.
package struct WireCounts: Sendable {
    /// Segments of TCP that brought bytes to streams which may be SIP.
    package var segments: UInt64 = 0
    /// Holes in those streams that were given up although the receiver had acknowledged their bytes.
    package var holes: UInt64 = 0
    /// Where and when the latest of them was given up; `nil` before any.
    package var latestHole: Hole?

    /// A hole in a stream.
    package struct Hole: Sendable {
        /// Who sent the bytes to whom.
        package let flow: Flow
        /// The frame behind which it was given up, and its time.
        package let frame: FrameReference
        package let time: CaptureTime

        /// A hole with everything known of it.
        package init(flow: Flow, frame: FrameReference, time: CaptureTime) {
            self.flow = flow
            self.frame = frame
            self.time = time
        }
    }

    /// Nothing was counted.
    package init() {}
}
