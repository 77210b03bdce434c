import SIPCatalogue
import TestSupport
import Testing
import WireBytes

@testable import SIPMessages

@Suite struct HeaderNameTableTests {
    private let table = HeaderNameTable()

    /// The field that a line beginning with `text` holds, by the table alone.
    private func match(_ text: String) -> HeaderName? {
        let (code, count) = Array(text.utf8).withRawSpan { table.match($0, at: 0) }
        return count > 0 ? HeaderName(rawValue: code) : nil
    }

    /// The field that a message with the line `name: x` holds, or nothing where the name is not known.
    private func read(_ name: String, before colon: String = ":") throws -> HeaderName? {
        let fields = try #require(decode("X sip:b SIP/2.0\n\(name)\(colon) x\n\n")).fields
        #expect(fields.map(\.nameText) == [name])
        #expect(fields.map(\.value) == ["x"])
        return fields.first?.name
    }

    @Test(arguments: HeaderName.allCases)
    func `each registered name finds itself in any case`(name: HeaderName) throws {
        let alternating = name.canonical.utf8.enumerated().map { index, octet in
            let character = String(UnicodeScalar(octet))
            return index % 2 == 0 ? character.lowercased() : character.uppercased()
        }.joined()
        for text in [name.canonical, name.canonical.lowercased(), name.canonical.uppercased(), alternating] {
            #expect(match(text + ":") == name)
            for end in [":", " :", "\t:", " \t :"] { #expect(try read(text, before: end) == name) }
        }
    }

    @Test(arguments: HeaderName.allCases.filter { $0.compactForm != nil })
    func `each compact form finds its name in both cases`(name: HeaderName) throws {
        let letter = String(UnicodeScalar(try #require(name.compactForm)))
        #expect(try read(letter) == name)
        #expect(try read(letter.uppercased()) == name)
        #expect(try read(letter, before: " :") == name)
    }

    @Test func `any other letter is no compact form`() throws {
        let forms = Set(HeaderName.allCases.compactMap(\.compactForm))
        for octet in UInt8.min...UInt8.max where octet.isTokenCharacter && !forms.contains(octet.asciiLowercased) {
            #expect(try read(String(UnicodeScalar(octet))) == nil)
        }
    }

    @Test(arguments: HeaderName.allCases)
    func `a name cut, longer or changed by a letter is another name`(name: HeaderName) throws {
        let text = name.canonical
        let near = [
            String(text.dropLast()), String(text.dropFirst()), text + "s", text + "2", text + "-", text + "-Extra",
            text + text, "X-" + text, text.replacing("-", with: "_"), text.replacing("e", with: "é"),
        ]
        let compactForms = HeaderName.allCases.compactMap(\.compactForm).map { String(UnicodeScalar($0)) }
        let registered = Set(HeaderName.allCases.map { $0.canonical.lowercased() } + compactForms)
        for other in near where !registered.contains(other.lowercased()) && other.utf8.allSatisfy(\.isTokenCharacter) {
            #expect(try read(other) == nil, "\(other)")
        }
    }

    @Test(arguments: ["Content-Lengths", "Vi", "Via2", "Call-I", "CallID", "Froms", "Contact-", "Max-Forward", "viá"])
    func `near names are unknown`(text: String) {
        #expect(match(text + ":") == nil)
    }

    @Test func `each name changed by a bit in any letter is unknown or keeps its letters`() {
        for name in HeaderName.allCases {
            let letters = Array(name.canonical.lowercased().utf8)
            for place in letters.indices {
                for bit in UInt8(0)..<8 where bit != 5 || letters[place] == 0x2D {
                    var other = letters
                    other[place] ^= 1 << bit
                    let text = decode(wire("X sip:b SIP/2.0\n") + other + wire(": x\n\n"))?.fields.first
                    let isNamed = text?.name == name
                    #expect(!isNamed, "\(name.canonical) \(place) \(bit)")
                }
            }
        }
    }

    @Test func `a name longer than any registered one is unknown and kept`() throws {
        #expect(HeaderName.allCases.allSatisfy { $0.canonical.utf8.count <= 32 })
        for count in [33, 64, 256] {
            #expect(try read(String(repeating: "V", count: count)) == nil)
        }
    }

    @Test(arguments: ["", ":", " :", "Via", "V", "Subject-without-end"])
    func `a line that ends early is not read beyond`(text: String) {
        _ = match(text)
        #expect(decode("X sip:b SIP/2.0\n\(text)") != nil)
    }
}
