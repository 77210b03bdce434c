internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Responses on linked hops, and on the hop of the client where the others are not seen.
extension ForwardedTrying {
    /// A 100, or a copy of one.
    mutating func takeTrying(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard hop.hasRequest else { return takeWithOwnVia(scene, hops, &reporter) }
        let (frame, time) = (scene.sighting.frame, scene.sighting.time)
        if hop.branchCount > 0 {
            let suspect = FeatureMemory.Entry(
                frame: frame,
                time: time,
                features: hops.features(of: message, bytes)
            )
            compare(suspect, hop, scene.now, hops)
            settle(hop, Moment(scene), hops, &reporter)
        }
        if let above = hops[hop.upstream] {
            // The one above may have been captured first, by a hair's breadth.
            if let suspect = hops.trying(of: above), time.nanoseconds(since: suspect.time) < ForwardedTrying.skew,
                time >= suspect.time
            {
                compare(suspect, above, scene.now, hops)
            }
            settle(above, Moment(scene), hops, &reporter)
        }
        if hop.branchCount == 0, !scene.symptoms.isDisjoint(with: [.copy, .otherTrying]) {
            takeSecond(message, bytes, scene, hops, &reporter)
        }
    }

    /// Looks for the marks by which `suspect`, a 100 that was sent up on the hop `above`, is one from below.
    private mutating func compare(
        _ suspect: FeatureMemory.Entry,
        _ above: Hop,
        _ now: Int64,
        _ hops: borrowing HopTable
    ) {
        let proxy = proxies[above.flow.destination.address]
        let knowsOwn = proxy.map { $0.ownNow != .min && now &- $0.ownNow <= memory } ?? false
        let first = hops.trying(of: above)
        var found = ForwardingCase()
        hops.forEachBranch(of: above) { branch in
            guard let original = hops.trying(of: branch) else { return }
            let delay = suspect.time.nanoseconds(since: original.time)
            guard delay > -ForwardedTrying.skew else { return }
            let request = hops.linkedRequest(of: branch)?.features
            let feature = suspect.features.first(sharedWith: original.features) { feature, value in
                request?.mayHold(feature, value) ?? true || knowsOwn && proxy?.makes(value) ?? false
            }
            if let feature {
                found.feature = feature
                found.marks.insert(knowsOwn ? .feature : .likelyFeature)
            }
            let isNear = delay <= near
            if let first, first.frame != suspect.frame, isNear, first.features.differs(from: suspect.features),
                hasOwnTrying(above, hops)
            {
                found.marks.insert(.second)
            }
            if found.frames.isEmpty || feature != nil {
                found.frames = [branch.frame, original.frame, suspect.frame]
                if let first, first.frame != suspect.frame { found.frames.append(first.frame) }
                found.delay = delay
            }
        }
        found.hasTag = suspect.features.tag != 0 && above.toTag == 0
        guard !found.frames.isEmpty, found.hasTag || !found.marks.isEmpty else { return }
        note(above, at: now) { one in
            guard one.frames.isEmpty || one.marks.isDisjoint(with: .strong) else { return }
            one.marks.formUnion(found.marks)
            one.hasTag = one.hasTag || found.hasTag
            if let feature = found.feature { one.feature = feature }
            (one.frames, one.time, one.delay) = (found.frames, suspect.time, found.delay)
        }
    }

    /// A 100 without a request on its hop: one that has the Via of the proxy that sent it on top yet.
    private mutating func takeWithOwnVia(
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let (top, flow) = (scene.hop.topVia, scene.sighting.flow)
        let branch = hops.first(inCallOf: scene.hop) { other in
            guard case .invite = other.method else { return false }
            return other.topVia == top && other.hasRequest && !other.upstream.isNone
        }
        guard let branch, let above = hops[branch.upstream], let original = hops.trying(of: branch),
            above.flow.source.address == flow.destination.address,
            above.flow.destination.address == flow.source.address
        else { return }
        let delay = scene.sighting.time.nanoseconds(since: original.time)
        guard delay > -ForwardedTrying.skew else { return }
        let (frame, time) = (scene.sighting.frame, scene.sighting.time)
        note(above, at: scene.now) { one in
            one.marks.insert(.ownVia)
            one.frames = [branch.frame, original.frame, frame]
            (one.time, one.delay) = (time, delay)
        }
        settle(above, Moment(scene), hops, &reporter)
    }

    /// Any other response, seen for the first time.
    mutating func takeResponse(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let (hop, now) = (scene.hop, scene.now)
        if let above = hops[hop.upstream], scene.observation.responseDelay >= 0 || cases[above.id] != nil {
            settle(above, Moment(scene), hops, &reporter)
        }
        if hop.branchCount > 0, scene.observation.completesTransaction {
            takeFinal(message, bytes, scene, hops, &reporter)
        } else if hop.branchCount == 0, scene.symptoms.contains(.tagOfTrying) {
            takeTagged(message, bytes, scene, hops, &reporter)
        } else if hop.branchCount == 0, message.start.statusCode == 407, hop.hasRequest {
            // Of a known proxy that did not send the request on: its own.
            let host = hop.flow.destination.address
            guard proxies[host] != nil else { return }
            let features = hops.features(of: message, bytes)
            proxies.update(host, at: now, from: KnownProxy()) { $0.learn(features, at: now) }
        }
    }

    /// The final response of a proxy on the hop of its client.
    private mutating func takeFinal(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let (hop, now) = (scene.hop, scene.now)
        var isOwn = true
        hops.forEachBranch(of: hop) { if $0.finalCode == hop.finalCode || !$0.hasResponse { isOwn = false } }
        if isOwn, !scene.isLossy {
            let features = hops.features(of: message, bytes)
            proxies.update(hop.flow.destination.address, at: now, from: KnownProxy()) {
                $0.learn(features, at: now)
            }
        }
        // A failure is acknowledged yet, which may prove more.
        settle(hop, Moment(scene), isEnd: hop.finalCode < 300, hops, &reporter)
        takeHabit(hop, scene, hops, &reporter)
    }
}
