import PacketDecoding
import StreamReassembly
import Testing

@testable import ReportRendering

@Suite struct FrameReasonsTests {
    @Test func `no frame that was given up has the words of one that cannot be read`() {
        let lost = LossReason.allCases.map(\.name)
        #expect(Set(lost).isDisjoint(with: UndecodableReason.allCases.map(\.rawValue)))
    }

    @Test(arguments: UndecodableReason.allCases)
    func `a reason why a frame cannot be read is in words`(reason: UndecodableReason) {
        #expect(FrameReasons.words(for: reason.rawValue) != reason.rawValue.replacing("_", with: " "))
    }
}
