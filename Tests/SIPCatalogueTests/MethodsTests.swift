import SIPCatalogue
import Testing

@Suite struct MethodsTests {
    @Test func `raw values are dense from zero`() {
        #expect(Method.allCases.map(\.rawValue) == (0..<UInt8(Method.allCases.count)).map { $0 })
    }

    @Test func `the fourteen methods of the registry are there`() {
        let registered = [
            "ACK", "BYE", "CANCEL", "INFO", "INVITE", "MESSAGE", "NOTIFY", "OPTIONS", "PRACK", "PUBLISH", "REFER",
            "REGISTER", "SUBSCRIBE", "UPDATE",
        ]
        #expect(Method.allCases.map(\.name).sorted() == registered)
    }

    @Test func `only INVITE, SUBSCRIBE and REFER open dialogs`() {
        #expect(Method.allCases.filter(\.opensDialog) == [.invite, .refer, .subscribe])
    }
}
