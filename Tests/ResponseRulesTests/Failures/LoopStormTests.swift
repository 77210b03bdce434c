import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct LoopStormTests {
    private static let rule = "loop-storm"

    @Test(arguments: [(10, 482, 1), (10, 483, 1), (9, 483, 0), (20, 481, 0), (1, 483, 0)], transports)
    func `ten requests refused for a loop in a minute are a storm`(
        sample: (count: Int, code: Int, storms: UInt64),
        transport: Transport
    ) throws {
        var trace = SIPTrace.over(transport) { trace in
            trace.attempts([Int](repeating: sample.code, count: sample.count), method: "OPTIONS", gap: .seconds(1))
        }
        if transport == .udp { trace.mirrorAll() }
        let analysed = try Analysed(trace)
        #expect(analysed.totals(LoopStormTests.rule) == [sample.storms, sample.storms * UInt64(sample.count)])
        guard let group = analysed.group(LoopStormTests.rule, .warning) else { return }
        #expect(group.servers.map(\.key.endpoint) == [.callee])
    }

    @Test(arguments: [(6.6, 1), (6.8, 0)])
    func `ten within a minute and not more`(gap: Double, storms: Int) throws {
        let trace = SIPTrace.over(.udp) { trace in
            for number in 0..<10 {
                trace.at(.milliseconds(Int(gap * 1000) * number))
                trace.attempt(call: "call-\(number)", 483)
            }
        }
        #expect(try Analysed(trace).totals(LoopStormTests.rule)[0] == UInt64(storms))
    }

    /// A request that P and B send to each other `copies` times, each with a Via more, and a 483 that goes back.
    private static func loop(_ copies: Int, falling: Bool = true) -> SIPTrace {
        let ends: [Endpoint] = [.host(1), .host(2)]
        return .over(.udp) { trace in
            func fields(_ depth: Int) -> [String] {
                (1...depth).reversed().map { number in
                    "Via: SIP/2.0/UDP \(ends[(number + 1) % 2]);branch=z9hG4bKloop\(number)"
                }
            }
            func via(_ depth: Int) -> String { fields(depth).joined(separator: "\r\n") }
            for depth in 1...copies {
                trace.newCall("looping@example.com")
                trace.request("INVITE", headers: ["Max-Forwards: \(falling ? 70 - depth : 70)"])
                let text = String(decoding: trace.steps[trace.steps.count - 1].bytes, as: UTF8.self)
                let own = text.split(separator: "\r\n").first { $0.hasPrefix("Via:") } ?? ""
                trace.rewrite(String(own), via(depth))
                trace.move(from: ends[(depth + 1) % 2], to: ends[depth % 2], transport: .udp)
            }
            for depth in (1...copies).reversed() {
                trace.response(483, "Too Many Hops")
                let text = String(decoding: trace.steps[trace.steps.count - 1].bytes, as: UTF8.self)
                let own = text.split(separator: "\r\n").first { $0.hasPrefix("Via:") } ?? ""
                trace.rewrite(String(own), via(depth))
                trace.move(from: ends[depth % 2], to: ends[(depth + 1) % 2], transport: .udp)
            }
        }
    }

    @Test(arguments: [(20, true, 1), (15, true, 1), (14, true, 0), (20, false, 0)])
    func `a request that comes by a host eight times goes round`(copies: Int, falling: Bool, storms: Int) throws {
        var trace = LoopStormTests.loop(copies, falling: falling)
        trace.mirrorAll()
        let analysed = try Analysed(trace)
        #expect(analysed.totals(LoopStormTests.rule) == [UInt64(storms), UInt64(storms)])
        guard storms > 0 else { return }
        let detail = try #require(analysed.detail(LoopStormTests.rule, .warning))
        #expect(detail.contains("one came by 8 times with Max-Forwards 69, 67, 65, 63, 61, 59, 57, 55"))
        #expect(detail.contains("203.0.113.2 > 203.0.113.1"))
    }

    @Test func `one request that two branches bring is called merged`() throws {
        let trace = SIPTrace.over(.udp) { trace in
            for number in 0..<10 {
                trace.newCall("call-\(number)")
                trace.request("INVITE")
                trace.newCall("call-\(number)")
                trace.branch = "other"
                trace.request("INVITE")
                trace.response(482, "Loop Detected")
                trace.branch = ""
            }
        }
        let analysed = try Analysed(trace)
        #expect(analysed.totals(LoopStormTests.rule) == [1, 10])
        #expect(analysed.detail(LoopStormTests.rule, .warning)?.hasSuffix("482 × 10 for merged requests") == true)
    }
}
