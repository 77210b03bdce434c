internal import CallTracking
internal import NetworkTypes
internal import SIPMessages

/// What servers and clients did of late is counted inline, without asking anybody.
extension RuleEvaluator {
    /// Notes what the message is to its server, and whether somebody keeps an eye on that.
    @inline(__always)
    mutating func feedServers(
        _ message: borrowing SIPMessage,
        _ sighting: Sighting,
        _ observation: Observation,
        _ symptoms: inout Symptoms,
        at now: Int64
    ) {
        if message.start.isResponse {
            if observation.completesTransaction { feedFinal(message.start.statusCode, sighting, observation, at: now) }
        } else if observation.bringsRequest || observation.isFirstRepeat {
            let server = sighting.flow.destination.address
            reporter.servers.takeRequest(to: server, isRepeat: !observation.bringsRequest, at: now)
        }
        guard reporter.servers.watchesAny else { return }
        let server = message.start.isResponse ? sighting.flow.source : sighting.flow.destination
        if reporter.servers.watches(server.address) { symptoms.insert(.watched) }
    }

    @inline(__always)
    private mutating func feedFinal(_ code: UInt16, _ sighting: Sighting, _ observation: Observation, at now: Int64) {
        let slot = observation.transactionSlot
        let hasCredentials = !follower.hops[slot: slot].traits.isDisjoint(with: .credentials)
        reporter.servers.takeFinal(
            code,
            sighting.flow,
            isRelayed: code >= 500 && follower.hops.isRelayed(follower.hops[slot: slot]),
            isContinuation: hasCredentials && follower.hops.followsChallenge(follower.hops[slot: slot]),
            at: now
        )
    }
}
