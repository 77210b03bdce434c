internal import CallTracking
internal import MessageFiltering
internal import RuleEvaluation
internal import SIPMessages
internal import Tallying

/// What bounds the line behind the wire, and how often each bound was reached.
///
/// Not here are the small tables in which a newer entry may push out an older one, `SIPFlows`, `RecentPackets` and that
/// of `Twins`: they forget all the time, and mostly what nobody asks for again.
extension MessageAnalysis {
    /// All of them.
    var limits: [LimitReached] { readingLimits + trackingLimits + countingLimits + selectionLimits }

    private var readingLimits: [LimitReached] {
        let dropped = tally.messages.issues[Int(DecodeIssue.headerLimit.rawValue)]
        return [
            MessageAnalysis.limit("header_fields", SIPDecoder.mostFields, dropped),
            MessageAnalysis.limit("start_line_bytes", StartLine.longestLine, longStartLines),
            MessageAnalysis.limit("stream_message_bytes", StreamFramer.longestMessage, longMessages),
        ]
    }

    private var trackingLimits: [LimitReached] {
        let (limits, evictions) = (tracker.limits, tracker.evictions)
        let hosts = [tracker.hostBound, tracker.twinBound]
        let bounds = hosts + tracker.responseBounds + tracker.legBounds + tracker.transferBounds + evaluator.bounds
        return [
            MessageAnalysis.limit("calls", limits.calls, evictions.calls),
            MessageAnalysis.limit("transactions", limits.transactions, evictions.transactions),
            MessageAnalysis.limit("remembered_call_ids", limits.rememberedCallIDs, evictions.rememberedCallIDs),
        ] + bounds.map { MessageAnalysis.limit($0.name, $0.value, $0.reached) }
    }

    private var countingLimits: [LimitReached] {
        let (requests, responses) = (tally.messages.requests, tally.messages.responses)
        return [
            MessageAnalysis.limit("methods", MethodTable.limit, requests.omitted),
            MessageAnalysis.limit("codes_out_of_range", CodeTable.spellingLimit, responses.omitted),
            MessageAnalysis.limit("servers", ServerTable.limit, tally.servers.uncountedResponses),
            MessageAnalysis.limit("finding_servers", ServerTable.limit, tally.findings.unattributed),
            MessageAnalysis.limit("unreachable_peers", UnreachableTable.limit, tally.unreachable.omitted),
        ] + tally.kpis.limits
    }

    private var selectionLimits: [LimitReached] {
        guard let selection else { return [] }
        return [MessageAnalysis.limit("filtered_call_ids", CallSelection.limit, selection.timesFull)]
    }

    private static func limit(_ name: String, _ value: Int, _ reached: UInt64) -> LimitReached {
        LimitReached(name: name, value: UInt64(clamping: value), reached: reached)
    }
}
