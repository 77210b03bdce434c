import SIPCatalogue
import TestSupport
import Testing
import WireBytes

@testable import SIPMessages

/// A Content-Length before a body of ten bytes, and what comes of it.
struct LengthCase: CustomTestStringConvertible, Sendable {
    let lines: [String]
    var number: Int?
    var inDatagram = 10
    var inStream = 0
    var issues: [DecodeIssue] = []

    var testDescription: String { lines.joined(separator: " / ") }

    static let all = [
        LengthCase(lines: []),
        LengthCase(lines: ["10"], number: 10, inStream: 10),
        LengthCase(lines: ["0010"], number: 10, inStream: 10),
        LengthCase(lines: ["4"], number: 4, inDatagram: 4, inStream: 4),
        LengthCase(lines: ["0"], number: 0, inDatagram: 0),
        LengthCase(lines: ["11"], number: 11, inStream: 10, issues: [.bodyIncomplete]),
        LengthCase(lines: ["2147483648"], number: 1 << 31, inStream: 10, issues: [.bodyIncomplete]),
        LengthCase(lines: ["9223372036854775807"], number: .max, inStream: 10, issues: [.bodyIncomplete]),
        LengthCase(lines: ["9223372036854775808"], issues: [.contentLength]),
        LengthCase(lines: ["18446744073709551616"], issues: [.contentLength]),
        LengthCase(lines: ["-1"], issues: [.contentLength]),
        LengthCase(lines: ["+5"], issues: [.contentLength]),
        LengthCase(lines: ["1e3"], issues: [.contentLength]),
        LengthCase(lines: ["4 4"], issues: [.contentLength]),
        LengthCase(lines: ["4,4"], issues: [.contentLength]),
        LengthCase(lines: [""], issues: [.contentLength]),
        LengthCase(lines: ["4", "4"], number: 4, inDatagram: 4, inStream: 4),
        LengthCase(lines: ["4", "5"], number: 4, inDatagram: 4, inStream: 4, issues: [.repeatedHeader]),
    ]
}

@Suite struct MessageBodyTests {
    private let body = "0123456789"

    private func bytes(_ length: LengthCase) -> [UInt8] {
        let lines = length.lines.map { "Content-Length: \($0)" }.joined(separator: "\n")
        return wire(lines.isEmpty ? request(body: body) : request(lines, body: body))
    }

    @Test(arguments: LengthCase.all)
    func `a datagram's body is what Content-Length says or all there is`(length: LengthCase) throws {
        let bytes = bytes(length)
        let reading = try #require(decode(bytes))
        #expect(reading.contentLength == length.number)
        #expect(reading.body == String(body.prefix(length.inDatagram)))
        #expect(reading.extent == ByteRange(0, bytes.count - 10 + length.inDatagram))
        #expect(reading.allIssues == length.issues)
    }

    @Test(arguments: LengthCase.all)
    func `a message of a stream ends where Content-Length says or without a body`(length: LengthCase) throws {
        let bytes = bytes(length)
        let reading = try #require(decode(bytes, as: .stream))
        #expect(reading.body == String(body.prefix(length.inStream)))
        #expect(reading.extent == ByteRange(0, bytes.count - 10 + length.inStream))
        #expect(reading.allIssues == length.issues)
    }

    @Test func `a message cut by the snap length says so and is not judged by its length`() throws {
        let bytes = wire(request("Content-Length: 20", body: body))
        let reading = try #require(decode(bytes, isCut: true))
        #expect(reading.allIssues == [.cut])
        #expect(!reading.issues.areOfTheSender)
        #expect(reading.body == body)
    }

    @Test func `a header section cut at any byte is not whole`() throws {
        let bytes = wire(request())
        let lineEnd = try #require(bytes.firstIndex(of: 0x0D))
        for count in lineEnd..<bytes.count - 1 {
            let reading = try #require(decode(Array(bytes[..<count])))
            #expect(!reading.hasWholeHeaderSection)
            #expect(reading.issues.contains(.unfinishedHeaders))
        }
    }

    @Test func `a second message in a datagram is neither body nor message`() throws {
        let first = wire(request("Content-Length: 0"))
        let reading = try #require(decode(first + wire(request(method: "INVITE"))))
        #expect(reading.method == .options)
        #expect(reading.body.isEmpty)
        #expect(reading.extent == ByteRange(0, first.count))
        #expect(reading.issues.isEmpty)
    }

    @Test func `a message may begin anywhere`() throws {
        let before: [UInt8] = [0x0D, 0x0A, 0x00]
        let bytes = before + wire(request(body: body))
        let extent = bytes.withRawSpan { span in
            var message = SIPMessage()
            let isMessage = decoder.decode(span, from: 3, carrier: .datagram, isCut: false, into: &message)
            return isMessage ? message.extent : .empty
        }
        #expect(extent == ByteRange(3, bytes.count))
    }

    @Test(arguments: [Int.max, .min, -1, 5_000])
    func `an offset outside the bytes is no message`(offset: Int) {
        let bytes = wire(request())
        let isMessage = bytes.withRawSpan { span in
            var message = SIPMessage()
            return decoder.decode(span, from: offset, carrier: .datagram, isCut: false, into: &message)
        }
        #expect(!isMessage)
    }
}
