import ArgumentParser
import CallTracking

/// The options that say which calls are legs of one.
struct LegArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Join the legs of a call also by this header field, such as X-CID.",
            discussion: "Beside Session-ID and the icid-value of P-Charging-Vector, which always count.",
            valueName: "name"
        )
    )
    var legHeader: String?

    @Flag(help: "Guess at legs by parties and time where nothing else tells them.")
    var guessLegs = false

    /// What the legs of a call are told by.
    ///
    /// - Throws: `ValidationError` where the header field cannot be one.
    func options() throws -> LegOptions {
        guard let legs = LegOptions(header: legHeader, guesses: guessLegs) else {
            throw ValidationError("--leg-header: '\(legHeader ?? "")' is no name of a header field")
        }
        return legs
    }
}
