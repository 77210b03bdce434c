import MessageFiltering
import TestSupport

/// The text of a filter, as every option that takes one has it.
///
/// One that is refused is refused at a place within it; the expression that stands for one that is taken can be typed
/// again, as a reader of the report would, and selects without a trap.
enum FilterTarget {
    /// Of so many inputs one, by its length, is asked of messages: that costs more than reading it.
    private static let selectionStride = 4
    /// Expressions are no longer than this, but what stands in quotes may become so.
    private static let longestExpression = 4_096

    private static let options: [@Sendable (String, inout FilterOptions) -> Void] = [
        { $1.expression = $0 }, { $1.time = $0 }, { $1.codes = [$0] }, { $1.servers = ["192.0.2.1", $0] },
        { $1.methods = [$0] }, { $1.from = [$0] },
    ]

    private static let trace = {
        var trace = SIPTrace()
        trace.request("INVITE", headers: ["User-Agent: A"])
        trace.response(503, "Service Unavailable")
        return trace
    }()

    static func run(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        for set in options {
            var options = FilterOptions()
            set(text, &options)
            guard let filter = read(options) else { continue }
            if let expression = filter.expression { readAgain(expression) }
            if input.count % selectionStride == 0 { select(filter) }
        }
    }

    private static func readAgain(_ expression: String) {
        // A mark that combines with the quote before it hides that quote.
        let hasCombined = expression.count < expression.unicodeScalars.count
        guard expression.utf8.count <= longestExpression, !hasCombined else { return }
        var options = FilterOptions()
        options.expression = expression
        demand(read(options)?.expression == expression, "'\(expression)' is not read again")
    }

    private static func read(_ options: FilterOptions) -> CallFilter? {
        do throws(FilterError) {
            return try options.filter()
        } catch {
            let within = 0...error.text.count
            let isWithin = within.contains(error.place.lowerBound) && within.contains(error.place.upperBound)
            demand(isWithin, "\(error.place) is not within '\(error.text)'")
            demand(!error.complaint.isEmpty, "'\(error.text)' is refused without a word")
            return nil
        }
    }

    private static func select(_ filter: CallFilter) {
        var selection = CallSelection(filter, limit: 1)
        for _ in 0..<(filter.needsLookAhead ? 2 : 1) {
            for step in trace.steps {
                _ = selection.isInWindow(selection.advance(to: step.time))
                step.withMessage { _ = selection.admits($0, $1, $2) }
            }
            selection = selection.lookedAhead()
        }
    }
}
