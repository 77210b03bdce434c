import NetworkTypes
import PacketDecoding
import TestSupport
import WireBytes

/// What the frame `bytes` is.
func decode(_ bytes: [UInt8], as linkType: LinkType = .ethernet) -> Decoded {
    bytes.withRawSpan { PacketDecoder().decode($0, linkType: linkType) }
}

/// What `bytes`, the payload of an IPv6 packet put together from fragments, is.
func decodeReassembled(_ bytes: [UInt8], protocolNumber: UInt8) -> Decoded {
    bytes.withRawSpan {
        PacketDecoder().decodeTransport(of: protocolNumber, from: .callerV6, to: .calleeV6, identification: 5, $0)
    }
}

/// The answer as one case or nothing, so that an expectation is one line.
extension Decoded {
    /// The datagram, where it is one.
    var datagram: Datagram? { if case .datagram(let datagram) = self { datagram } else { nil } }

    /// The segment, where it is one.
    var segment: Segment? { if case .segment(let segment) = self { segment } else { nil } }

    /// The fragment, where it is one.
    var fragment: Fragment? { if case .fragment(let fragment) = self { fragment } else { nil } }

    /// What it is instead, where it is understood and not for us.
    var other: OtherContent? { if case .other(let content) = self { content } else { nil } }

    /// Why it cannot be read, where it cannot.
    var reason: UndecodableReason? { if case .undecodable(let reason) = self { reason } else { nil } }

    /// The bytes of the payload in `frame`, where it has one.
    func payload(in frame: [UInt8]) -> [UInt8]? {
        (datagram?.payload ?? segment?.payload ?? fragment?.payload).map { range in
            frame.withRawSpan { $0.copy(of: range) }
        }
    }
}
