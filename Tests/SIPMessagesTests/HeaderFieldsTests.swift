import SIPCatalogue
import Testing
import WireBytes

@testable import SIPMessages

@Suite struct HeaderFieldsTests {
    /// Fields with these names, in this order, each with its place as its value's offset.
    private func fields(_ names: [HeaderName?]) -> HeaderFields {
        var fields = HeaderFields()
        fill(&fields, names)
        return fields
    }

    private func fill(_ fields: inout HeaderFields, _ names: [HeaderName?]) {
        for (place, name) in names.enumerated() {
            let code = name?.rawValue ?? HeaderNameTable.unknown
            let range = ByteRange(place, place)
            _ = fields.append(HeaderField(code: code, nameText: range, rest: range))
        }
    }

    private func firstPlace(of name: HeaderName, in fields: borrowing HeaderFields) -> Int? {
        [UInt8](repeating: 0x61, count: 5_000).withRawSpan { fields.value(of: name, $0)?.lower }
    }

    private func places(of name: HeaderName, in fields: borrowing HeaderFields) -> [Int] {
        var places: [Int] = []
        [UInt8](repeating: 0x61, count: 5_000).withRawSpan { bytes in
            fields.forEachValue(of: name, bytes) { places.append($0.lower) }
        }
        return places
    }

    @Test(arguments: HeaderName.allCases)
    func `the first field of a name is found at any place`(name: HeaderName) {
        let other: HeaderName = name == .via ? .from : .via
        for place in [0, 1, 40, 254, 255, 256, 257, 1_000] {
            let fields = fields([HeaderName?](repeating: other, count: place) + [name, nil, name])
            #expect(firstPlace(of: name, in: fields) == place)
            #expect(places(of: name, in: fields) == [place, place + 2])
            let hasAbsent = fields.has(name == .to ? .cSeq : .to)
            #expect(!hasAbsent)
        }
    }

    @Test func `fields without a registered name are kept and found under none`() {
        let fields = fields([nil, nil, nil])
        #expect(fields.count == 3)
        #expect(HeaderName.allCases.allSatisfy { firstPlace(of: $0, in: fields) == nil })
    }

    @Test func `an earlier field of the name is told`() {
        var fields = HeaderFields()
        let range = ByteRange.empty
        func add(_ name: HeaderName) -> Int? {
            fields.append(HeaderField(code: name.rawValue, nameText: range, rest: range))
        }
        #expect(add(.via) == nil)
        #expect(add(.to) == nil)
        #expect(add(.to) == 1)
        #expect(add(.to) == 1)
        #expect(add(.via) == 0)
    }

    @Test func `nothing of an earlier message is found in a later one`() {
        var fields = HeaderFields()
        for round in 0..<600 {
            let names: [HeaderName] = round % 2 == 0 ? [.from, .via] : [.to, .warning, .privAnswerMode]
            let others: [HeaderName] = round % 2 == 0 ? [.to, .warning, .privAnswerMode] : [.from, .via]
            fields.removeAll()
            fill(&fields, names)
            for (place, name) in names.enumerated() { #expect(firstPlace(of: name, in: fields) == place) }
            for name in others { #expect(firstPlace(of: name, in: fields) == nil) }
        }
    }

    @Test func `a value has no blanks around it, folded or not`() {
        func value(_ rest: String) -> String {
            let bytes = Array((":" + rest + "\n").utf8)
            return bytes.withRawSpan { span in
                let range = ByteRange(1, bytes.count - 1)
                return span.text(of: HeaderField(code: 0, nameText: .empty, rest: range).value(span))
            }
        }
        for rest in ["x", " x", " x\r", "\tx \t\r", "  x", " \r\n x\r", " x\r\n \r", " x \r"] {
            #expect(value(rest) == "x")
        }
        for rest in ["", " ", "\r", " \r", " \r\n \r", "\t"] { #expect(value(rest).isEmpty) }
        #expect(value(" a\r\n b\r") == "a\r\n b")
    }
}
