import Testing
import WireBytes

@testable import SIPMessages

@Suite struct SessionExpiresTests {
    private func value(_ text: String) -> SessionExpires? {
        let bytes = Array(text.utf8)
        return bytes.withRawSpan { SessionExpires.read($0, ByteRange(0, bytes.count)) }
    }

    @Test(
        arguments: [
            ("1800", nil), ("1800;refresher=uac", .uac), ("1800;refresher=uas", .uas), ("1800 ; Refresher = UAS", .uas),
            ("1800;x=\"a;refresher=uas\";refresher=uac", .uac), ("1800;refresher=proxy", nil), ("1800;refresher", nil),
            ("1800;refresher=uac;refresher=uas", .uac), ("1800;;", nil), ("1800 seconds", nil), ("01800", nil),
        ] as [(String, SessionExpires.Refresher?)]
    )
    func `seconds may say who refreshes`(text: String, refresher: SessionExpires.Refresher?) {
        #expect(value(text)?.seconds == 1_800)
        #expect(value(text)?.refresher == refresher)
    }

    @Test func `the highest number of seconds is 2³²−1`() {
        #expect(value("4294967295")?.seconds == .max)
        #expect(value("4294967296") == nil && value("18446744073709551616") == nil)
    }

    @Test(arguments: ["", "soon", "-1", "+5", ";refresher=uac", "refresher=uac", "\"90\""])
    func `what begins with no number is none`(text: String) {
        #expect(value(text) == nil)
    }

    @Test func `what stands behind the value does not count, however short it is cut`() {
        let bytes = Array("1800;refresher=uac".utf8)
        for count in 0...bytes.count {
            let value = bytes.withRawSpan { SessionExpires.read($0, ByteRange(0, count)) }
            #expect(value?.seconds == (count == 0 ? nil : UInt32(String("1800".prefix(count)))))
            #expect(value?.refresher == (count == bytes.count ? .uac : nil))
        }
    }
}
