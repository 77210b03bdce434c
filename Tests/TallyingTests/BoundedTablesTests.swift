import CallTracking
import NetworkTypes
import RuleEvaluation
import SIPCatalogue
import TestAnalysis
import TestSupport
import Testing

@testable import Tallying

/// Maps whose keys come from the wire.
@Suite struct BoundedTablesTests {
    @Test func `sixty-five odd methods are kept apart up to the limit, the rest are other`() throws {
        var trace = SIPTrace()
        for number in 0..<65 { trace.request("ODD\(number)") }
        trace.request("INVITE")
        let requests = try Analysed(trace).tally.messages.requests
        #expect(requests.all.values.reduce(0, +) == 66)
        #expect(requests.all["INVITE"] == 1)
        #expect(requests.all["ODD0"] == 1)
        let apart = MethodTable.limit - Method.allCases.count - 1
        #expect(requests.all["other"] == UInt64(65 - apart))
        #expect(requests.all.count == apart + 2)
    }

    @Test func `a method known before the table was full is still counted as itself`() {
        var methods = MethodTable()
        for number in 0..<200 { methods.add(spelling: "ODD\(number)") }
        methods.add(spelling: "ODD0")
        #expect(methods.all["ODD0"] == 2)
    }

    @Test func `every registered method has a place`() {
        var methods = MethodTable()
        for method in Method.allCases { methods.add(method) }
        #expect(methods.all.count == Method.allCases.count)
    }

    @Test func `methods are told apart by case`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.request("invite")
        #expect(try Analysed(trace).tally.messages.requests.all == ["INVITE": 1, "invite": 1])
    }

    @Test func `codes out of range are kept as written up to the limit`() {
        var codes = CodeTable()
        for number in 0..<100 { codes.add(spelling: String(1_000 + number)) }
        codes.add(200)
        #expect(codes.all["1000"] == 1)
        #expect(codes.all["other"] == UInt64(100 - CodeTable.spellingLimit))
        #expect(codes.all["200"] == 1)
        #expect(codes[200] == 1)
        #expect(codes[65_535] == 0)
    }

    @Test func `servers beyond the limit are counted together`() throws {
        var trace = SIPTrace()
        for number in 0..<ServerTable.limit + 10 {
            trace.callee = Endpoint(address: IPAddress(v4: 0xC633_0000 + UInt32(number)), port: 5060)
            trace.newCall("call-\(number)")
            trace.request("OPTIONS")
            trace.response(503, "Service Unavailable")
        }
        let analysed = try Analysed(trace)
        #expect(analysed.tally.servers.count == ServerTable.limit)
        #expect(analysed.tally.servers.uncountedResponses == 10)
        #expect(analysed.limits.first { $0.name == "servers" }?.reached == 10)
        let group = try #require(analysed.group("unavailable-without-retry-after", .warning))
        #expect(group.count == UInt64(ServerTable.limit + 10))
        #expect(group.servers.count == ServerTable.limit)
        #expect(analysed.limits.first { $0.name == "finding_servers" }?.reached == 10)
    }

    @Test func `a server is an address, a port and a transport`() throws {
        var trace = SIPTrace()
        for port in [5060, 5062, 5060] as [UInt16] {
            trace.callee.port = port
            trace.request("OPTIONS")
            trace.response(200, "OK")
        }
        let servers = try Analysed(trace).tally.servers.all
        #expect(servers.map(\.key.endpoint.port) == [5060, 5062])
        #expect(servers.map(\.server.responses) == [2, 1])
    }
}
