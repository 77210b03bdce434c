package import MessageFiltering
internal import NetworkTypes
package import RuleEvaluation
package import Tallying

/// One place that frames came from, as a report names it.
package struct ReportSource: Sendable {
    /// The file's name as the user gave it, the interface, or `-`; escaped by whoever prints it.
    package var name: String
    /// `pcap`, `pcapng`, `live`, `hep` or `kafka`.
    package var format: String
    /// The names of its link types without `DLT_`, such as `EN10MB`, in the order in which they came up.
    package var linkTypeNames: [String]
    /// Frames that were read from it.
    package var frames: UInt64
    /// Bytes of those frames that the capture holds.
    package var bytes: UInt64
    /// Whether it ends in the middle of something or is damaged, so that only what stands before was read.
    package var isTruncated: Bool
    /// Where and how it is damaged, in words without a full stop; `nil` where that is not known or nothing is.
    package var problem: String?
    /// Frames that the kernel dropped before they were captured.
    package var droppedByKernel: UInt64
    /// Frames that the interface dropped.
    package var droppedByInterface: UInt64

    /// A source with what is known of it; what is left out is zero or absent.
    package init(
        name: String,
        format: String,
        linkTypeNames: [String],
        frames: UInt64,
        bytes: UInt64,
        isTruncated: Bool = false,
        problem: String? = nil,
        droppedByKernel: UInt64 = 0,
        droppedByInterface: UInt64 = 0
    ) {
        self.name = name
        self.format = format
        self.linkTypeNames = linkTypeNames
        self.frames = frames
        self.bytes = bytes
        self.isTruncated = isTruncated
        self.problem = problem
        self.droppedByKernel = droppedByKernel
        self.droppedByInterface = droppedByInterface
    }
}

/// Everything that a report is drawn from: the same value for every renderer.
package struct Report: Sendable {
    /// What was counted, closed with the tracker (``Tally/close(with:)``).
    package var tally: Tally
    /// Where the frames came from; frame references name a source by its place here.
    package var sources: [ReportSource]
    /// What frames were to come from and could not be opened.
    package var unread: [UnreadSource]
    /// The rules that judged; findings name a rule by its place here.
    package var rules: [RuleDeclaration]
    /// Every bound that the traffic can reach.
    package var limits: [LimitReached]
    /// The version of the program.
    package var version: String
    /// The filter that was in force; `nil` where everything was analysed.
    package var filter: FilterUse?
    /// Frames that a queue of ours dropped because what came behind it was too slow.
    package var droppedByQueue: UInt64
    /// How long the windows are that are listed; empty where that follows from how many there are.
    package var windows: [WindowSpan]
    /// What the rules went by.
    package var judgement: Judgement

    /// A report of `tally`; what is left out is empty or zero.
    package init(
        tally: Tally,
        sources: [ReportSource],
        unread: [UnreadSource] = [],
        rules: [RuleDeclaration],
        limits: [LimitReached] = [],
        version: String,
        filter: FilterUse? = nil,
        droppedByQueue: UInt64 = 0,
        windows: [WindowSpan] = [],
        judgement: Judgement = Judgement()
    ) {
        self.tally = tally
        self.sources = sources
        self.unread = unread
        self.rules = rules
        self.limits = limits
        self.version = version
        self.filter = filter
        self.droppedByQueue = droppedByQueue
        self.windows = windows
        self.judgement = judgement
    }
}

/// Figures that several renderers need.
extension Report {
    /// Frames that never reached us, by who dropped them.
    var drops: (kernel: UInt64, interface: UInt64, queue: UInt64) {
        (
            sources.reduce(0) { $0 &+ $1.droppedByKernel },
            sources.reduce(0) { $0 &+ $1.droppedByInterface },
            droppedByQueue
        )
    }

    /// How long the capture lasted, in nanoseconds.
    var duration: Int64 {
        guard let start = tally.start, let end = tally.end else { return 0 }
        return end.nanoseconds(since: start)
    }

    /// The name of the source at `place`, or nothing where there is none.
    func sourceName(at place: Int) -> String { sources.indices.contains(place) ? sources[place].name : "" }
}
