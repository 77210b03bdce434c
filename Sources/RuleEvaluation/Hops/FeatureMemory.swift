internal import BasicContainers
package import CallTracking
package import NetworkTypes

/// What the latest 100s of INVITEs, and the latest INVITEs that a proxy sent on, were like: a ring.
package struct FeatureMemory: ~Copyable {
    /// A message and what tells it from others.
    package struct Entry: Sendable {
        /// The frame that completed it, and when it was seen.
        package let frame: FrameReference
        package let time: CaptureTime
        /// What tells it from others.
        package let features: MessageFeatures

        /// A message with `features`.
        package init(frame: FrameReference, time: CaptureTime, features: MessageFeatures) {
            (self.frame, self.time, self.features) = (frame, time, features)
        }
    }

    /// How many are kept: those of half a minute at five hundred a second.
    static let capacity: UInt32 = 1 << 14

    // It grows with what is kept.
    private var entries = UniqueArray<Entry>()
    /// How many were ever kept.
    private var count: UInt32 = 0

    /// Keeps `entry`; the result is where it stands, never 0.
    mutating func keep(_ entry: Entry) -> UInt32 {
        if count < FeatureMemory.capacity, entries.count < Int(FeatureMemory.capacity) {
            entries.append(entry)
        } else {
            entries[FeatureMemory.index(count)] = entry
        }
        count &+= 1
        // Once in four billion: that one is forgotten at once.
        return count
    }

    /// What stands at `place`; `nil` for 0 and for what was written over.
    subscript(place: UInt32) -> Entry? {
        guard place > 0, count &- place < FeatureMemory.capacity else { return nil }
        let index = FeatureMemory.index(place &- 1)
        return index < entries.count ? entries[index] : nil
    }

    private static func index(_ place: UInt32) -> Int { Int(place & (capacity &- 1)) }
}
