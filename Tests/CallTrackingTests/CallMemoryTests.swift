import NetworkTypes
import TestSupport
import Testing
import WireBytes

@testable import CallTracking

/// What an open call takes, and what it gives back.
@Suite struct CallMemoryTests {
    @Test func `requests that nobody answers take no room for responses`() {
        var trace = SIPTrace()
        for (number, method) in ["INVITE", "OPTIONS", "REGISTER", "BYE"].enumerated() {
            trace.newCall("flood-\(number)@example.com")
            trace.request(method)
        }
        let tracking = Tracking(trace)
        #expect(tracking.open.count == 4)
        #expect(tracking.tracker.responses.count == 0)
    }

    @Test func `the room for responses is given back with the call`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.response(200, "OK")
        trace.request("ACK")
        trace.request("BYE")
        trace.response(200, "OK")
        var tracking = Tracking(trace)
        #expect(tracking.tracker.responses.count == 1)
        tracking.pass(40, after: trace.now)
        #expect(tracking.ended.count == 1)
        #expect(tracking.tracker.responses.count == 0)
    }

    @Test func `a call that was up for long is forgotten soon after its end`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        trace.request("ACK")
        var tracking = Tracking(trace)
        tracking.pass(600, after: trace.now)
        #expect(tracking.ended.isEmpty)
        trace.at(.seconds(600))
        trace.request("BYE")
        trace.response(200, "OK")
        tracking.take(trace.suffix(2))
        tracking.pass(30, after: trace.now)
        #expect(tracking.ended.isEmpty)
        tracking.pass(66, after: trace.now.adding(nanoseconds: 31_000_000_000))
        #expect(tracking.ended.count == 1)
    }

    @Test func `registrations that end all at once take no room`() {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        trace.response(200, "OK")
        for number in 0..<500 {
            trace.newCall("flood-\(number)@example.com")
            trace.at(.milliseconds(number))
            trace.request("REGISTER")
        }
        var tracking = Tracking(trace)
        tracking.pass(40, after: trace.now)
        #expect(tracking.registrations.count == 500)
        #expect(tracking.tracker.registrations.isEmpty)
        #expect(tracking.tracker.registrations.capacity < 16)
    }

    private static let call = MemoryLayout<ExpiringTable<OpenCall>.Slot>.stride
    private static let transaction = MemoryLayout<ExpiringTable<Transaction>.Slot>.stride
    /// An index is at least a quarter full, with eight bytes a place.
    private static let entry = 32

    @Test func `as many calls as there may be, of a request each, fit into 400 MiB`() {
        let each = Self.call + Self.transaction + 2 * Self.entry
        #expect(each * TrackingLimits().calls <= 400 << 20)
    }

    @Test func `what is kept of a call stays within 208 bytes, and what its responses tell as well`() {
        #expect(Self.call <= 208)
        #expect(MemoryLayout<CallResponses>.stride <= 208)
    }

    @Test func `an answered call with two transactions takes at most a thousand bytes`() {
        let call = Self.call + MemoryLayout<CallResponses>.stride
        #expect(call + 2 * Self.transaction + 3 * Self.entry <= 1_000)
    }
}

@Suite struct CallTextTests {
    private func text(_ parts: [Int], reasons: [Int] = []) -> CallText {
        let bytes = parts.enumerated().flatMap { [UInt8](repeating: 0x61 + UInt8($0), count: $1) }
        let ends = parts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        let ranges = (0..<4).map { ByteRange(ends[$0], ends[$0 + 1]) }
        var text = bytes.withRawSpan {
            CallText($0, callID: ranges[0], from: ranges[1], to: ranges[2], requestURI: ranges[3])
        }
        for reason in reasons {
            [UInt8](repeating: 0x7A, count: reason).withRawSpan { text.setFinalReason($0, ByteRange(0, reason)) }
        }
        return text
    }

    private func counts(_ text: CallText) -> [Int] {
        [text.callID, text.from, text.to, text.requestURI, text.finalReason].map(\.count)
    }

    @Test(arguments: [
        ([30, 20, 10, 5], [30, 20, 10, 5]), ([0, 0, 0, 0], [0, 0, 0, 0]), ([256, 100, 92, 64], [256, 100, 92, 64]),
        ([257, 10, 10, 10], [256, 10, 10, 10]), ([300, 300, 300, 300], [256, 128, 64, 64]),
        ([10, 10, 10, 9_000], [10, 10, 10, 256]),
    ])
    func `words are cut to their room, and each has some`(given: [Int], kept: [Int]) {
        let text = text(given)
        #expect(counts(text) == kept + [0])
        #expect(text.callID.allSatisfy { $0 == 0x61 })
        #expect(text.from.allSatisfy { $0 == 0x62 })
        #expect(text.requestURI.allSatisfy { $0 == 0x64 })
    }

    @Test(arguments: [([2], 2), ([40, 2], 2), ([2, 40], 40), ([5_000], 128), ([9, 0], 0)])
    func `the last reason phrase is kept, up to its limit`(reasons: [Int], kept: Int) {
        let text = text([300, 300, 300, 300], reasons: reasons)
        #expect(counts(text) == [256, 128, 64, 64, kept])
        #expect(text.finalReason.allSatisfy { $0 == 0x7A })
    }

    @Test func `what an INVITE replaces and who referred it have room of their own, until a further one`() {
        var text = text([256, 128, 64, 64], reasons: [7])
        let bytes = [UInt8](repeating: 0x79, count: 300)
        for (replaced, referredBy, reason) in [(300, 300, 0), (2, 5, 9), (0, 256, 128)] {
            bytes.withRawSpan { span in
                text.setReplaced(span, ByteRange(0, replaced))
                text.setReferredBy(span, ByteRange(0, referredBy))
                text.setFinalReason(span, ByteRange(0, reason))
            }
            #expect([text.replaced.count, text.referredBy.count] == [min(replaced, 256), min(referredBy, 256)])
            #expect(counts(text) == [256, 128, 64, 64, reason] && text.callID.allSatisfy { $0 == 0x61 })
        }
    }

    @Test func `no words are kept where none are asked for`() {
        var text = CallText()
        [UInt8](repeating: 0x7A, count: 9).withRawSpan { text.setFinalReason($0, ByteRange(0, 9)) }
        #expect(counts(text) == [0, 0, 0, 0, 0])
    }
}
