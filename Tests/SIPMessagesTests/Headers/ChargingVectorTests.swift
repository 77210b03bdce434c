import Testing
import WireBytes

@testable import SIPMessages

@Suite struct ChargingVectorTests {
    private func icid(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return bytes.withRawSpan { $0.text(of: ChargingVector.icid($0, ByteRange(0, bytes.count))) }
    }

    @Test(arguments: [
        "icid-value=1234bc9876e;icid-generated-at=192.0.2.1", "icid-value=\"1234bc9876e\"",
        "ICID-Value = 1234bc9876e ; orig-ioi=a", "orig-ioi=\"a;icid-value=x\";icid-value=1234bc9876e",
        "orig-ioi;icid-value=1234bc9876e, icid-value=x", "orig-ioi=a,icid-value=\"1234bc9876e\";x",
    ])
    func `the value is read as a token and as a quoted string`(text: String) {
        #expect(icid(text) == "1234bc9876e")
    }

    @Test(arguments: [
        ("icid-value=\"a;b, c\\\"d\"", "a;b, c\\\"d"), ("icid-value=AyretyU0dm+6=;x=y", "AyretyU0dm+6="),
        ("icid-value=\"open", "open"), ("icid-value=\"", "\""),
    ])
    func `signs in the value are part of it`(text: String, value: String) {
        #expect(icid(text) == value)
    }

    @Test(arguments: [
        "", "icid-value", "icid-value=", "icid-value=\"\"", "icid-valued=x", "x=\"icid-value=1", ";;,", "=",
    ])
    func `without a value there is none`(text: String) {
        #expect(icid(text).isEmpty)
    }
}
