import NetworkTypes
import PacketCapture
import TestSupport
import Testing
import WireBytes

@Suite struct CaptureSetTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A pcap whose frames were captured at `seconds` and hold `letter`.
    @discardableResult
    private func file(_ name: String, _ letter: Unicode.Scalar, at seconds: [Int64]) throws -> String {
        let frames = seconds.map { SampleFrame(at: $0 * 1_000_000_000, [UInt8(ascii: letter)]) }
        return try directory.write(name, PcapBuilder.file(frames))
    }

    private func letters(of captures: inout CaptureSet) -> String {
        var letters = ""
        captures.forEachFrame { _, bytes in
            letters.unicodeScalars.append(Unicode.Scalar(bytes.octet(at: 0)))
            return true
        }
        return letters
    }

    @Test func `captures come in the order of their first frames, and ties in the order given`() throws {
        let inputs = [
            try file("none.pcap", "n", at: []), try file("late.pcap", "l", at: [9, 1]),
            try file("b.pcap", "b", at: [3, 20]), try file("a.pcap", "a", at: [3]),
            try file("first.pcap", "f", at: [1]),
        ]
        var captures = try CaptureSet(inputs)
        #expect(letters(of: &captures) == "fbball")
        #expect(captures.summaries.map(\.name) == [4, 2, 3, 1, 0].map { inputs[$0] })
        #expect(captures.summaries.map(\.frames) == [1, 2, 1, 2, 0])
        #expect(captures.problems.isEmpty)
    }

    @Test func `captures merged by time interleave, and of equal times the one that began first goes first`() throws {
        let inputs = [
            try file("x.pcap", "x", at: [1, 4, 5, 9]), try file("y.pcap", "y", at: [2, 3, 5, 6]),
            try file("z.pcap", "z", at: [5, 7]), try file("late.pcap", "l", at: [100]),
        ]
        var captures = try CaptureSet(inputs, order: .mergedByTime)
        #expect(letters(of: &captures) == "xyyxxyzyzxl")
        #expect(captures.summaries.map(\.name) == inputs)
    }

    @Test func `a merge holds as many captures open as overlap, and refuses those beyond the limit by name`() throws {
        let count = CaptureSet.openLimit
        var inputs = try (0..<200).map { try file("\($0).pcap", "s", at: [Int64($0) * 10, Int64($0) * 10 + 9]) }
        var ring = try CaptureSet(inputs, order: .mergedByTime)
        #expect(letters(of: &ring).count == 400)
        #expect(ring.problems.isEmpty)
        inputs = try (0...count).map { try file("o\($0).pcap", "o", at: [Int64($0), 1000]) }
        var overlapping = try CaptureSet(inputs, order: .mergedByTime)
        #expect(letters(of: &overlapping).count == count * 2)
        #expect(overlapping.problems.map(\.kind) == [.tooManyOpen])
        #expect(
            overlapping.problems.first?.description
                == "\(inputs[count]): not read: more than 64 captures overlap in time; merge them in groups"
        )
    }

    @Test func `a merge takes pipes as they come`() throws {
        let path = try file("a.pcap", "a", at: [2, 4])
        let frames = [1, 3, 5].map { SampleFrame(at: $0 * 1_000_000_000, [UInt8(ascii: "p")]) }
        try withPipe(PcapBuilder.file(frames)) { pipe, _ in
            var captures = try CaptureSet([path, pipe], order: .mergedByTime)
            #expect(captures.totalByteCount == nil)
            #expect(letters(of: &captures) == "papap")
        }
    }

    @Test(arguments: CaptureSet.Order.allCases)
    func `damage and missing files are written down and the run goes on`(_ order: CaptureSet.Order) throws {
        let good = try file("good.pcap", "g", at: [7])
        let cut = try directory.write(
            "cut.pcap",
            PcapBuilder.file([1, 2].map { SampleFrame(at: $0, [0x63, 0]) }).dropLast()
        )
        let damaged = try directory.write("damaged.pcap", Array(PcapBuilder().bytes) + [1, 2, 3])
        let missing = "\(directory.path)/missing.pcap"
        var captures = try CaptureSet([missing, damaged, cut, good], order: order)
        #expect(captures.problems.map(\.kind) == [.notFound])
        #expect(letters(of: &captures) == "cg")
        #expect(captures.problems.map(\.kind) == [.notFound, .damaged, .damaged])
        #expect(captures.problems.map(\.name) == [missing, cut, damaged])
        #expect(captures.problems.map(\.isPartial) == [false, true, true])
        #expect(captures.summaries.map(\.name) == [cut, good, damaged])
        #expect(captures.summaries.map(\.isTruncated) == [true, false, true])
    }

    @Test func `a single file that cannot be read is a problem, not the end of the program`() throws {
        var captures = try CaptureSet([directory.path])
        #expect(letters(of: &captures).isEmpty)
        #expect(captures.problems.map(\.kind) == [.isDirectory])
        #expect(captures.summaries.isEmpty)
    }

    @Test func `frames carry the place of their source and their number in it`() throws {
        let inputs = [try file("b.pcap", "b", at: [2, 3]), try file("a.pcap", "a", at: [1])]
        var captures = try CaptureSet(inputs)
        var places: [String] = []
        captures.forEachFrame { frame, _ in
            places.append("\(frame.source).\(frame.number)")
            return true
        }
        #expect(places == ["0.1", "1.1", "1.2"])
    }

    @Test(arguments: CaptureSet.Order.allCases)
    func `a run that was stopped goes on with the next frame, and says how far it is`(_ order: CaptureSet.Order) throws
    {
        let inputs = [try file("a.pcap", "a", at: [1, 3, 5]), try file("b.pcap", "b", at: [6, 7])]
        var captures = try CaptureSet(inputs, order: order)
        #expect(captures.consumedByteCount == 0)
        #expect(captures.totalByteCount == 133)
        var letters = ""
        var counts: [[UInt64]] = []
        while captures.forEachFrame({ _, bytes in
            letters.unicodeScalars.append(Unicode.Scalar(bytes.octet(at: 0)))
            return false
        }) {
            counts.append(captures.summaries.map(\.frames))
        }
        #expect(letters == "aaabb")
        #expect(counts == [[1], [2], [3], [3, 1], [3, 2]])
        #expect(captures.consumedByteCount == 133)
    }
}

@Suite struct InputPatternTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        for (name, second) in [("b.pcap", 2), ("a.pcap", 3), ("[1].pcap", 1), ("1.pcap", 9)] {
            try directory.write(name, PcapBuilder.file([SampleFrame(at: Int64(second) * 1_000_000_000, [0])]))
        }
    }

    private func names(_ inputs: [String]) throws -> [String] {
        var captures = try CaptureSet(inputs.map { "\(directory.path)/\($0)" })
        captures.forEachFrame { _, _ in true }
        return captures.summaries.map { String($0.name.dropFirst(directory.path.utf8.count + 1)) }
    }

    @Test(arguments: [
        (["*.pcap"], ["[1].pcap", "b.pcap", "a.pcap", "1.pcap"]), (["[ab].pcap"], ["b.pcap", "a.pcap"]),
        (["{a,1}.pcap"], ["a.pcap", "1.pcap"]), (["?.pcap", "b.pcap"], ["b.pcap", "a.pcap", "1.pcap"]),
        (["[1].pcap"], ["[1].pcap"]),
    ])
    func `patterns become the files that match, and a name with brackets is itself first`(
        _ inputs: [String],
        _ expected: [String]
    ) throws {
        #expect(try names(inputs) == expected)
    }

    @Test func `a pattern that nothing matches is an error that names it`() throws {
        let pattern = "\(directory.path)/*.cap"
        let error = #expect(throws: CaptureError.self) { _ = try CaptureSet([pattern]) }
        #expect(error?.kind == .noMatch)
        #expect(error?.description == "\(pattern): no file matches this pattern")
    }

    @Test func `standard input is named once`() throws {
        let error = #expect(throws: CaptureError.self) { _ = try CaptureSet(["-", "-"]) }
        #expect(error?.description == "standard input: named twice, and can be read only once")
    }
}
