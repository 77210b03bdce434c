import ArgumentParser
import ReportRendering
import SIPCatalogue
import Tallying

/// The options that say what figures count and which windows are listed.
struct FigureArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "List figures by minute, five-minutes, hour or day in JSON; may be given again.",
            discussion: """
                Needs --format json. Without it, the shortest of which there are at most \(Report.windowLimit), and longer \
                ones.
                """,
            valueName: "span"
        )
    )
    var windows: [WindowSpan] = []

    @Option(
        help: ArgumentHelp(
            "Final codes that make an attempt ineffective (ISA).",
            discussion: "408 stands for no response at all as well. (default: \(Self.usualCodes))",
            valueName: "codes"
        )
    )
    var isaCodes: String?

    @Flag(help: "Count wrong numbers as effective in NER: 404, 484, 604 with Q.850 cause 1, 22 or 28.")
    var nerUserError = false

    @Option(
        help: ArgumentHelp(
            "How long after a call that failed another one to the same callee is a redial (CCR).",
            valueName: "seconds"
        )
    )
    var redialSpan = 60

    private static let usualCodes = StatusCodeSet.ineffectiveAttempts.map { "\($0)" }.joined(separator: ",")
    private static let codeRange = 400...699
    private static let spanRange = 1...86_400

    /// What the figures count.
    ///
    /// - Throws: `ValidationError` where a value is out of its range.
    func options() throws -> KPIOptions {
        guard Self.spanRange ~= redialSpan else {
            let (least, most) = (Self.spanRange.lowerBound, Self.spanRange.upperBound)
            throw ValidationError("--redial-span: \(redialSpan) is not from \(least) to \(most) seconds")
        }
        return KPIOptions(
            ineffectiveCodes: try codes(),
            countsUserErrors: nerUserError,
            redialSpan: Int64(redialSpan) * 1_000_000_000
        )
    }

    private func codes() throws -> [UInt16] {
        guard let isaCodes else { return StatusCodeSet.ineffectiveAttempts }
        let codes = try isaCodes.split(separator: ",", omittingEmptySubsequences: false).map { word in
            guard let code = Int(word), Self.codeRange ~= code else {
                throw ValidationError(
                    "--isa-codes: '\(word)' is no code from \(Self.codeRange.lowerBound) to "
                        + "\(Self.codeRange.upperBound); give a list such as \(Self.usualCodes)"
                )
            }
            return UInt16(code)
        }
        return Set(codes).sorted()
    }
}

extension WindowSpan: ExpressibleByArgument {
    /// The span with this name on the command line.
    package init?(argument: String) {
        guard let span = Self.allCases.first(where: { $0.defaultValueDescription == argument }) else { return nil }
        self = span
    }

    package var defaultValueDescription: String {
        switch self {
        case .minute: "minute"
        case .fiveMinutes: "five-minutes"
        case .hour: "hour"
        case .day: "day"
        }
    }

    package static var allValueStrings: [String] { allCases.map(\.defaultValueDescription) }
}
