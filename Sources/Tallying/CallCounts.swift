package import CallTracking

/// Calls by outcome, and the response classes of a call.
package struct CallCounts: Sendable {
    /// Different Call-IDs.
    package internal(set) var callIDs: UInt64 = 0
    /// Calls started by an INVITE outside a dialog.
    package private(set) var total: UInt64 = 0
    /// Calls that are further legs of others; each is a call of its own in every other figure.
    package internal(set) var legs = LegCounts()
    /// Transfers that were asked for, also in calls that the capture shows from their middle, and outside of any.
    package private(set) var transfers = TransferCounts()
    private var byOutcome = [UInt64](repeating: 0, count: CallOutcome.allCases.count)
    private var sums = InlineArray<7, UInt64>(repeating: 0)
    private var maxima = InlineArray<7, UInt16>(repeating: 0)

    /// Nothing counted yet.
    package init() {}

    /// Calls by outcome, without those that no call had; in a snapshot they sum to `total`.
    package var outcomes: [CallOutcome: UInt64] {
        let counts = zip(CallOutcome.allCases, CallOutcome.allCases.map { byOutcome[$0.place] })
        return Dictionary(uniqueKeysWithValues: counts.filter { $0.1 > 0 })
    }

    /// Different responses of all calls by class, 1xx…6xx at 1…6.
    package var classSums: [UInt64] { sums.all }

    /// The most different responses that one call had, by class as `classSums`.
    package var classMaxima: [UInt64] { maxima.all.map { UInt64($0) } }

    /// Counts `call`, which ended or stands as `outcome`; of what is no call only the transfers count.
    mutating func add(_ call: borrowing Call, _ outcome: CallOutcome) {
        if !call.transfers.isEmpty { transfers.add(call.transfers) }
        guard call.hasStart else { return }
        total &+= 1
        byOutcome[outcome.place] &+= 1
        for place in 0..<7 {
            sums[place] &+= UInt64(call.classes[place])
            maxima[place] = max(maxima[place], call.classes[place])
        }
    }
}
