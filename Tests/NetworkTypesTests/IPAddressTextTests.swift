import NetworkTypes
import Testing

@Suite struct IPAddressTextTests {
    @Test(
        arguments: [
            "0.0.0.0", "192.0.2.1", "255.255.255.255", "::", "::1", "2001:db8::", "2001:db8::1", "fe80::1:2:3:4",
            "1:2:3:4:5:6:7:8", "2001:db8:0:1::1", "2001:db8::1:0:0:1",
        ]
    )
    func `an address as it is written is read again`(text: String) {
        #expect(IPAddress(text)?.description == text)
    }

    @Test(
        arguments: [
            ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
            ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("0001:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ]
    )
    func `other forms of an address mean the same`(text: String, canonical: String) {
        #expect(IPAddress(text)?.description == canonical)
    }

    @Test(
        arguments: [
            "", ".", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4 ", "a.b.c.d", "1..2.3", "1.2.3.-4", ":",
            ":::", "1:", ":1", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8:9", "12345::", "g::",
            "+1::", "1.2.3.4::", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "[::1]", "::1%eth0", "192.0.2.1:5060",
        ]
    )
    func `what is no address is none`(text: String) {
        #expect(IPAddress(text) == nil)
    }
}
