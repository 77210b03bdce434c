internal import CallTracking
internal import RuleEvaluation

/// A 3xx that waits to be followed.
struct Redirect: Sendable {
    /// What was redirected, by which code, and when.
    let hop: Hop
    let code: UInt16
    let time: Int64
    /// A hash of its client's address.
    let client: UInt64
    /// The frames of the request and of the response.
    let frames: [FrameReference]
    /// Until when it may be followed.
    var until: Int64 = 0
    /// Where it sends the client, and the hosts of that, each a hash with the client in it.
    private(set) var targets: [UInt64] = []
    private(set) var hosts: [UInt64] = []
    /// The Contacts in words.
    private(set) var text = ""

    private static let longestList = 16
    private static let longestText = 3

    init(_ hop: Hop, _ code: UInt16, at time: Int64, _ frame: FrameReference, _ client: UInt64) {
        (self.hop, self.code, self.time, self.client) = (hop, code, time, client)
        frames = [hop.frame, frame]
    }

    /// Whether a SIP request can follow it: a Contact may as well be a mail address.
    var isReachable: Bool { !targets.isEmpty }

    /// Takes a Contact; `target` is 0 where no SIP request can go there.
    mutating func note(target: UInt64, host: UInt64, _ uri: String) {
        guard target != 0, targets.count < Redirect.longestList else { return }
        targets.append(target)
        hosts.append(host)
        if targets.count <= Redirect.longestText { text += text.isEmpty ? uri : ", \(uri)" }
    }
}
