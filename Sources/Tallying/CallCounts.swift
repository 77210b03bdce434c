package import CallTracking

/// Calls by outcome, and the response classes of a call.
package struct CallCounts: Sendable {
    /// Different Call-IDs.
    package internal(set) var callIDs: UInt64 = 0
    /// Calls started by an INVITE outside a dialog.
    package private(set) var total: UInt64 = 0
    /// Calls by outcome; in a snapshot they sum to `total`.
    package private(set) var outcomes: [CallOutcome: UInt64] = [:]
    /// Different responses of all calls by class, 1xx…6xx at 1…6.
    package private(set) var classSums = [UInt64](repeating: 0, count: 7)
    /// The most different responses that one call had, by class as `classSums`.
    package private(set) var classMaxima = [UInt64](repeating: 0, count: 7)

    /// Nothing counted yet.
    package init() {}

    /// Counts `call`, which ended or stands as `outcome`; what is no call is passed over.
    mutating func add(_ call: Call, _ outcome: CallOutcome) {
        guard call.hasStart else { return }
        total &+= 1
        outcomes[outcome, default: 0] &+= 1
        for place in 1..<7 {
            let count = UInt64(call.classes[place])
            classSums[place] &+= count
            classMaxima[place] = max(classMaxima[place], count)
        }
    }
}
