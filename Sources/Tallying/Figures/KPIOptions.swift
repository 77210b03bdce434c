/// What a figure counts where operators differ.
package struct KPIOptions: Sendable {
    /// The final codes of an ineffective session attempt; RFC 6076 §4.8 gives these as a guideline.
    package var ineffectiveCodes: [UInt16]
    /// Whether a wrong number counts as effective in NER: 404, 484 and 604 of which the Q.850 cause says so.
    package var countsUserErrors: Bool

    /// The usual choices unless others are given.
    package init(ineffectiveCodes: [UInt16] = [408, 500, 503, 504], countsUserErrors: Bool = false) {
        self.ineffectiveCodes = ineffectiveCodes
        self.countsUserErrors = countsUserErrors
    }
}
