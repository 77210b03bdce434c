/// The status codes of the registry, and the unregistered ones that are met on the wire.
package enum StatusCodes {
    /// Every row, by number.
    package static let all: [StatusCode] = [
        provisional, success, redirection, requestFailures, requestFailureExtensions, serverFailures, globalFailures,
    ].joined().sorted { $0.number < $1.number }

    /// The position of each number's row in `all`, from 100 on; `nowhere` where the catalogue has none.
    private static let positions: [UInt8] = {
        var positions = [UInt8](repeating: nowhere, count: 600)
        for (position, row) in all.enumerated() { positions[Int(row.number) - 100] = UInt8(position) }
        return positions
    }()

    private static let nowhere = UInt8.max

    /// The row of a number, or `nil` where the catalogue does not know it.
    package static func row(for number: UInt16) -> StatusCode? {
        guard (100..<700).contains(number) else { return nil }
        let position = positions[Int(number) - 100]
        return position == nowhere ? nil : all[Int(position)]
    }

    /// Whether the catalogue knows a number.
    package static func isListed(_ number: UInt16) -> Bool {
        (100..<700).contains(number) && positions[Int(number) - 100] != nowhere
    }

    /// The default phrase of a number, or `nil` where the catalogue does not know it.
    package static func reasonPhrase(for number: UInt16) -> String? {
        row(for: number)?.reasonPhrase
    }

    /// The code that a client acts on: the number itself, or the stand-in of its class where it is unknown.
    ///
    /// `nil` outside 100–699. Source: RFC 3261 §8.1.3.2.
    package static func actedOn(as number: UInt16) -> UInt16? {
        // A row is large to copy, and this is asked for every call.
        isListed(number) ? number : ResponseClass(number: number)?.standIn
    }

    /// The rows of one class, by number.
    package static func rows(in responseClass: ResponseClass) -> [StatusCode] {
        all.filter { $0.responseClass == responseClass }
    }
}
