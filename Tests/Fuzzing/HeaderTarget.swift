import SIPMessages
import WireBytes

/// A header value, read as each of those that have a reader of their own; it stands between bytes that are not its own.
enum HeaderTarget {
    static func run(_ input: [UInt8]) {
        let range = ByteRange(1, 1 + input.count)
        for neighbour: UInt8 in [0x22, 0x3D, 0x0D] {
            ([neighbour] + input + [neighbour]).withRawSpan { read($0, range) }
        }
        input.withRawSpan { read($0, ByteRange(0, input.count)) }
    }

    private static func read(_ bytes: RawSpan, _ range: ByteRange) {
        let via = Via.read(bytes, range)
        check([via.transport, via.sentBy, via.branch, via.extent], within: range)
        _ = via.hasMagicCookie(bytes)
        let address = NameAddress.read(bytes, range)
        check([address.uri, address.tag], within: range)
        demand(address.end <= range.upper, "a name-addr that ends at \(address.end), behind its field")
        check([CSeq.read(bytes, range).methodText, Challenge.read(bytes, range).scheme], within: range)
        _ = RetryAfter.read(bytes, range)
        _ = SessionExpires.read(bytes, range)
        let replaces = Replaces.read(bytes, range)
        check([replaces.callID, replaces.toTag, replaces.fromTag], within: range)
        let (referTo, event) = (ReferTo.read(bytes, range), Event.read(bytes, range))
        check([referTo.uri, referTo.replaces, event.name, event.id], within: range)
        let plain = ReferTo.unescaped(bytes, range, most: range.count)
        demand(plain.count <= range.count, "\(plain.count) octets out of \(range.count) with escapes")
        _ = SubscriptionState.read(bytes, range)
        demand(SIPFragment.statusCode(bytes, range) < 700, "a status of no class")
        let contact = Contact.read(bytes, range)
        check([contact.uri, contact.expires], within: range)
        demand(range.lower...range.upper ~= contact.end, "a Contact that ends at \(contact.end), outside its field")
        check([ChargingVector.icid(bytes, range), URIUser.read(bytes, range)], within: range)
        _ = SessionID.read(bytes, range)
        demand(Reason.cause(bytes, range) <= 127, "a cause that Q.850 does not have")
    }

    /// Whatever a reader points at lies in the field it read.
    private static func check(_ parts: [ByteRange], within range: ByteRange) {
        for part in parts where !part.isEmpty {
            demand(part.lower >= range.lower && part.upper <= range.upper, "\(part) is not within \(range)")
            demand(part.lower < part.upper, "\(part) ends before it begins")
        }
    }
}
