package import RuleEvaluation

/// The one list of rules.
package enum RuleCatalogue {
    /// The rules with their defaults.
    package static let standard = rules(RuleValues())

    /// The rules with their parameters from `values`.
    package static func rules(_ values: RuleValues) -> RuleSet { RuleSet(judges(values), examiners(values)) }

    /// What is said of every rule.
    package static var declarations: [RuleDeclaration] { standard.declarations }

    /// The rules with a memory.
    ///
    /// Those about the capture come first, as they say how far others may trust it.
    private static func examiners(_ values: RuleValues) -> [any Examiner] {
        [
            CaptureLoss(values),
            CaptureOneSided(values),
            ResponseMatching(values),
            TryingTimestamp(),
            ReliableProvisional(values),
            EarlyDialogTerminated(),
            NoNotification(values),
            CauseNotInRequest(values),
            TimeoutCodeConfusion(values),
            QueuedCalls(values),
            OverlappingInvite(values),
            GlareMishandled(values),
            DialogLost(values),
            SlowPostDialDelay(values),
            LateProvisional(values),
            EarlyTryingNonInvite(values),
            ProvisionalAfterFinal(values),
            AckToProvisional(values),
            InviteRetransmittedAfterProvisional(values),
            AckMissingSuccess(values),
            AckMissingFailure(values),
            RequestTerminatedUnprompted(values),
            CancelWithout487(values),
            UnansweredRequest(values),
            MissingFinalResponse(),
            ExcessiveResponseRetransmission(values),
            ConflictingFinalResponses(),
            UnavailableServers(values),
        ] + linkedHops(values) + clients(values) + servers(values)
    }

    /// What the linked hops of a proxy tell.
    private static func linkedHops(_ values: RuleValues) -> [any Examiner] {
        [
            ForwardedTrying(values),
            ForkWithoutTrying(values),
            UseProxyFromProxy(values),
            TooManyHopsContradiction(values),
            GlobalFailureContradicted(values),
            NotImplementedContradiction(values),
            UnavailableForwardedUpstream(values),
        ]
    }

    /// What clients make of what they were answered.
    private static func clients(_ values: RuleValues) -> [any Examiner] {
        [
            RedirectFollowing(values),
            RedirectLoop(values),
            MovedPermanently(values),
            RefusedRequests(values),
            AuthLoop(values),
            OverlapDialing(values),
            RetryElsewhere(values),
        ]
    }

    /// The rules about servers and clients over time.
    private static func servers(_ values: RuleValues) -> [any Examiner] {
        [
            DeprecatedAccepted(values),
            GenericBadRequest(values),
            LoopStorm(values),
            RetryAfterIgnored(values),
            ServerErrorStorm(values),
            ExcessiveRequestRetransmission(values),
            // In this order: who scans is left out of failed registrations.
            ScannerActivity(values),
            CredentialGuessing(values),
            RegistrationFailureStorm(values),
        ]
    }

    /// The rules that judge each response by itself, with their defaults.
    package static let judges = judges(RuleValues())

    /// The rules that judge each response by itself, by family.
    private static func judges(_ values: RuleValues) -> [any ResponseRule] {
        let rules = syntax(values) + calls(values) + Obligation.matrix.map { RequiredHeader($0) }
        return RuleFamily.allCases.flatMap { family in rules.filter { $0.declaration.family == family } }
    }

    private static func syntax(_ values: RuleValues) -> [any ResponseRule] {
        [
            StatusCodeOutOfRange(),
            UnknownStatusCode(values),
            HTTPOnlyStatusCode(),
            ObsoleteStatusCode(),
            ReservedCodeUsed(values),
            ReasonPhraseContradiction(values),
            MissingMandatoryHeader(),
            DuplicateSingleHeader(),
            ContentLengthMismatch(values),
            MalformedRetryAfter(),
            ExcessiveRetryAfter(values),
            VersionRejected(),
        ]
    }

    private static func calls(_ values: RuleValues) -> [any ResponseRule] {
        [
            ToTagMissing(),
            MisplacedCode.provisional,
            ProgressWithoutSDP(),
        ] + MisplacedCode.failures + [
            FlowFailedAtEndpoint(values),
            AmbiguousLeaksContacts(values),
        ]
    }

    /// The most codes that a rule about codes has: those of a class.
    private static let mostCodes = 100

    /// The identifiers of the rules that judge responses with `code`, in the order of the list.
    ///
    /// What judges the codes of several classes is no rule of a code.
    package static func identifiers(judging code: UInt16) -> [String] {
        let rules = judges.filter { rule in
            if case .some(let codes) = rule.codes { return codes.count <= mostCodes && codes.contains(code) }
            return false
        }.map(\.declaration)
        let overload = Obligation.overload.codes.contains(code) ? [Obligation.overload.declaration] : []
        return (rules + overload).map(\.identifier)
    }
}
