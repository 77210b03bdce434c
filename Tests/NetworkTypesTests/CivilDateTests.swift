import NetworkTypes
import Testing

@Suite struct CivilDateTests {
    @Test(
        arguments: [
            ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-11-21", 20_778),
            ("0000-01-01", -719_528), ("9999-12-31", 2_932_896),
        ] as [(String, Int64)]
    )
    func `a day is so many days from 1970`(text: String, days: Int64) throws {
        let date = try #require(CivilDate(text))
        #expect(date.days == days)
        #expect(date.description == text)
    }

    @Test(
        arguments: [
            "", "2026-11", "2026-13-01", "2026-02-29", "2026-11-31", "26-11-21", "2026-11-21 ", "２026-11-21",
            "2026-1-1",
        ]
    )
    func `what is no day of the calendar is none`(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test func `a day ends with its last nanosecond, as far as there is time`() throws {
        #expect(try #require(CivilDate("1970-01-01")).end.nanoseconds == 86_400_000_000_000 - 1)
        #expect(try #require(CivilDate("9999-12-31")).end.nanoseconds == .max)
        #expect(try #require(CivilDate("0000-01-01")).end.nanoseconds == .min)
    }
}
