/// What a figure counts where operators differ.
package struct KPIOptions: Sendable {
    /// The final codes of an ineffective session attempt; RFC 6076 §4.8 gives these as a guideline.
    package var ineffectiveCodes: [UInt16]
    /// Whether a wrong number counts as effective in NER: 404, 484 and 604 of which the Q.850 cause says so.
    package var countsUserErrors: Bool
    /// How long after a call that failed another one of the same caller and callee is a redial, in nanoseconds.
    package var redialSpan: Int64

    /// The usual choices unless others are given.
    package init(
        ineffectiveCodes: [UInt16] = [408, 500, 503, 504],
        countsUserErrors: Bool = false,
        redialSpan: Int64 = 60_000_000_000
    ) {
        self.ineffectiveCodes = ineffectiveCodes
        self.countsUserErrors = countsUserErrors
        self.redialSpan = redialSpan
    }
}
