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

    @Test func `one is told in the singular`() {
        let plain = { (text: String?) in text?.replacing("\u{A0}", with: " ") }
        #expect(plain(FrameReasons.phrase(1, of: "wireless_fragment")) == "1 piece of a wireless frame")
        #expect(plain(FrameReasons.phrase(2, of: "wireless_fragment")) == "2 pieces of a wireless frame")
        #expect(plain(CaptureIssueWords.phrase(1, of: "tcp_gaps")) == "1 gap in a TCP stream")
        #expect(plain(CaptureIssueWords.phrase(1_000, of: "tcp_gaps")) == "1,000 gaps in TCP streams")
        #expect(CaptureIssueWords.phrase(1, of: "frames_cut") == nil)
    }
}
