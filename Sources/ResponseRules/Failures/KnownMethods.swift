internal import CallTracking
internal import SIPCatalogue

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

    /// Takes the names in an Allow.
    mutating func list(_ names: String, hash: UInt64, _ sign: Sign) {
        (allow, allowed) = (hash, sign.now)
        for name in names.split(separator: ",") {
            let name = name.drop { $0 == " " }.prefix { $0 != " " }
            guard let method = Method.allCases.first(where: { $0.name == name }) else { continue }
            methods[Int(method.rawValue)] = sign
        }
    }
}
