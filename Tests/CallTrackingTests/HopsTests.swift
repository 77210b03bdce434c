import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// On which hop of its call an INVITE is: one further than the one that the proxy before it received.
@Suite struct HopsTests {
    private static let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"

    /// The hops of the messages of `tracking`, which are INVITEs.
    private func hops(_ tracking: borrowing Tracking) -> [UInt8] {
        var hops: [UInt8] = []
        for observation in tracking.observations {
            hops.append(tracking.tracker.transactions[observation.transaction].hop)
        }
        return hops
    }

    @Test(arguments: [1, 16, 17, 18])
    func `a fork is linked to what its proxy received among the sixteen INVITEs before it`(forks: Int) {
        var trace = SIPTrace()
        trace.request("INVITE")
        for number in 0..<forks {
            let address = IPAddress(v4: 0xCB00_7100 + UInt32(number))
            var fork = SIPTrace(from: .callee, to: Endpoint(address: address, port: 5060))
            fork.at(.milliseconds(number + 1))
            fork.request("INVITE", headers: [Self.below])
            fork.rewrite(".INVITE", ".fork-\(number)")
            trace.merge(fork)
        }
        let expected = [1] + (1...forks).map { $0 <= 16 ? 2 : 1 }
        #expect(hops(Tracking(trace)) == expected.map { UInt8($0) })
    }

    @Test func `an INVITE is not linked to one of another call that has the place of its own`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        var tracking = Tracking(trace)
        let first = tracking.observations[0].transaction
        tracking.pass(40, after: trace.now)
        var other = SIPTrace()
        other.at(.seconds(42))
        other.newCall("call-2@example.com")
        other.request("INVITE")
        other.rewrite("branch=z9hG4bKcall-2", "branch=z9hG4bKcall-1")
        var behind = SIPTrace(from: .callee, to: .carrier)
        behind.at(.seconds(43))
        behind.request("INVITE", headers: [Self.below])
        other.merge(behind)
        tracking.take(other)
        #expect(tracking.observations[2].transaction == first, "the place is used again")
        #expect(tracking.tracker.transactions[tracking.observations[3].transaction].hop == 1)
        #expect(tracking.open.map(\.call.hops) == [1, 1])
    }
}
