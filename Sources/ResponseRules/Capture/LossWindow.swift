/// What was counted up to some moments of a window of time, of which the older ones are forgotten.
struct LossWindow: Sendable {
    /// What was counted up to a moment.
    struct Sample: Sendable {
        var time = Int64.min
        var transactions: UInt32 = 0
        var gaps: UInt64 = 0
        var segments: UInt64 = 0
        var holes: UInt64 = 0
    }

    private static let sampleCount = 60

    private let span: Int64
    /// A ring, of which `oldest` is the first once it is full.
    private var samples: [Sample] = []
    private var oldest = 0
    /// When the next sample is wanted.
    private(set) var nextSample = Int64.min

    /// A window of `span` nanoseconds.
    init(span: Int64) { self.span = span }

    /// Keeps a sample, in place of the oldest where there are enough.
    mutating func keep(_ sample: Sample) {
        if samples.count < LossWindow.sampleCount {
            samples.append(sample)
        } else {
            samples[oldest] = sample
            oldest = (oldest + 1) % samples.count
        }
        nextSample = sample.time &+ span / Int64(LossWindow.sampleCount)
    }

    /// What was counted when the window that ends at `now` began: nothing where that lies before the capture.
    func start(before now: Int64) -> Sample {
        for place in samples.indices {
            let sample = samples[(oldest + place) % samples.count]
            guard sample.time >= now &- span else { continue }
            return place == 0 && samples.count < LossWindow.sampleCount ? Sample() : sample
        }
        return samples.isEmpty ? Sample() : samples[(oldest + samples.count - 1) % samples.count]
    }
}
