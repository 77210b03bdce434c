import Testing

@testable import CallTracking

@Suite struct MarkSetTests {
    @Test func `each of 192 marks is new once and in the set from then on`() {
        var marks = MarkSet()
        for mark in 0..<192 {
            let answers = [marks.insert(mark), marks.insert(mark)]
            #expect(answers == [true, false], "mark \(mark)")
        }
        #expect(marks.all == Array(0..<192))
    }

    @Test(arguments: [0, 63, 64, 127, 128, 191])
    func `a mark at the edge of a word touches no other`(mark: Int) {
        var marks = MarkSet()
        _ = marks.insert(mark)
        #expect(marks.all == [mark])
    }
}

@Suite struct CodeCountsTests {
    @Test func `codes come out by number with their counts`() {
        var codes = CodeCounts()
        for code in [200, 180, 100, 180, 487] as [UInt16] { codes.add(code) }
        #expect(codes.all.map(\.code) == [100, 180, 200, 487])
        #expect(codes.all.map(\.count) == [1, 2, 1, 1])
        #expect(codes.others == 0)
    }

    @Test func `a ninth code and one out of range are counted together`() {
        var codes = CodeCounts()
        for code in 400..<409 as Range<UInt16> { codes.add(code) }
        codes.add(0)
        codes.add(407)
        #expect(codes.all.count == 8)
        #expect(codes.all.last?.count == 2)
        #expect(codes.others == 2)
    }

    @Test func `a count stops at its highest number`() {
        var codes = CodeCounts()
        for _ in 0..<70_000 { codes.add(180) }
        #expect(codes.all.first?.count == .max)
    }
}

@Suite struct FingerprintOverflowTests {
    @Test func `fingerprints beyond the limit of a transaction are not kept, and counted`() {
        var overflow = FingerprintOverflow()
        let limit = UInt32(FingerprintOverflow.fingerprintLimit)
        for fingerprint in 1...limit { _ = overflow.insert(fingerprint, of: 7) }
        #expect(overflow.refusals == (0, 0))
        let answers = (limit...limit + 2).map { overflow.insert($0, of: 7) }
        #expect(answers == [.known, .refused, .refused])
        #expect(overflow.refusals == (2, 0))
    }

    @Test func `transactions beyond the limit have none, and are counted until another is forgotten`() {
        var overflow = FingerprintOverflow()
        for slot in 0..<UInt32(FingerprintOverflow.recordLimit) + 3 { _ = overflow.insert(1, of: slot) }
        #expect(overflow.refusals == (0, 3))
        overflow.forget(0)
        let answers = [overflow.insert(1, of: 100_000), overflow.insert(1, of: 100_000)]
        #expect(answers == [.new, .known])
        #expect(overflow.refusals == (0, 3))
    }
}

@Suite struct RememberedCallIDsTests {
    @Test func `a fingerprint is new once`() {
        var remembered = RememberedCallIDs(capacity: 1 << 20)
        let fingerprints = (1...1_000).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 | 1 }
        let first = fingerprints.map { remembered.insert($0) }
        let second = fingerprints.map { remembered.insert($0) }
        #expect(first.allSatisfy { !$0 })
        #expect(second.allSatisfy { $0 })
        #expect(remembered.forgottenCount == 0)
    }

    @Test func `the ninth fingerprint of a set pushes out the one seen longest ago`() {
        var remembered = RememberedCallIDs(capacity: 1 << 20)
        let fingerprints = (1...9).map { UInt64($0) << 32 | 1 }
        // The first one is seen again, so the second is the oldest when the ninth comes.
        let order = [0, 1, 2, 3, 4, 5, 6, 7, 0, 8]
        let wereKnown = order.map { remembered.insert(fingerprints[$0]) }
        #expect(wereKnown.indices.filter { wereKnown[$0] } == [8])
        #expect(remembered.forgottenCount == 1)
        let after = [0, 1].map { remembered.insert(fingerprints[$0]) }
        #expect(after == [true, false])
    }
}
