internal import CallTracking
internal import SIPCatalogue

/// The rules that judge, made ready to be asked: a value that is made once and judges any number of captures.
package struct RuleSet: Sendable {
    /// What is said of each, in the order in which verdicts name them.
    package let declarations: [RuleDeclaration]
    let responseRules: [any ResponseRule]
    let examiners: [any Examiner]
    /// The place of the first rule of each examiner.
    let bases: [Int]
    /// For each code 100…699 the response rules that want it; for code 0, out of range, likewise.
    private(set) var candidates: [[Candidate]]
    /// For each method, and one more for those of no registered name, the examiners that want its requests.
    let byMethod: [[Int]]
    /// For each code 0…699 the examiners that want its responses.
    let byCode: [[Int]]
    /// Those that want ended transactions.
    let byEnding: [Int]
    /// What is settled of each.
    private(set) var rulings: Rulings
    /// The symptoms that each examiner wants, and those that any does.
    let symptoms: [Symptoms]
    let anySymptoms: Symptoms
    /// Which counts of servers any of them wants.
    let loads: LoadSpans

    /// A response rule by its place, with what a message must show for it.
    struct Candidate: Sendable {
        let place: Int
        let trigger: Trigger
    }

    /// How many rules a mark set can tell apart.
    package static let ruleLimit = 192

    /// A set of `responseRules` and the rules of `examiners`, at most ``ruleLimit`` of them together.
    package init(_ responseRules: [any ResponseRule] = [], _ examiners: [any Examiner] = []) {
        self.responseRules = responseRules
        self.examiners = examiners
        var declarations = responseRules.map(\.declaration)
        bases = examiners.map { examiner in
            defer { declarations += examiner.declarations }
            return declarations.count
        }
        self.declarations = declarations
        precondition(declarations.count <= RuleSet.ruleLimit, "a mark set holds 192 rules")
        rulings = Rulings(RuleControl(), of: declarations)
        candidates = (0..<700).map { code in
            responseRules.indices.filter { responseRules[$0].codes.contain(UInt16(code)) }
                .map { Candidate(place: $0, trigger: responseRules[$0].trigger) }
        }
        let interests = examiners.map(\.interest)
        func indices(_ isWanted: (Interest) -> Bool) -> [Int] { interests.indices.filter { isWanted(interests[$0]) } }
        byMethod = (0...Method.allCases.count).map { place in
            let method = Method(rawValue: UInt8(place))
            return indices { $0.requests.contains(method) }
        }
        byCode = (0..<700).map { code in indices { $0.responses.contains(UInt16(code)) } }
        byEnding = indices { $0.endings }
        symptoms = interests.map(\.symptoms)
        anySymptoms = symptoms.reduce([]) { $0.union($1) }
        loads = interests.reduce(LoadSpans()) { $0.union($1.loads) }
    }

    /// The same rules, of which those report that are on under `control`, and as it settles.
    ///
    /// Examiners are asked as before: one rule of theirs may be on, and others may need what they notice.
    package func controlled(by control: RuleControl) -> RuleSet {
        var set = self
        let rulings = Rulings(control, of: declarations)
        set.rulings = rulings
        set.candidates = candidates.map { $0.filter { rulings.isOn($0.place) } }
        return set
    }
}

extension JudgedCodes {
    fileprivate func contain(_ code: UInt16) -> Bool {
        switch self {
        case .every: true
        case .some(let codes): codes.contains(code)
        case .outOfRange: code == 0
        }
    }
}
