internal import WireBytes

/// What has to be read next, with the bytes it may use.
///
/// The reader of each layer takes its range and either names the next layer or writes the answer. It does the latter in
/// place, because an answer is large and handing it up through every layer costs more than reading them. A range ends
/// where the layer around it ends, so that no reader sees padding or a neighbour's bytes.
enum Layer {
    /// The payload of a link header, with the EtherType that the header gave it.
    case etherType(UInt16, ByteRange)
    /// An IPv4 header and what follows.
    case ipv4(ByteRange)
    /// An IPv6 header and what follows.
    case ipv6(ByteRange)
    /// An Ethernet header inside a tunnel and what follows.
    case ethernet(ByteRange)
    /// Nothing: the answer has been written.
    case none
}

extension Decoded {
    /// Makes `answer` the answer; no layer is left to read.
    @inline(__always)
    mutating func end(as answer: Decoded) -> Layer {
        self = answer
        return .none
    }
}
