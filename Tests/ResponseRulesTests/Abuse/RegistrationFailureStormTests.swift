import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct RegistrationFailureStormTests {
    private static let rule = "registration-failure-storm"

    /// Phones that register, of which some get another final response than 200 after these.
    private static func phones(
        _ codes: [[Int]],
        gap: Duration = .milliseconds(500),
        over transport: Transport = .udp
    ) -> SIPTrace {
        .over(transport) { trace in
            for (number, answers) in codes.enumerated() {
                trace.caller = .host(number % 200 + 1)
                trace.newCall("phone-\(number)")
                for (place, code) in answers.enumerated() {
                    trace.request("REGISTER", headers: place == 0 ? [] : ["Authorization: Digest username=\"x\""])
                    if code > 0 { trace.response(code, "Phrase") }
                }
                trace.wait(gap)
            }
        }
    }

    /// Failures and the successes around them.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let phones: [[Int]]
        var calls: UInt64 = 0
    }

    private static func some(_ count: Int, _ answers: [Int], of all: Int) -> [[Int]] {
        (0..<all).map { $0 * count / all != ($0 + 1) * count / all ? answers : [401, 200] }
    }

    private static let cases: [Case] = [
        Case(testDescription: "40 of 100 get 403", phones: some(40, [403], of: 100), calls: 40),
        Case(testDescription: "40 of 100 get 403 after a challenge", phones: some(40, [401, 403], of: 100), calls: 40),
        Case(testDescription: "all are challenged and succeed", phones: some(0, [], of: 100)),
        Case(testDescription: "20 of 99", phones: some(20, [403], of: 99), calls: 20),
        Case(testDescription: "20 of 100 are not more than a fifth", phones: some(20, [403], of: 100)),
        Case(testDescription: "19 of 30", phones: some(19, [403], of: 30)),
        Case(testDescription: "423 and another try", phones: some(40, [423, 200], of: 100)),
        Case(testDescription: "500", phones: some(25, [500], of: 50), calls: 25),
        Case(testDescription: "challenge after challenge", phones: some(25, [401, 401, 401, 401], of: 50), calls: 25),
        Case(testDescription: "two challenges and 200", phones: some(25, [401, 401, 200], of: 50)),
    ]

    @Test(arguments: cases, transports)
    func `twenty failed attempts that are more than a fifth are a storm`(sample: Case, transport: Transport) throws {
        var trace = RegistrationFailureStormTests.phones(sample.phones, over: transport)
        if transport == .udp { trace.mirrorAll() }
        let analysed = try Analysed(trace)
        #expect(
            analysed.totals(RegistrationFailureStormTests.rule) == [sample.calls == 0 ? 0 : 1, sample.calls]
        )
        guard let group = analysed.group(RegistrationFailureStormTests.rule, .warning) else { return }
        #expect(group.servers.map(\.key.endpoint) == [.callee])
    }

    @Test func `attempts that nobody answers fail, where the way back is seen`() throws {
        let phones = RegistrationFailureStormTests.some(25, [0], of: 50)
        var trace = RegistrationFailureStormTests.phones(phones, gap: .milliseconds(100))
        #expect(try Analysed(trace, pause: .seconds(60)).findings[RegistrationFailureStormTests.rule] == nil)
        for number in 1...50 {
            trace.caller = .host(number)
            trace.attempt("OPTIONS", call: "options-\(number)", 200)
        }
        let analysed = try Analysed(trace, pause: .seconds(60))
        #expect(analysed.totals(RegistrationFailureStormTests.rule) == [1, 25])
        #expect(analysed.detail(RegistrationFailureStormTests.rule, .warning)?.contains("no answer × 25") == true)
    }

    @Test(arguments: [(60, 1), (40, 0)])
    func `five times as many first registrations as usual are a flood`(count: Int, storms: Int) throws {
        let trace = SIPTrace.over(.udp) { trace in
            for number in 0..<40 {
                trace.at(.seconds(30 * number))
                trace.attempt("REGISTER", call: "usual-\(number)", 200)
            }
            trace.at(.seconds(1210))
            for number in 0..<count { trace.attempt("REGISTER", call: "anew-\(number)", 200) }
        }
        #expect(try Analysed(trace).totals(RegistrationFailureStormTests.rule)[0] == UInt64(storms))
    }
}
