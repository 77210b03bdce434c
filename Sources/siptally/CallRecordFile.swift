import CallTracking
import ReportRendering
import RuleEvaluation
import SiptallyService

/// The file of `--calls`: a record for each call as it ends, so that memory does not grow with the capture.
final class CallRecordFile {
    private var file: OutputFile?
    private var failure: OutputFile.Failure?
    private let isTable: Bool
    private let rules: [RuleDeclaration]

    private init(_ file: consuming OutputFile, isTable: Bool, rules: [RuleDeclaration]) {
        self.file = consume file
        self.isTable = isTable
        self.rules = rules
    }

    /// Opens `path`, CSV where its name ends in `.csv`; `nil` where no file is wanted.
    static func open(_ path: String?, rules: [RuleDeclaration]) throws -> CallRecordFile? {
        guard let path else { return nil }
        do throws(OutputFile.Failure) {
            let isTable = path.lowercased().hasSuffix(".csv")
            let records = CallRecordFile(try OutputFile(path), isTable: isTable, rules: rules)
            if records.isTable { records.write(Array(CallRecord.csvHeader.utf8)) }
            return records
        } catch {
            Message.print(error.description)
            throw ExitStatus.unreadable
        }
    }

    /// Writes the record of `call`, which ended as `outcome`; `sources` are the names of the captures.
    func write(_ call: Call, _ outcome: CallOutcome, _ sources: [String]) {
        let line =
            isTable
            ? CallRecord.csvLine(for: call, outcome: outcome, rules: rules, sources: sources).map { Array($0.utf8) }
            : CallRecord.line(for: call, outcome: outcome, rules: rules, sources: sources)
        if let line { write(line) }
    }

    private func write(_ line: [UInt8]) {
        guard failure == nil else { return }
        do throws(OutputFile.Failure) {
            try file?.write(line)
            try file?.write([0x0A])
        } catch {
            failure = error
        }
    }

    /// Writes what is left; says why if not everything could be written.
    func close() throws {
        do throws(OutputFile.Failure) {
            if let failure { throw failure }
            if let file = file.take() { try file.close() }
        } catch {
            Message.print(error.description)
            throw ExitStatus.unreadable
        }
    }
}
