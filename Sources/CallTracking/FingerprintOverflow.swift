/// Fingerprints beyond those that a record holds in place: of a transaction's responses, or of a call's dialogs.
///
/// Few need it: a forked INVITE with many ringing phones, or somebody who sends a thousand different answers.
struct FingerprintOverflow {
    /// The most fingerprints that are kept for one record, and the most records with any.
    static let fingerprintLimit = 1_024
    static let recordLimit = 4_096

    private var fingerprints: [UInt32: Set<UInt32>] = [:]
    /// How often a fingerprint was not kept: because its record had too many, and because too many records had any.
    private(set) var refusals: (fingerprints: UInt64, records: UInt64) = (0, 0)

    /// What becomes of a fingerprint.
    enum Place {
        /// It was there before, or is from now on.
        case known, new
        /// It is not kept, so that nobody can tell whether it is new.
        case refused
    }

    /// Adds `fingerprint` to those of the record in `slot`.
    mutating func insert(_ fingerprint: UInt32, of slot: UInt32) -> Place {
        if var known = fingerprints[slot] {
            if known.contains(fingerprint) { return .known }
            guard known.count < FingerprintOverflow.fingerprintLimit else {
                refusals.fingerprints &+= 1
                return .refused
            }
            fingerprints[slot] = nil
            known.insert(fingerprint)
            fingerprints[slot] = known
        } else if fingerprints.count < FingerprintOverflow.recordLimit {
            fingerprints[slot] = [fingerprint]
        } else {
            refusals.records &+= 1
            return .refused
        }
        return .new
    }

    /// Forgets the record in `slot`.
    mutating func forget(_ slot: UInt32) {
        if !fingerprints.isEmpty { fingerprints[slot] = nil }
    }
}
