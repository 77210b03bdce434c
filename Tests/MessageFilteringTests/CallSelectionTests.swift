import CallTracking
import NetworkTypes
import SIPMessages
import TestSupport
import Testing
import WireBytes

@testable import MessageFiltering

/// Which messages are analysed when one of their call is as asked.
@Suite struct CallSelectionTests {
    private func filter(_ set: (inout FilterOptions) -> Void) throws -> CallFilter {
        var options = FilterOptions()
        set(&options)
        return try #require(try options.filter())
    }

    /// Whether each message of `trace` is taken in the pass that analyses, and what the selection says at its end.
    private func run(
        _ filter: CallFilter,
        _ trace: SIPTrace,
        limit: Int = 100
    ) -> (taken: [Bool], selection: CallSelection) {
        var selection = CallSelection(filter, limit: limit)
        if selection.isLookingAhead {
            #expect(!pass(&selection, trace).contains(true))
            selection = selection.lookedAhead()
        }
        return (pass(&selection, trace), selection)
    }

    private func pass(_ selection: inout CallSelection, _ trace: SIPTrace) -> [Bool] {
        var taken: [Bool] = []
        for step in trace.steps {
            _ = selection.advance(to: step.time)
            let isTaken = step.withMessage { selection.admits($0, $1, $2) }
            taken.append(isTaken == true)
        }
        return taken
    }

    /// An answered call that the callee ends, and a refused one in the middle of it.
    private static let trace = {
        var trace = SIPTrace()
        trace.newCall("long@example.com")
        trace.request("INVITE")
        trace.response(200, "OK")
        trace.newCall("refused@example.com")
        trace.request("INVITE")
        trace.response(503, "Service Unavailable")
        trace.newCall("long@example.com")
        (trace.caller, trace.callee) = (trace.callee, trace.caller)
        trace.request("BYE")
        trace.rewrite("From: <sip:alice@", "From: <sip:carol@")
        trace.response(200, "OK")
        return trace
    }()

    @Test(
        arguments: [
            ("code == 503", [false, false, true, true, false, false]),
            ("code == 200", [true, true, false, false, true, true]),
            ("method == BYE", [true, true, false, false, true, true]),
            ("method == BYE && code == 503", Array(repeating: false, count: 6)),
            ("method == INVITE && code == 200", [true, true, false, false, true, true]),
            ("from_user == alice", Array(repeating: true, count: 6)),
            // The call is of alice, though carol is in the From of a request.
            ("from_user == carol", Array(repeating: false, count: 6)),
            ("from_user != alice", Array(repeating: false, count: 6)),
            ("from_user == alice && code == 503", [false, false, true, true, false, false]),
            ("from_user == alice && method == BYE", [true, true, false, false, true, true]),
            ("call_id ~ long", [true, true, false, false, true, true]),
            ("!(call_id ~ long)", [false, false, true, true, false, false]),
            ("time > 09:12:04.045", [true, true, false, false, true, true]),
        ] as [(String, [Bool])]
    )
    func `a call is taken with all of its messages`(expression: String, taken: [Bool]) throws {
        let run = run(try filter { $0.expression = expression }, Self.trace)
        #expect(run.taken == taken)
        #expect(run.selection.use.messagesExcluded == UInt64(taken.count { !$0 }))
    }

    @Test(
        arguments: [
            ("code == 503", true), ("method == BYE", true), ("server == 192.0.2.1", true), ("time > 09:00:00", true),
            ("from ~ alice && port == 5060", true), ("from ~ alice", false), ("to_user == bob || call_id ~ x", false),
        ]
    )
    func `only what may come late in a call needs a look ahead`(expression: String, isNeeded: Bool) throws {
        #expect(try filter { $0.expression = expression }.needsLookAhead == isNeeded)
    }

    @Test func `the window cuts calls where it ends, and time stands still there`() throws {
        let window = try filter { $0.time = "09:12:04.01..09:12:04.03" }
        #expect(!window.needsLookAhead)
        let run = run(window, Self.trace)
        #expect(run.taken == [false, true, true, true, false, false])
        var selection = run.selection
        let end = Self.trace.steps[3].time
        #expect(selection.advance(to: Self.trace.steps[5].time) == end)
        #expect(selection.use.end == end)
        #expect(selection.use.start == Self.trace.steps[1].time)
        #expect(selection.use.expression == nil)
    }

    @Test func `a window holds for conditions as well`() throws {
        let filter = try filter {
            $0.time = "..09:12:04.03"
            $0.methods = ["BYE"]
        }
        #expect(run(filter, Self.trace).taken == Array(repeating: false, count: 6))
    }

    @Test func `a window over midnight ends on the next day`() throws {
        var selection = CallSelection(try filter { $0.time = "23:50:00..00:10:00" })
        _ = selection.advance(to: Self.trace.steps[0].time)
        let (start, end) = (selection.use.start?.nanoseconds ?? 0, selection.use.end?.nanoseconds ?? 0)
        #expect(end - start == 20 * 60 * 1_000_000_000)
    }

    @Test func `a Call-ID beyond the limit is counted and left out`() throws {
        let filter = try filter { $0.codes = ["200", "503"] }
        let run = run(filter, Self.trace, limit: 1)
        #expect(run.taken == [true, true, false, false, true, true])
        #expect(run.selection.timesFull == 1)
    }

    @Test func `a first message beyond the limit decides for itself alone`() throws {
        let filter = try filter { $0.from = ["carol"] }
        let run = run(filter, Self.trace, limit: 0)
        #expect(run.taken == [false, false, false, false, true, false])
        #expect(run.selection.timesFull > 0)
    }

    @Test func `a message without a Call-ID stands for itself`() throws {
        var trace = SIPTrace()
        trace.response(503, "Service Unavailable", to: "OPTIONS", leavingOut: ["Call-ID"])
        trace.response(200, "OK", to: "OPTIONS", leavingOut: ["Call-ID"])
        #expect(run(try filter { $0.codes = ["5xx"] }, trace).taken == [true, false])
    }
}

/// What the options of the command line mean together.
@Suite struct FilterOptionsTests {
    private func expression(_ set: (inout FilterOptions) -> Void) throws -> String? {
        var options = FilterOptions()
        set(&options)
        return try options.filter()?.expression
    }

    @Test func `no option is no filter`() throws {
        #expect(try FilterOptions().filter() == nil)
    }

    @Test func `options hang together by and, one given twice by or`() throws {
        let text = try expression {
            $0.callIDs = ["a b"]
            $0.from = ["alice", "bob\""]
            $0.methods = ["INVITE"]
            $0.codes = ["5xx, 486", "400-404"]
            $0.servers = ["[2001:db8::1]:5060"]
            $0.expression = " port == 5060 || port == 5080 "
        }
        #expect(
            text == "call_id ~ \"a b\" && from ~ \"alice\", \"bob\\\"\" && method == INVITE"
                + " && code == 5xx, 486, 400-404 && server == [2001:db8::1]:5060 && (port == 5060 || port == 5080)"
        )
        // What is shown can be typed again.
        #expect(try expression { $0.expression = text } == text)
    }

    @Test(
        arguments: [
            ("--code", "5xx,48x", 5), ("--code", " 200 , ,", 8), ("--server", "192.0.2.1,example.com", 11),
            ("--method", "", 1), ("--from", "", 1), ("--time", "09:12:04", 1), ("--time", "..", 1),
            ("--time", "10:00:00..x", 11),
        ]
    )
    func `an error points into the text of its option`(option: String, text: String, column: Int) {
        var options = FilterOptions()
        switch option {
        case "--code": options.codes = ["404", text]
        case "--server": options.servers = [text]
        case "--method": options.methods = [text]
        case "--from": options.from = [text]
        default: options.time = text
        }
        do throws(FilterError) {
            _ = try options.filter()
            Issue.record("\(text) was taken")
        } catch {
            #expect(error.option == option)
            #expect(error.text == text)
            #expect(error.column == column)
        }
    }
}
