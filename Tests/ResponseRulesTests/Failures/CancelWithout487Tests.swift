import NetworkTypes
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct CancelWithout487Tests {
    private static let rule = "cancel-without-487"

    @Test(arguments: samples)
    func `a cancelled INVITE is to be answered`(sample: TimedSample) throws {
        try sample.check(CancelWithout487Tests.rule)
    }

    private static let samples: [TimedSample] = [
        .fires(.warning, "nothing comes", pause: .seconds(33)) { $0.cancel(200) },
        .fires(.warning, "nothing ever came", pause: .seconds(40)) { $0.cancel(200, rings: false) },
        .silent("the capture ends first", pause: .seconds(31)) { $0.cancel(200) },
        .silent("the CANCEL was refused", pause: .seconds(40)) { $0.cancel(481) },
        .silent("the CANCEL was not answered", pause: .seconds(40)) {
            $0.cancel(200)
            $0.dropLast()
        },
        .silent("487 after 20 s", pause: .seconds(40)) {
            $0.cancel(200)
            $0.at(20_000)
            $0.response(487, "Request Terminated", to: "INVITE")
        },
        .silent("487 before the 200", pause: .seconds(40)) {
            $0.request("INVITE")
            $0.response(180, "Ringing")
            $0.request("CANCEL")
            $0.response(487, "Request Terminated", to: "INVITE")
            $0.response(200, "OK", to: "CANCEL")
        },
        .silent("it was answered all the same", pause: .seconds(40)) {
            $0.cancel(200)
            $0.response(200, "OK", to: "INVITE")
            $0.ackAnswer()
        },
        .silent("nothing came before, 487 then", pause: .seconds(40)) {
            $0.cancel(200, rings: false)
            $0.at(31_000)
            $0.response(487, "Request Terminated", to: "INVITE")
        },
        .silent("the INVITE was not seen", pause: .seconds(40)) {
            $0.cancel(200)
            $0 = $0.suffix(3)
        },
        .silent("a client of RFC 2543", pause: .seconds(40)) {
            $0.request("INVITE")
            $0.rewrite("branch=z9hG4bK", "branch=")
            $0.response(180, "Ringing")
            $0.rewrite("branch=z9hG4bK", "branch=")
            $0.request("CANCEL")
            $0.rewrite("branch=z9hG4bK", "branch=")
            $0.response(200, "OK", to: "CANCEL")
            $0.rewrite("branch=z9hG4bK", "branch=")
        },
    ]
}

extension SIPTrace {
    fileprivate mutating func cancel(_ code: Int, rings: Bool = true) {
        request("INVITE")
        if rings { response(180, "Ringing") }
        at(2_000)
        request("CANCEL")
        response(code, "Phrase", to: "CANCEL")
    }
}
