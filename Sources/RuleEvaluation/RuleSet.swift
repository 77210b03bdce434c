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
    private(set) var byMethod: [ExaminerMask]
    /// For each code 0…699 the examiners that want its responses.
    private(set) var byCode: [ExaminerMask]
    /// Those that want ended transactions.
    private(set) var byEnding: [Int]
    /// What is settled of each.
    private(set) var rulings: Rulings
    /// For each symptom the examiners that want it, and the symptoms that any wants.
    private(set) var bySymptom: [ExaminerMask]
    let anySymptoms: Symptoms
    /// Which counts of servers any of them wants.
    let loads: LoadSpans

    /// A response rule by its place, with what a message must show for it.
    struct Candidate: Sendable {
        let place: Int
        let trigger: Trigger
    }

    /// Examiners, a bit for each place.
    typealias ExaminerMask = UInt64

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
        candidates = RuleSet.candidates(of: responseRules)
        let interests = examiners.map(\.interest)
        precondition(examiners.count <= ExaminerMask.bitWidth, "a mask holds 64 examiners")
        var (byMethod, byCode) = (
            [ExaminerMask](repeating: 0, count: Method.allCases.count + 1), [ExaminerMask](repeating: 0, count: 700)
        )
        var bySymptom = [ExaminerMask](repeating: 0, count: Symptoms.RawValue.bitWidth)
        for (place, interest) in interests.enumerated() {
            let mark: ExaminerMask = 1 << ExaminerMask(place)
            for method in interest.requests { byMethod[method.place] |= mark }
            for code in interest.responses where code < 700 { byCode[Int(code)] |= mark }
            for bit in bySymptom.indices where interest.symptoms.rawValue >> UInt64(bit) & 1 == 1 {
                bySymptom[bit] |= mark
            }
        }
        (self.byMethod, self.byCode, self.bySymptom) = (byMethod, byCode, bySymptom)
        byEnding = interests.indices.filter { interests[$0].endings }
        anySymptoms = interests.reduce([]) { $0.union($1.symptoms) }
        loads = interests.reduce(LoadSpans()) { $0.union($1.loads) }
    }

    private static func candidates(of rules: [any ResponseRule]) -> [[Candidate]] {
        var candidates = [[Candidate]](repeating: [], count: 700)
        for (place, rule) in rules.enumerated() {
            let candidate = Candidate(place: place, trigger: rule.trigger)
            switch rule.codes {
            case .every: for code in candidates.indices { candidates[code].append(candidate) }
            case .some(let codes): for code in codes where code < 700 { candidates[Int(code)].append(candidate) }
            case .outOfRange: candidates[0].append(candidate)
            }
        }
        return candidates
    }

    /// The same rules, of which those report that are on under `control`, and as it settles.
    ///
    /// Examiners of which no rule is on are asked no more, but for those that say how far the capture can be trusted.
    package func controlled(by control: RuleControl) -> RuleSet {
        var set = self
        let rulings = Rulings(control, of: declarations)
        set.rulings = rulings
        set.candidates = candidates.map { $0.filter { rulings.isOn($0.place) } }
        var asked: ExaminerMask = 0
        for (place, examiner) in examiners.enumerated() {
            let isWanted = examiner.declarations.indices.contains { rule in
                rulings.isOn(bases[place] + rule) || examiner.declarations[rule].tier == .base
            }
            if isWanted { asked |= 1 << ExaminerMask(place) }
        }
        set.byMethod = byMethod.map { $0 & asked }
        set.byCode = byCode.map { $0 & asked }
        set.bySymptom = bySymptom.map { $0 & asked }
        set.byEnding = byEnding.filter { asked >> ExaminerMask($0) & 1 == 1 }
        return set
    }
}
