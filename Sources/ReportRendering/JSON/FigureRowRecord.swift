internal import Tallying

/// The object `kpis` of one server, direction or window: the figures that anything was told of.
struct FigureRowRecord: Encodable {
    private let row: FigureRow

    init(_ row: FigureRow) { self.row = row }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: KPIKey.self)
        for name in KPIRatio.allCases where row.ratios[name].isTold {
            try container.encode(RatioRecord(row.ratios[name]), forKey: KPIKey(name.key))
        }
        for name in KPIInterval.allCases {
            let interval = row.intervals[name]
            if interval.count > 0 { try container.encode(IntervalRecord(interval), forKey: KPIKey(name.key)) }
        }
    }
}
