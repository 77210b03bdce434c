import Foundation
import TestSupport
import Testing

/// The options that say what figures count.
@Suite struct FigureOptionsTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A call that is busy and tried again 70 s later, a wrong number, an overloaded server and an INVITE that nobody
    /// answers.
    private func capture() throws -> String {
        var trace = SIPTrace()
        for (place, second) in [0, 70].enumerated() {
            trace.newCall("busy-\(place)@example.com")
            trace.at(.seconds(second))
            trace.request("INVITE")
            trace.response(486, "Busy Here")
        }
        trace.newCall("wrong@example.com")
        trace.request("INVITE")
        trace.response(404, "Not Found", headers: ["Reason: Q.850;cause=1"])
        trace.newCall("overload@example.com")
        trace.request("INVITE")
        trace.response(503, "Service Unavailable")
        trace.newCall("silent@example.com")
        trace.request("INVITE")
        trace.newCall("ping@example.com")
        for second in stride(from: 75, to: 120, by: 5) {
            trace.at(.seconds(second))
            trace.request("OPTIONS")
            trace.response(200, "OK")
        }
        return try directory.write("calls.pcap", PcapBuilder.file(trace.frames))
    }

    /// What is asked for, and how often `isa`, `request.isa`, `ner` and `ccr` count above and below the line.
    @Test(
        arguments: [
            ([], [2, 5], [2, 5], [2, 5]), (["--isa-codes", "486"], [2, 5], [2, 5], [2, 5]),
            (["--isa-codes", "404,503"], [2, 5], [2, 5], [2, 5]), (["--isa-codes", "503"], [1, 5], [1, 5], [2, 5]),
            (["--isa-codes", "408"], [1, 5], [1, 5], [2, 5]), (["--ner-user-error"], [2, 5], [2, 5], [3, 5]),
        ] as [([String], [Int], [Int], [Int])]
    )
    func `what counts above the line can be chosen`(options: [String], isa: [Int], request: [Int], ner: [Int]) throws {
        let kpis = try kpis(options)
        #expect(counts(kpis["isa"]) == isa)
        #expect(counts((kpis["request"] as? [String: Any])?["isa"]) == request)
        #expect(counts(kpis["ner"]) == ner)
    }

    @Test(arguments: [([], 2), (["--redial-span", "75"], 1)] as [([String], Int)])
    func `how long a redial may take can be chosen`(options: [String], intents: Int) throws {
        // All calls are between the same two, and within a minute but for the first.
        #expect(counts(try kpis(options)["ccr"]) == [0, intents])
    }

    @Test func `the report says what was chosen`() throws {
        let settings = try kpis(["--isa-codes", "503,488", "--ner-user-error", "--redial-span", "75"])["settings"]
        let chosen = try #require(settings as? [String: Any])
        #expect(chosen["isa_codes"] as? [Int] == [488, 503])
        #expect(chosen["ner_user_error"] as? Bool == true)
        #expect(chosen["redial_span_seconds"] as? Double == 75)
        #expect(chosen.count == 3)
    }

    @Test(arguments: [([], "ended by a user"), (["--ner-user-error"], "ended by a user, misdialled")])
    func `the text says whether wrong numbers count`(options: [String], words: String) throws {
        let lines = try Program(["analyze"] + options + [try capture()]).output.split(separator: "\n")
        #expect(lines.first { $0.hasPrefix("NER") }?.hasSuffix(words) == true)
    }

    @Test func `the text says which codes count`() throws {
        let capture = try capture()
        for (options, words) in [([], "408, 500, 503, 504, no answer"), (["--isa-codes", "503,488"], " 488, 503")] {
            let lines = try Program(["analyze"] + options + [capture]).output.split(separator: "\n")
            #expect(lines.first { $0.hasPrefix("ISA") }?.hasSuffix(words) == true)
        }
    }

    /// What is asked for, and what the one line that says why not holds.
    @Test(
        arguments: [
            (["--isa-codes", "503,200"], "'200'"), (["--isa-codes", "503,"], "''"), (["--isa-codes", "5xx"], "'5xx'"),
            (["--isa-codes", "700"], "400 to 699"), (["--redial-span", "0"], "1 to 86400"),
            (["--redial-span", "86401"], "1 to 86400"), (["--redial-span", "soon"], "--redial-span"),
        ] as [([String], String)]
    )
    func `a value out of its range is wrong usage and said in one line`(options: [String], words: String) throws {
        let run = try Program(["analyze"] + options + [try capture()])
        #expect(run.status == 2)
        #expect(run.complaints.first?.contains(words) == true, "\(run.complaints)")
        #expect(run.output.isEmpty)
    }

    private func kpis(_ options: [String]) throws -> [String: Any] {
        let run = try Program(["analyze", "--format", "json"] + options + [try capture()])
        #expect(run.status == 0, "\(run.complaints)")
        return try #require(try run.json["kpis"] as? [String: Any])
    }

    private func counts(_ ratio: Any?) -> [Int]? {
        guard let ratio = ratio as? [String: Any] else { return nil }
        return [ratio["numerator"], ratio["denominator"]].compactMap { $0 as? Int }
    }
}
