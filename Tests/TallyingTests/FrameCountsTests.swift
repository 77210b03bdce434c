import CallTracking
import RuleEvaluation
import TestSupport
import Testing

@testable import Tallying

@Suite struct FrameCountsTests {
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `every frame stays in one group whatever is moved`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var frames = FrameCounts()
        for _ in 0..<5_000 {
            step(&frames, &random)
            #expect(frames.isComplete)
        }
        #expect(frames.total > 1_000)
    }

    private func step(_ frames: inout FrameCounts, _ random: inout SeededRandom) {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: frames.take(); frames.sip += 1
        case 1, 2: frames.take(); frames.held += 1
        case 3: frames.take(); frames.empty += 1
        case 4: frames.take(); frames.keepAlive += 1
        case 5: frames.take(); frames.other += 1
        case 6: frames.take(); frames.addUndecodable("ipv4")
        case 7: frames.loseHeld(UInt64.random(in: 0...5, using: &random), "timeout")
        default: frames.releaseHeld(UInt64.random(in: 0...5, using: &random))
        }
    }

    @Test func `a frame in no group or in two is noticed`() {
        var frames = FrameCounts()
        frames.take()
        #expect(!frames.isComplete)
        frames.sip += 1
        #expect(frames.isComplete)
        frames.other += 1
        #expect(!frames.isComplete)
    }

    @Test func `no more frames are lost than were held`() {
        var frames = FrameCounts()
        frames.take()
        frames.held += 1
        frames.loseHeld(3, "gap")
        frames.releaseHeld(3)
        #expect(frames.lost == ["gap": 1])
        #expect(frames.held == 0)
        #expect(frames.other == 0)
        frames.loseHeld(0, "timeout")
        #expect(frames.lost == ["gap": 1], "a reason without a frame is not named")
    }
}
