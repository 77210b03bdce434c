package import SIPCatalogue

/// What a figure counts where operators differ.
package struct KPIOptions: Sendable {
    /// The final codes of an ineffective session attempt, and the same as a set.
    package let ineffectiveCodes: [UInt16]
    package let ineffective: StatusCodeSet
    /// Whether a wrong number counts as effective in NER: 404, 484 and 604 of which the Q.850 cause says so.
    package let countsUserErrors: Bool
    /// How long after a call that failed another one of the same caller and callee is a redial, in nanoseconds.
    package let redialSpan: Int64

    /// The usual choices unless others are given.
    package init(
        ineffectiveCodes: [UInt16] = StatusCodeSet.ineffectiveAttempts,
        countsUserErrors: Bool = false,
        redialSpan: Int64 = 60_000_000_000
    ) {
        self.ineffectiveCodes = ineffectiveCodes
        let isUsual = ineffectiveCodes == StatusCodeSet.ineffectiveAttempts
        ineffective = isUsual ? .usual : StatusCodeSet(ineffectiveCodes)
        self.countsUserErrors = countsUserErrors
        self.redialSpan = redialSpan
    }
}
