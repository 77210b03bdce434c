package import NetworkTypes

/// What the moments of an attempt come to, for figures and records alike.
extension AttemptFacts {
    /// When the caller first noticed something: a ringing, a queue, a voice, or the answer; `nil` where nothing came.
    package var firstNotice: CaptureTime? { noticed.orEarlier(answered) }

    /// From the first INVITE to that, in nanoseconds (`metrics`: PDD).
    package var postDialDelay: Int64? { firstNotice.map { max(0, $0.nanoseconds(since: began)) } }

    /// When its ringing ended: with the answer, the caller's CANCEL or the last final response; `nil` where it did not
    /// ring, or none of these came behind.
    package var ringEnd: CaptureTime? {
        guard let rang else { return nil }
        let end: CaptureTime? =
            switch outcome {
            case .answered: answered
            case .cancelled: cancelled ?? ended
            case .busy, .noAnswer, .rejected, .redirected, .failed, .challenged, .unanswered: ended
            case .inProgress: nil
            }
        return end.flatMap { $0 < rang ? nil : $0 }
    }

    /// How long it rang, in nanoseconds.
    package var ringSpan: Int64? {
        guard let rang, let ringEnd else { return nil }
        return ringEnd.nanoseconds(since: rang)
    }
}

extension CaptureTime? {
    /// The earlier of both, or the one that there is.
    package func orEarlier(_ other: CaptureTime?) -> CaptureTime? {
        guard let self, let other else { return self ?? other }
        return Swift.min(self, other)
    }
}
