internal import NetworkTypes

/// A field, how it is compared, and with what.
struct FilterCondition: Sendable {
    /// The values, of the kind of the field; there is at least one.
    enum Values: Sendable {
        case numbers([FilterRange])
        case addresses([AddressPattern])
        case texts([TextPattern])
    }

    let field: FilterField
    let comparison: FilterComparison
    let values: Values

    /// `field comparison value, value …`.
    init(
        _ field: FilterField,
        _ comparison: FilterComparison,
        _ values: [FilterValue]
    ) throws(FilterSyntaxError) {
        self.field = field
        self.comparison = comparison
        for value in values where value.text.isEmpty {
            throw FilterSyntaxError(value.place, "expected \(field.expectedValue), found nothing between the quotes")
        }
        switch field.kind {
        case .code, .responseClass, .port, .time:
            var ranges: [FilterRange] = []
            for value in values { ranges.append(try FilterRange(value, of: field)) }
            self.values = .numbers(ranges)
        case .transport: self.values = .numbers(try FilterCondition.transports(values))
        case .address: self.values = .addresses(try FilterCondition.addresses(values, of: field))
        case .text, .method:
            let ignoresCase = field.kind == .method
            self.values = .texts(
                values.map {
                    comparison == .contains
                        ? TextPattern(heldText: $0.text) : TextPattern(equalTo: $0.text, ignoringCase: ignoresCase)
                }
            )
        }
        try checkCount(values)
    }

    /// Ranges and lists have no place in an order.
    private func checkCount(_ typed: [FilterValue]) throws(FilterSyntaxError) {
        guard !comparison.takesSeveral, case .numbers(let ranges) = values, let first = ranges.first else { return }
        if typed.count > 1 {
            throw FilterSyntaxError(typed[1].place, "'\(comparison.rawValue)' takes one value, not a list")
        }
        if first.lower != first.upper {
            throw FilterSyntaxError(typed[0].place, "'\(comparison.rawValue)' takes one value, not a class or a range")
        }
    }

    private static func transports(_ values: [FilterValue]) throws(FilterSyntaxError) -> [FilterRange] {
        var ranges: [FilterRange] = []
        for value in values {
            guard let transport = Transport(rawValue: value.text.lowercased()) else {
                throw FilterSyntaxError(
                    value.place,
                    "expected \(FilterField.transport.expectedValue), found '\(value.text)'"
                )
            }
            ranges.append(FilterRange(Int64(transport.place), Int64(transport.place)))
        }
        return ranges
    }

    private static func addresses(
        _ values: [FilterValue],
        of field: FilterField
    ) throws(FilterSyntaxError) -> [AddressPattern] {
        var patterns: [AddressPattern] = []
        for value in values {
            guard let pattern = AddressPattern(value.text) else {
                throw FilterSyntaxError(value.place, "expected \(field.expectedValue), found '\(value.text)'")
            }
            if let network = pattern.networkOfHost {
                throw FilterSyntaxError(value.place, "'\(value.text)' is one host of a network; that is \(network)")
            }
            patterns.append(pattern)
        }
        return patterns
    }
}
