/// How long a window is.
package enum WindowSpan: Int, CaseIterable, Sendable {
    case minute, fiveMinutes, hour, day

    /// In nanoseconds.
    package var nanoseconds: Int64 {
        switch self {
        case .minute: 60_000_000_000
        case .fiveMinutes: 300_000_000_000
        case .hour: 3_600_000_000_000
        case .day: 86_400_000_000_000
        }
    }

    /// The most windows that are kept: those of a day, a day, a week and a month without a pause.
    package var limit: Int {
        switch self {
        case .minute: 1_440
        case .fiveMinutes: 288
        case .hour: 168
        case .day: 31
        }
    }

    /// The name under which reports show the bound.
    var limitName: String {
        switch self {
        case .minute: "kpi_windows"
        case .fiveMinutes: "kpi_windows_of_five_minutes"
        case .hour: "kpi_windows_of_an_hour"
        case .day: "kpi_windows_of_a_day"
        }
    }
}
