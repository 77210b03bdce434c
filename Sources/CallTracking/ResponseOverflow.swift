/// The fingerprints of a transaction's responses beyond those that its record holds in place.
///
/// Few transactions need it: a forked INVITE with many ringing phones, or somebody who sends a thousand different
/// answers.
struct ResponseOverflow {
    /// The most fingerprints that are kept of one transaction, and the most transactions with any.
    static let fingerprintLimit = 1_024
    static let transactionLimit = 4_096

    private var fingerprints: [UInt32: Set<UInt32>] = [:]
    /// How often a fingerprint was not kept: because its transaction had too many, and because too many transactions
    /// had any.
    private(set) var refusals: (fingerprints: UInt64, transactions: UInt64) = (0, 0)

    /// Adds `fingerprint` to those of the transaction in `slot`; the result says whether it was there before.
    mutating func insert(_ fingerprint: UInt32, of slot: UInt32) -> Bool {
        if var known = fingerprints[slot] {
            if known.contains(fingerprint) { return true }
            guard known.count < ResponseOverflow.fingerprintLimit else {
                refusals.fingerprints &+= 1
                return false
            }
            fingerprints[slot] = nil
            known.insert(fingerprint)
            fingerprints[slot] = known
        } else if fingerprints.count < ResponseOverflow.transactionLimit {
            fingerprints[slot] = [fingerprint]
        } else {
            refusals.transactions &+= 1
        }
        return false
    }

    /// Forgets the transaction in `slot`.
    mutating func forget(_ slot: UInt32) {
        if !fingerprints.isEmpty { fingerprints[slot] = nil }
    }
}
