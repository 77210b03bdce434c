internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation

/// What shows that a host keeps state about a transaction.
struct StatefulnessProof: OptionSet, Sendable {
    let rawValue: UInt8

    /// It sent a 100 before any response had come from below, or before it sent the request on.
    static let ownTrying = StatefulnessProof(rawValue: 1)
    /// It sent the request on to two or more targets.
    static let fork = StatefulnessProof(rawValue: 2)
    /// It did not pass a copy of the INVITE on, or sent one without cause.
    static let copies = StatefulnessProof(rawValue: 4)
    /// It acknowledged a failure, or answered a CANCEL, before the other side had done so.
    static let acknowledgement = StatefulnessProof(rawValue: 8)
    /// It sent a final response that had not come from below.
    static let final = StatefulnessProof(rawValue: 16)

    /// What was seen, in words.
    var words: String {
        let names = [
            "it sent a 100 of its own before", "it sent the INVITE on to several targets",
            "it held back or made copies of the INVITE", "it acknowledged a failure or answered a CANCEL by itself",
            "it sent a final response of its own",
        ]
        return names.indices.filter { rawValue & 1 << UInt8($0) != 0 }.map { names[$0] }.joined(separator: ", ")
    }
}

/// What shows that a 100 was made farther down.
struct ForwardingMark: OptionSet, Sendable {
    let rawValue: UInt8

    /// It has the proxy's own Via on top yet.
    static let ownVia = ForwardingMark(rawValue: 1)
    /// Its To tag is that of a response from below.
    static let tag = ForwardingMark(rawValue: 2)
    /// It has a feature of the 100 from below that the proxy's own responses do not have; or of those none was seen.
    static let feature = ForwardingMark(rawValue: 4)
    static let likelyFeature = ForwardingMark(rawValue: 8)
    /// It follows a 100 from below at once, and is another than the one that the proxy had sent already.
    static let second = ForwardingMark(rawValue: 16)

    static let strong: ForwardingMark = [.ownVia, .tag, .feature]
    static let medium: ForwardingMark = [.likelyFeature, .second]
}

/// A suspect 100 of a proxy, or what its copies of an INVITE tell, until all is decided.
struct ForwardingCase: Sendable {
    /// What is due for one: its end, or whether a copy above or below has its like on the other side.
    struct Due: Sendable {
        enum Kind: Sendable {
            case end
            case copyAbove(CaptureTime)
            case copyBelow(CaptureTime)
        }

        let above: HopID
        let kind: Kind
    }

    /// The marks of the suspect 100; empty as long as there is none.
    var marks: ForwardingMark = []
    /// The feature that it shares.
    var feature: MessageFeatures.Feature?
    /// Whether it has a To tag that a response from below may yet bring.
    var hasTag = false
    /// The frames of the 100 from below and of the suspect one, and when that was sent.
    var frames: [FrameReference] = []
    var time = CaptureTime.distantPast
    /// How long after the one from below, in nanoseconds.
    var delay: Int64 = 0
    /// The latest copies of the INVITE on the two sides, and whether one had no like.
    var copyAbove = CaptureTime.distantPast
    var copyBelow = CaptureTime.distantPast
    var isStrayCopy = false
    /// Whether the capture lost packets meanwhile, and whether it was reported.
    var isLossy = false
    var isReported = false
}

/// What is known of a host that sends INVITEs on.
struct KnownProxy: Sendable {
    /// When it was last proved to keep state, and how; the least number before.
    var statefulNow = Int64.min
    var proofs: StatefulnessProof = []
    /// When it last made a response of its own, and up to so many features of such ones.
    var ownNow = Int64.min
    private(set) var own: [UInt32] = []
    /// INVITEs that it sent on: of those to which it sent a 100, all and the ones where that followed one from below at
    /// once; of those without a 100 from below, the ones with and without a 100 of it.
    var tryings = 0
    var followed = 0
    var unprompted = 0
    var quiet = 0
    /// Whether it was reported for a transaction, or for its habit.
    var isReported = false

    private static let ownLimit = 32

    /// Whether a response of its own had the feature `value`.
    func makes(_ value: UInt32) -> Bool { own.contains(value) }

    /// Takes a response that the host made itself.
    mutating func learn(_ features: MessageFeatures, at now: Int64) {
        ownNow = now
        var own = own
        features.forEachValue { value in
            guard !own.contains(value) else { return }
            if own.count >= KnownProxy.ownLimit { own.removeFirst() }
            own.append(value)
        }
        if own.count != self.own.count || own.last != self.own.last { self.own = own }
    }
}

extension MessageFeatures.Feature {
    /// What it is, in words.
    var name: String {
        switch self {
        case .server: "Server"
        case .phrase: "reason phrase"
        case .delay: "Timestamp delay"
        case .contact: "Contact"
        case .allow: "Allow"
        case .supported: "Supported"
        case .warning: "Warning"
        case .body: "body"
        case .field: "header field"
        }
    }
}
