import CallTracking
import NetworkTypes
import TestSupport

@testable import Tallying

extension CaptureTime {
    /// So many milliseconds after a moment on which a minute begins.
    static func at(_ milliseconds: Int64) -> CaptureTime {
        CaptureTime(nanoseconds: 1_795_252_320_000_000_000 + milliseconds * 1_000_000)
    }
}

extension AttemptFacts {
    /// An attempt with one INVITE that ended as `outcome` after 100 ms.
    static func sample(
        _ outcome: CallOutcome,
        _ code: UInt16 = 0,
        began: Int64 = 0,
        _ change: (inout AttemptFacts) -> Void = { _ in }
    ) -> AttemptFacts {
        var facts = AttemptFacts(
            client: .caller,
            server: .callee,
            began: .at(began),
            outcome: outcome,
            isWhole: true
        )
        facts.finalCode = code
        facts.bids = 1
        if outcome != .unanswered, outcome != .inProgress { facts.ended = .at(began + 100) }
        if outcome == .answered { facts.answered = facts.ended }
        change(&facts)
        return facts
    }
}

extension SessionFacts {
    /// A session of a minute, the BYE of which was answered with `code` after 40 ms, or not at all.
    static func sample(
        answered: Int64 = 100,
        _ code: UInt16? = 200,
        _ change: (inout SessionFacts) -> Void = { _ in }
    ) -> SessionFacts {
        var facts = SessionFacts(
            client: .caller,
            server: .callee,
            began: .at(answered - 100),
            answered: .at(answered),
            released: .at(answered + 60_000),
            wasReleasedByCaller: true,
            wasAcknowledged: true
        )
        facts.finalCode = code ?? 0
        if code != nil { facts.disconnected = .at(answered + 60_040) }
        change(&facts)
        return facts
    }
}

extension RegistrationFacts {
    /// A registration that ended with `code` after so many milliseconds, or not at all.
    static func sample(
        _ code: UInt16?,
        after milliseconds: Int64 = 55,
        kind: Kind = .initial,
        _ change: (inout RegistrationFacts) -> Void = { _ in }
    ) -> RegistrationFacts {
        var facts = RegistrationFacts(client: .caller, server: .callee, kind: kind, began: .at(0), isWhole: true)
        facts.finalCode = code ?? 0
        if code != nil { facts.ended = .at(milliseconds) }
        change(&facts)
        return facts
    }
}

extension KPITable {
    mutating func add(_ attempt: AttemptFacts) { add(attempt, nil) }
    mutating func add(_ session: SessionFacts) { add(nil, session) }

    /// What is made of these.
    init(
        _ attempts: [AttemptFacts] = [],
        _ sessions: [SessionFacts] = [],
        _ registrations: [RegistrationFacts] = [],
        options: KPIOptions = KPIOptions()
    ) {
        self.init(options: options)
        for attempt in attempts { add(attempt) }
        for session in sessions { add(session) }
        for registration in registrations { add(registration) }
    }
}
