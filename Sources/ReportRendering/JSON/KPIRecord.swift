internal import CallTracking
internal import NetworkTypes
internal import SIPCatalogue
internal import Tallying

/// The object `kpis`: the figures of RFC 6076 and of operators, under their names.
struct KPIRecord: Encodable {
    private let kpis: KPITable
    private let total: FigureRow

    init(_ kpis: KPITable) {
        self.kpis = kpis
        total = kpis.total
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: KPIKey.self)
        for name in KPIRatio.allCases {
            try container.encode(RatioRecord(total.ratios[name]), forKey: KPIKey(name.key))
        }
        try container.encode(
            [
                "ser": RatioRecord(kpis.requestRatios.ser), "seer": RatioRecord(kpis.requestRatios.seer),
                "isa": RatioRecord(kpis.requestRatios.isa), "ira": RatioRecord(kpis.requestRatios.ira),
            ],
            forKey: "request"
        )
        for name in KPIInterval.allCases {
            try container.encode(IntervalRecord(total.intervals[name]), forKey: KPIKey(name.key))
        }
        try container.encode(responseTimes, forKey: "server_response_time")
        // The mean duration of answered calls; null where none ended.
        try container.encode(total.intervals[.sdt].mean, forKey: "acd_seconds")
        let counts: [KPIKey: UInt64] = [
            "excluded": kpis.incomplete.total &+ kpis.oneSided.total,
            "excluded_incomplete": kpis.incomplete.total, "excluded_one_sided": kpis.oneSided.total,
            "excluded_registrations": kpis.incomplete.registrations &+ kpis.oneSided.registrations,
            "auth_abandoned": kpis.authAbandoned,
            "srd_timeouts": kpis.srdTimeouts, "sdt_no_ack": kpis.unacknowledged,
            "sdt_unfinished": kpis.unfinished,
            "attempts_per_second_max": kpis.greatestAttemptsPerSecond,
        ]
        for (key, count) in counts { try container.encode(count, forKey: key) }
        try container.encode(
            SimultaneousCalls(
                now: kpis.sessions.now,
                peak: kpis.sessions.peak,
                time: OrNull(kpis.sessions.peakTime?.rfc3339)
            ),
            forKey: "simultaneous_calls"
        )
        try container.encode(
            ["caller": kpis.releasedByCaller, "callee": kpis.releasedByCallee],
            forKey: "released_by"
        )
        try container.encode(Settings(kpis.options), forKey: "settings")
    }

    /// What was chosen of what operators count in different ways, so that figures of two reports can be compared.
    private struct Settings: Encodable {
        let codes: [UInt16]
        let countsUserErrors: Bool
        let redialSpan: Double

        init(_ options: KPIOptions) {
            codes = options.ineffectiveCodes
            countsUserErrors = options.countsUserErrors
            redialSpan = JSONDuration.seconds(options.redialSpan)
        }

        private enum CodingKeys: String, CodingKey {
            case codes = "isa_codes"
            case countsUserErrors = "ner_user_error"
            case redialSpan = "redial_span_seconds"
        }
    }

    /// Calls that were up at once; the time is null where none was.
    private struct SimultaneousCalls: Encodable {
        let now, peak: UInt64
        let time: OrNull<String>

        private enum CodingKeys: String, CodingKey {
            case now, peak
            case time = "peak_time"
        }
    }

    /// The response times of methods that were answered.
    private var responseTimes: [String: IntervalRecord] {
        let names = Method.allCases.map(\.name) + ["other"]
        return Dictionary(
            zip(names, kpis.responseTimes).filter { $0.1.count > 0 }.map { ($0, IntervalRecord($1)) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

/// A key that is the name of a figure.
struct KPIKey: CodingKey, Hashable, ExpressibleByStringLiteral {
    let stringValue: String
    let intValue: Int? = nil

    init(_ name: String) { stringValue = name }
    init(stringLiteral name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
