/// Addresses and networks that somebody listed, each with a port or any.
package struct AddressList: Sendable {
    private let patterns: [AddressPattern]

    /// The list of what can be read of `texts`.
    package init(_ texts: [String]) { patterns = texts.compactMap { AddressPattern($0) } }

    /// Whether `endpoint` is one of those listed.
    package func contains(_ endpoint: Endpoint) -> Bool { patterns.contains { $0.matches(endpoint) } }
}
