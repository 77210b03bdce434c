internal import CallTracking
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Which methods a server showed that it knows, and when it did last.
struct KnownMethods: Sendable {
    /// When a method was accepted or listed, and in which frame; at the least number it was not.
    struct Sign: Sendable {
        var now = Int64.min
        var frame = FrameReference(packed: 0)
    }

    /// Those with a registered name, by their raw values.
    private var methods = [Sign](repeating: Sign(), count: Method.allCases.count)
    /// A hash of the name of the latest other one, and its sign.
    private var otherName: UInt64 = 0
    private var other = Sign()
    /// A hash of the latest Allow, and when that was read.
    private var allow: UInt64 = 0
    private var allowed = Int64.min

    /// The sign of a method, which without a registered name has a hash of it.
    func sign(of method: Method?, name: UInt64) -> Sign {
        if let method { return methods[Int(method.rawValue)] }
        return otherName == name ? other : Sign()
    }

    /// Takes a sign that it accepted a method.
    mutating func accept(_ method: Method?, name: UInt64, _ sign: Sign) {
        if let method {
            methods[Int(method.rawValue)] = sign
        } else {
            (otherName, other) = (name, sign)
        }
    }

    /// Whether an Allow with this hash was read after `moment`: then it says no more.
    func hasRead(_ allow: UInt64, after moment: Int64) -> Bool { self.allow == allow && allowed > moment }

    /// Takes the names in an Allow, which stands in `range`.
    mutating func list(_ bytes: RawSpan, _ range: ByteRange, hash: UInt64, _ sign: Sign) {
        (allow, allowed) = (hash, sign.now)
        var at = range.lower
        while at < range.upper {
            let comma = bytes.nearOffset(of: 0x2C, in: ByteRange(at, range.upper))
            if let method = MethodReader.method(bytes, bytes.trimmed(ByteRange(at, comma))) {
                methods[Int(method.rawValue)] = sign
            }
            at = comma &+ 1
        }
    }
}
