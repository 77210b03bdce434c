import SIPCatalogue
import Testing
import WireBytes

@testable import SIPMessages

@Suite struct TortureTests {
    private static let all =
        TortureMessage.valid + TortureMessage.invalid + TortureMessage.layered + TortureMessage.ipv6

    private func read(_ name: String) throws -> Reading {
        let message = try #require(Self.all.first { $0.name == name })
        return try #require(decode(message.bytes))
    }

    @Test(arguments: all)
    func `a torture message is read and what is wrong with it is seen`(message: TortureMessage) throws {
        let reading = try #require(decode(message.bytes))
        #expect(reading.allIssues == message.issues)
        switch message.kind {
        case .valid: #expect(!reading.issues.areOfTheSender)
        case .invalid: #expect(reading.issues.areOfTheSender)
        case .transactionLayer, .applicationLayer, .backwardCompatibility: break
        }
    }

    @Test func `every message of the RFC has its turn once`() {
        #expect(TortureMessage.valid.count == 13)
        #expect(TortureMessage.invalid.count == 19)
        #expect(TortureMessage.layered.count == 17)
        #expect(TortureMessage.ipv6.count == 12)
        #expect(Set(Self.all.map(\.name)).count == Self.all.count)
    }

    @Test func `wsinv is read through its blanks and folds`() throws {
        let reading = try read("wsinv")
        #expect(reading.method == .invite)
        #expect(reading.toTag == "1918181833n")
        #expect(reading.fromURI == "sip:jdrosen@example.com")
        #expect(reading.fromTag == "98asjd8")
        #expect(reading.cSeq.number == 9)
        #expect(reading.branch == "390skdjuw")
        #expect(reading.viaCount == 3)
        #expect(reading.values(of: .maxForwards) == ["0068"])
        #expect(reading.body == "v=0\r\n")
    }

    @Test func `intmeth is read with every character that its places allow`() throws {
        let reading = try read("intmeth")
        #expect(reading.method == nil)
        #expect(reading.methodText == "!interesting-Method0123456789_*+`.%indeed'~")
        #expect(reading.fromTag == "_token~1'+`*%!-.")
        #expect(reading.callID == "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{")
        #expect(reading.branch == "z9hG4bK-.!%66*_+`'~")
    }

    @Test func `esc02 has neither a known method nor a known field where one is escaped`() throws {
        let reading = try read("esc02")
        #expect(reading.method == nil)
        #expect(reading.values(of: .contact).count == 1)
    }

    @Test func `longreq keeps its 33 Vias and dblreq its first request`() throws {
        #expect(try read("longreq").viaCount == 33)
        let reading = try read("dblreq")
        #expect(reading.method == .register)
        #expect(reading.body.isEmpty)
    }

    @Test func `noreason and unreason are read with their phrases`() throws {
        #expect(try read("noreason").reasonPhrase.isEmpty)
        #expect(try read("unreason").reasonPhrase.hasSuffix("простое"))
        #expect(try read("unreason").statusCode == 200)
    }

    @Test func `badbranch has no branch that names its transaction`() throws {
        let bytes = try #require(Self.all.first { $0.name == "badbranch" }).bytes
        let via = try #require(decode(bytes)).via
        let hasCookie = bytes.withRawSpan { via.hasMagicCookie($0) }
        #expect(!hasCookie)
    }

    @Test func `IPv6 addresses stay whole in Via`() throws {
        #expect(try read("via-received-param-no-delim").branch == "z9hG4bKas3")
        #expect(try read("mult-ip-in-header").viaCount == 2)
        #expect(try read("ipv4-mapped-ipv6").via.isWellFormed)
    }

    @Test(arguments: all)
    func `a torture message cut at any byte never traps`(message: TortureMessage) {
        let bytes = message.bytes
        var faults: Set<String> = []
        bytes.withRawSpan { whole in
            var filled = SIPMessage()
            for count in stride(from: 0, through: bytes.count, by: 1 + bytes.count / 500) {
                let span = whole.part(ByteRange(0, count))
                if decoder.decode(span, from: 0, carrier: .datagram, isCut: true, into: &filled),
                    let fault = filled.inconsistency(span)
                {
                    faults.insert(fault)
                }
            }
        }
        #expect(faults.isEmpty)
    }
}
