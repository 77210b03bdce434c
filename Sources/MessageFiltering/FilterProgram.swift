internal import CallTracking
internal import SIPMessages
internal import WireBytes

/// An expression made ready: conditions one behind the other, each with where to go on when it holds and when not.
///
/// Steps go to steps with smaller numbers only, so a run ends after as many steps as there are conditions.
struct FilterProgram: Sendable {
    private struct Step: Sendable {
        let condition: FilterCondition
        let ifTrue: Int
        let ifFalse: Int
    }

    private static let accept = -1
    private static let reject = -2

    private var steps: [Step] = []
    private var start = accept
    /// Whether a condition is decided by the first message of a Call-ID for all of them.
    let asksOfCall: Bool
    /// Whether a condition may hold for one message of a Call-ID and not for another.
    let asksOfMessage: Bool

    /// The program of `tree`, which has few enough conditions for the bits of a call's facts: 48 typed and six of
    /// options.
    init(_ tree: FilterTree) {
        var scopes = Set<FilterField.Scope>()
        FilterProgram.collect(tree, &scopes)
        asksOfCall = scopes.contains(.call)
        asksOfMessage = scopes.contains(.message)
        start = add(tree, ifTrue: FilterProgram.accept, ifFalse: FilterProgram.reject)
    }

    private static func collect(_ tree: FilterTree, _ scopes: inout Set<FilterField.Scope>) {
        switch tree {
        case .condition(let condition): scopes.insert(condition.field.scope)
        case .both(let left, let right), .either(let left, let right):
            collect(left, &scopes)
            collect(right, &scopes)
        case .not(let inner): collect(inner, &scopes)
        }
    }

    /// Adds `tree` behind what follows it; the result is where it begins.
    private mutating func add(_ tree: FilterTree, ifTrue: Int, ifFalse: Int) -> Int {
        switch tree {
        case .condition(let condition):
            steps.append(Step(condition: condition, ifTrue: ifTrue, ifFalse: ifFalse))
            return steps.count - 1
        case .not(let inner): return add(inner, ifTrue: ifFalse, ifFalse: ifTrue)
        case .both(let left, let right):
            let rest = add(right, ifTrue: ifTrue, ifFalse: ifFalse)
            return add(left, ifTrue: rest, ifFalse: ifFalse)
        case .either(let left, let right):
            let rest = add(right, ifTrue: ifTrue, ifFalse: ifFalse)
            return add(left, ifTrue: ifTrue, ifFalse: rest)
        }
    }

    /// What the first message of a Call-ID says for all of them, a bit for each step.
    func facts(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        after midnight: Int64
    ) -> UInt64 {
        guard asksOfCall else { return 0 }
        var facts: UInt64 = 0
        for place in steps.indices where steps[place].condition.field.scope == .call {
            if steps[place].condition.holds(message, bytes, sighting, after: midnight) { facts |= 1 << UInt64(place) }
        }
        return facts
    }

    /// Whether the message is as asked, of a Call-ID with `facts`.
    func holds(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        facts: UInt64,
        after midnight: Int64
    ) -> Bool {
        var place = start
        while place >= 0 {
            let isTrue =
                steps[place].condition.field.scope == .call
                ? facts & 1 << UInt64(place) != 0
                : steps[place].condition.holds(message, bytes, sighting, after: midnight)
            place = isTrue ? steps[place].ifTrue : steps[place].ifFalse
        }
        return place == FilterProgram.accept
    }
}
