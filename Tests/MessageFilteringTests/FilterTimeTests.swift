@testable import MessageFiltering
import Testing

@Suite struct FilterTimeTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-21T09:12:04Z", 1_795_252_324_000_000_000),
            ("2026-11-21t10:12:04.000000001+01:00", 1_795_252_324_000_000_001),
            ("2026-11-21 03:42:04.5-05:30", 1_795_252_324_500_000_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000_000_000), ("1969-12-31T23:59:59Z", -1_000_000_000),
            ("2100-03-01T00:00:00Z", 4_107_542_400_000_000_000),
        ] as [(String, Int64)]
    )
    func `a moment of RFC 3339 is read`(text: String, nanoseconds: Int64) {
        let time = FilterTime(text)
        #expect(time?.nanoseconds == nanoseconds)
        #expect(time?.isOfDay == false)
    }

    @Test(
        arguments: [
            ("00:00:00", 0), ("09:12:04", 33_124_000_000_000), ("23:59:59.25", 86_399_250_000_000),
        ] as [(String, Int64)]
    )
    func `a time of day is read`(text: String, nanoseconds: Int64) {
        let time = FilterTime(text)
        #expect(time?.nanoseconds == nanoseconds)
        #expect(time?.isOfDay == true)
        #expect(time?.moment(after: 86_400_000_000_000) == nanoseconds + 86_400_000_000_000)
    }

    @Test(
        arguments: [
            "", "9:12:04", "24:00:00", "09:60:00", "09:12:60", "09:12", "09:12:04.", "09:12:04.1234567890", "09:12:04Z",
            "2026-11-21", "2026-11-21T09:12:04", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
            "2026-11-21T09:12:04+0100", "2026-11-21T09:12:04+24:00", "2026-11-00T00:00:00Z", "9999-12-31T23:59:59Z",
            "０９:１２:０４", "2026-11-21X09:12:04Z", "0000-01-01T00:00:00Z", "-----------", "::::::::",
        ]
    )
    func `what is no moment, or none that a capture can have, is none`(text: String) {
        #expect(FilterTime(text) == nil)
    }
}
