internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Re-INVITEs or UPDATEs that met each other, and were not retried as they should be (RFC 3261 §14.1, RFC 3311 §5.3).
///
/// The side that owns the Call-ID waits for 2.1 to 4 s, the other for 0 to 2 s, so that they do not meet again.
struct GlareMishandled: Examiner {
    /// One side of a dialog on a hop.
    private struct Side {
        /// A hash of its tag; 0 before its first 491.
        var tag: UInt32 = 0
        /// When it got its latest 491 and to which request, until it retries.
        var refused: Int64?
        var method: Method?
        /// The transaction of its retry.
        var retry = HopID.none
    }

    /// A dialog on a hop in which a 491 was seen.
    private struct Dialog {
        var sides = (Side(), Side())
        /// How many 491 came in a row, and when the latest did.
        var row = 0
        var latest: Int64
        var latestTime: CaptureTime
    }

    private static let dialogLimit = 4096
    /// How long a transaction that succeeded is known for sure: 30 s, in nanoseconds.
    private static let rowSpan: Int64 = 30_000_000_000

    private let tolerance: Int64
    private let retrySpan: Int64
    private let least: Int
    private var dialogs: [UInt64: Dialog] = [:]
    private var refused: UInt64 = 0

    init(_ values: RuleValues = RuleValues()) {
        tolerance = values.span(GlareMishandled.declaration, "tol_ms")
        retrySpan = values.span(GlareMishandled.declaration, "retry_s")
        least = values.count(GlareMishandled.declaration, "min")
    }

    var declarations: [RuleDeclaration] { [GlareMishandled.declaration] }
    var interest: Interest { Interest(responses: [491], symptoms: .refresh) }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("dialogs_with_glare", GlareMishandled.dialogLimit, refused)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let (hop, now) = (scene.hop, scene.now)
        guard scene.observation.isFirst, hop.hasRequest, hop.toTag != 0 else { return }
        guard message.start.isResponse else {
            if !dialogs.isEmpty { takeRetry(message, bytes, scene, hops, &reporter) }
            return
        }
        guard hop.method == .invite || hop.method == .update else { return }
        let key = GlareMishandled.key(of: hop)
        guard makeRoom(for: key, at: now) else { return }
        var dialog = dialogs[key] ?? Dialog(latest: now, latestTime: .distantPast)
        // What succeeded longer ago is forgotten, so a row does not reach back further.
        let isOld = now &- dialog.latest > GlareMishandled.rowSpan
        if isOld || GlareMishandled.wasChanged(in: hop, since: dialog.latestTime, hops) { dialog.row = 0 }
        dialog.row += 1
        (dialog.latest, dialog.latestTime) = (now, scene.sighting.time)
        let side = Side(tag: hop.fromTag, refused: now, method: hop.method)
        if dialog.sides.0.tag == 0 || dialog.sides.0.tag == hop.fromTag {
            dialog.sides.0 = side
        } else {
            dialog.sides.1 = side
        }
        dialogs[key] = dialog
        guard dialog.row >= least else { return }
        let row = dialog.row
        reporter.report(
            0,
            .warning,
            message,
            bytes,
            scene,
            against: hop.flow.source,
            counting: .call,
            related: [hop.frame]
        ) { "\(row) times 491 in a row in one dialog" }
    }

    /// Judges a request that may be the retry of one that met a 491.
    private mutating func takeRetry(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let (hop, key) = (scene.hop, GlareMishandled.key(of: scene.hop))
        guard var dialog = dialogs[key] else { return }
        let isFirst = dialog.sides.0.tag == hop.fromTag
        var side = isFirst ? dialog.sides.0 : dialog.sides.1
        guard side.tag == hop.fromTag, side.method == hop.method, let refused = side.refused else { return }
        let wait = scene.now &- refused
        side.refused = nil
        side.retry = wait <= retrySpan ? hop.id : .none
        if isFirst { dialog.sides.0 = side } else { dialog.sides.1 = side }
        dialogs[key] = dialog
        let opener = hops.call(of: hop)?.opener ?? 0
        guard wait <= retrySpan, opener != 0 else { return }
        let isOwner = opener == hop.fromTag
        let other = hops[isFirst ? dialog.sides.1.retry : dialog.sides.0.retry]
        let meetsAgain = other.map { $0.finalCode == 0 } ?? false
        let allowed =
            (isOwner ? 2_100_000_000 - tolerance : 0)...((isOwner ? 4_000_000_000 : 2_000_000_000) + tolerance)
        guard meetsAgain || !allowed.contains(wait) else { return }
        reporter.report(0, .warning, message, bytes, scene, counting: .call, related: other.map { [$0.frame] } ?? []) {
            let whose = isOwner ? "which owns the Call-ID: 2.1 to 4 s" : "which does not own the Call-ID: 0 to 2 s"
            let again = meetsAgain ? "; it meets the other side's retry" : ""
            return "retried \(wait / 1_000_000) ms after the 491 by the side \(whose)\(again)"
        }
    }

    /// Whether a re-INVITE or UPDATE of the dialog of `hop` was accepted on this hop since `time`.
    private static func wasChanged(in hop: Hop, since time: CaptureTime, _ hops: borrowing HopTable) -> Bool {
        let key = key(of: hop)
        return hops.first(inCallOf: hop) { other in
            guard other.method == .invite || other.method == .update, other.toTag != 0 else { return false }
            return 200..<300 ~= other.finalCode && other.finalTime > time && GlareMishandled.key(of: other) == key
        } != nil
    }

    /// What names the dialog of `hop` between its two ends, whichever sends.
    private static func key(of hop: Hop) -> UInt64 {
        let (one, other) = (hop.flow.source.address, hop.flow.destination.address)
        let ends = (one.high ^ other.high) &* 0x9E37_79B9_7F4A_7C15 ^ (one.low &+ other.low)
        let tags = UInt64(hop.fromTag) &+ UInt64(hop.toTag)
        return (hop.callKey ^ ends) &* 0xBF58_476D_1CE4_E5B9 ^ tags
    }

    /// Whether there is room for a dialog, or can be made by forgetting those whose time to retry is over.
    private mutating func makeRoom(for key: UInt64, at now: Int64) -> Bool {
        if dialogs.count < GlareMishandled.dialogLimit || dialogs[key] != nil { return true }
        dialogs = dialogs.filter { now &- $0.value.latest <= GlareMishandled.rowSpan }
        if dialogs.count < GlareMishandled.dialogLimit { return true }
        refused &+= 1
        return false
    }
}
