import Testing
import WireBytes

@testable import SIPMessages

@Suite struct SubscriptionTests {
    private func event(_ text: String, of count: Int = .max) -> [String] {
        let bytes = Array(text.utf8)
        return bytes.withRawSpan { span in
            let event = Event.read(span, ByteRange(0, min(count, bytes.count)))
            return [span.text(of: event.name), span.text(of: event.id)]
        }
    }

    private func state(_ text: String, of count: Int = .max) -> SubscriptionState? {
        let bytes = Array(text.utf8)
        return bytes.withRawSpan { SubscriptionState.read($0, ByteRange(0, min(count, bytes.count))) }
    }

    @Test(arguments: [
        ("refer", ["refer", ""]), ("refer;id=93809824", ["refer", "93809824"]),
        ("Refer ; x=1; ID = 7", ["Refer", "7"]),
        ("refer;id=1;id=2", ["refer", "1"]), ("refer;x=\"id=3;id=4\"", ["refer", ""]), ("", ["", ""]),
        (";id=1", ["", "1"]),
    ])
    func `an event has its package, and an id where there are several`(text: String, expected: [String]) {
        #expect(event(text) == expected)
    }

    @Test(
        arguments: [
            ("active;expires=60", .active), ("Pending", .pending), (" terminated ; reason=noresource", .terminated),
            ("terminated", .terminated), ("terminate", nil), ("terminated1", nil), ("", nil), (";reason=x", nil),
            ("x;terminated", nil),
        ] as [(String, SubscriptionState?)]
    )
    func `a subscription is in one of three states`(text: String, expected: SubscriptionState?) {
        #expect(state(text) == expected)
    }

    @Test func `what stands behind a value does not count, however short it is cut`() {
        let (one, other) = ("refer;id=93809824", "terminated;reason=noresource")
        for count in 0...one.utf8.count { #expect(event(one, of: count) == event(String(one.prefix(count)))) }
        for count in 0...other.utf8.count { #expect(state(other, of: count) == state(String(other.prefix(count)))) }
    }
}
