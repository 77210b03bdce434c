import CallTracking
import NetworkTypes
import SIPCatalogue
import Tallying
import TestSupport

extension KPITable {
    /// Ten attempts, four of them answered after a challenge or none, two registrations, three that began too early,
    /// two seen from one side.
    static var sample: KPITable {
        var kpis = KPITable()
        for number in 0..<4 as Range<Int64> { kpis.add(answered(number), nil) }
        let ends: [(CallOutcome, UInt16)] = [
            (.busy, 486), (.busy, 486), (.noAnswer, 480), (.failed, 404), (.failed, 503), (.redirected, 302),
        ]
        for (outcome, code) in ends { kpis.add(attempt(outcome, code), nil) }
        for isWhole in [true, true, false] { kpis.add(registration(isWhole: isWhole)) }
        for isOneSided in [false, false, true, true] {
            var facts = attempt(.answered, 200, isWhole: false)
            facts.isOneSided = isOneSided
            kpis.add(facts, nil)
        }
        for number in 0..<4 as Range<Int64> { kpis.add(nil, session(number)) }
        kpis.addResponse(to: .invite, after: 12_000_000)
        return kpis
    }

    private static func at(_ milliseconds: Int64) -> CaptureTime {
        CaptureTime(nanoseconds: 1_795_252_320_000_000_000 + milliseconds * 1_000_000)
    }

    private static func attempt(_ outcome: CallOutcome, _ code: UInt16, isWhole: Bool = true) -> AttemptFacts {
        var facts = AttemptFacts(
            client: .caller,
            server: .callee,
            began: at(0),
            outcome: outcome,
            isWhole: isWhole
        )
        facts.finalCode = code
        facts.ended = at(250)
        facts.bids = 1
        facts.redirected = outcome == .redirected ? 1 : 0
        return facts
    }

    private static func answered(_ number: Int64) -> AttemptFacts {
        var facts = attempt(.answered, 200)
        facts.bids = number == 0 ? 2 : 1
        facts.challenged = number == 0 ? 1 : 0
        facts.progressed = at(900 + number * 100)
        facts.noticed = at(2_100 + number * 100)
        facts.rang = facts.noticed
        facts.answered = at(9_000 + number * 1_000)
        facts.ended = facts.answered
        return facts
    }

    private static func session(_ number: Int64) -> SessionFacts {
        var facts = SessionFacts(
            client: .caller,
            server: .callee,
            began: at(0),
            answered: at(9_000 + number * 1_000),
            released: at(69_000 + number * 11_000),
            wasReleasedByCaller: true,
            wasAcknowledged: true
        )
        facts.disconnected = at(69_040 + number * 11_020)
        facts.finalCode = 200
        return facts
    }

    private static func registration(isWhole: Bool) -> RegistrationFacts {
        var facts = RegistrationFacts(
            client: .caller,
            server: .callee,
            kind: .initial,
            began: at(0),
            isWhole: isWhole
        )
        facts.ended = at(55)
        facts.finalCode = 200
        return facts
    }
}
