package import WireBytes

/// A Session-Expires value (RFC 4028 §4): `1800;refresher=uac`.
package struct SessionExpires: Sendable {
    /// Who refreshes the session: the sender of the request that agreed on it, or its receiver.
    package enum Refresher: Sendable {
        case uac, uas
    }

    /// How long the session lasts after each refresh, in seconds.
    package let seconds: UInt32
    /// Who is to refresh it; `nil` where that is not said.
    package let refresher: Refresher?

    /// Reads `range`, the field's value; `nil` where it does not begin with a number of seconds.
    ///
    /// What follows that is no parameter, or none that is known, does not make the number another.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> SessionExpires? {
        let (number, end) = DecimalNumber.leading(bytes, range)
        guard let seconds = number.flatMap(UInt32.init(exactly:)) else { return nil }
        var refresher: Refresher?
        var scanner = ParameterScanner(from: end, to: range.upper)
        while let parameter = scanner.next(bytes) {
            guard refresher == nil, bytes.equals("refresher", in: parameter.name) else { continue }
            if bytes.equals("uac", in: parameter.value) { refresher = .uac }
            if bytes.equals("uas", in: parameter.value) { refresher = .uas }
        }
        return SessionExpires(seconds: seconds, refresher: refresher)
    }
}
