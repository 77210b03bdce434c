import NetworkTypes
@testable import ReportRendering
import Testing

@Suite struct CivilTimeTests {
    /// A moment and how it is written.
    struct Moment: Sendable, CustomTestStringConvertible {
        let nanoseconds: Int64
        let text: String
        var testDescription: String { text }
    }

    static let moments = [
        Moment(nanoseconds: 0, text: "1970-01-01T00:00:00.000000Z"),
        Moment(nanoseconds: 1_795_252_324_031_204_999, text: "2026-11-21T09:12:04.031204Z"),
        Moment(nanoseconds: 951_782_400_000_000_000, text: "2000-02-29T00:00:00.000000Z"),
        Moment(nanoseconds: 4_107_542_400_000_000_000, text: "2100-03-01T00:00:00.000000Z"),
        Moment(nanoseconds: -1, text: "1969-12-31T23:59:59.999999Z"),
        Moment(nanoseconds: -86_400_000_000_001, text: "1969-12-30T23:59:59.999999Z"),
        Moment(nanoseconds: .max, text: "2262-04-11T23:47:16.854775Z"),
        Moment(nanoseconds: .min, text: "1677-09-21T00:12:43.145224Z"),
    ]

    @Test(arguments: moments) func `a moment is written in UTC`(moment: Moment) {
        #expect(CaptureTime(nanoseconds: moment.nanoseconds).rfc3339 == moment.text)
    }

    @Test func `every day follows the one before`() {
        var last = ""
        for day in Int64(-100_000)..<100_000 {
            let date = CivilTime(CaptureTime(nanoseconds: day * 86_400_000_000_000)).date
            #expect(date > last)
            last = date
        }
    }
}
