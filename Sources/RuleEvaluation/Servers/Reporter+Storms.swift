package import CallTracking

extension Reporter {
    /// Reports a storm, against whom it is charged to, with the frames of its first events.
    package mutating func report(
        _ storm: Storm,
        _ severity: Severity,
        place: Int = 0,
        confidence: Confidence = .certain,
        evidence: Evidence = .whole,
        detail: () -> String
    ) {
        report(
            place,
            severity,
            confidence: confidence,
            of: storm.hop,
            at: storm.time,
            against: storm.party,
            counting: .each(calls: storm.callCount),
            evidence: evidence,
            related: storm.frames,
            detail: detail
        )
    }
}
