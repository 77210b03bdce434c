import TestSupport
import Testing
import WireBytes

@testable import SIPMessages

/// A reader of a stream that takes bytes as they come and obeys the framer's answers, as the pipeline does.
struct FramedStream {
    /// Call-IDs and bodies of the messages, in the order of the stream.
    var messages: [String] = []
    /// How many bytes kept the connection open.
    var keepAliveCount = 0
    /// How many bytes were no part of a message.
    var skippedCount = 0
    /// What broke the contract of the framer's answers.
    var breaches: [String] = []
    /// Bytes that nobody has taken yet.
    var buffer: [UInt8] = []

    private let framer = StreamFramer(decoder: decoder)
    private var look = StreamFramer.Look()
    private var awaited = 0

    /// Takes `bytes`; with `isLast` nothing follows.
    mutating func take(_ bytes: [UInt8], isLast: Bool = false) {
        buffer += bytes
        if !isLast, buffer.count < awaited { return }
        var message = SIPMessage()
        while !buffer.isEmpty, let end = step(isLast, &message) {
            if end <= 0 || end > buffer.count { breaches.append("end \(end) of \(buffer.count)") }
            buffer.removeFirst(min(max(end, 1), buffer.count))
            (look, awaited) = (StreamFramer.Look(), 0)
        }
    }

    /// What stands at the start of the buffer: where it ends, or nothing where more is needed.
    private mutating func step(_ isLast: Bool, _ message: inout SIPMessage) -> Int? {
        let step = buffer.withRawSpan { bytes in
            framer.step(bytes, at: 0, after: look, isCutOff: isLast, into: &message)
        }
        switch step {
        case .message(let end):
            messages.append(
                buffer.withRawSpan { "\($0.text(of: message.callID)) \($0.text(of: message.body))" }
            )
            if message.extent.lower != 0 || message.body.upper > buffer.count { breaches.append("\(message.extent)") }
            return end
        case .keepAlive(let end):
            keepAliveCount += end
            return end
        case .skipped(let end):
            skippedCount += end
            return end
        case .incomplete(let look, let awaited):
            if isLast { breaches.append("incomplete at the end") }
            if look.scanned < 0 || look.scanned > buffer.count {
                breaches.append("scanned \(look.scanned) of \(buffer.count)")
            }
            if awaited != 0, awaited <= buffer.count { breaches.append("awaited \(awaited) of \(buffer.count)") }
            (self.look, self.awaited) = (look, awaited)
            return nil
        }
    }
}

@Suite struct StreamFramerTests {
    private static func message(_ callID: String, body: String = "", lineEnd: String = "\r\n") -> [UInt8] {
        let lines = [
            "SIP/2.0 200 OK", "i: \(callID)", "CSeq: 1 INVITE", "Content-Length: \(body.utf8.count)", "", body,
        ]
        return Array(lines.joined(separator: lineEnd).utf8)
    }

    private static let stream =
        message("one", body: "body of\r\n\r\none") + message("two") + Array("\r\n\r\n\u{0}".utf8)
        + message("three", body: "SIP/2.0 200 no\n\n", lineEnd: "\n") + message("four", body: "x") + Array("\r\n".utf8)
    private static let contents = ["one body of\r\n\r\none", "two ", "three SIP/2.0 200 no\n\n", "four x"]

    private func frame(_ parts: [[UInt8]]) -> FramedStream {
        var framed = FramedStream()
        for part in parts { framed.take(part) }
        framed.take([], isLast: true)
        return framed
    }

    @Test func `messages in one buffer are told apart by their lengths`() {
        let framed = frame([Self.stream])
        #expect(framed.messages == Self.contents)
        #expect(framed.keepAliveCount == 7)
        #expect(framed.skippedCount == 0)
        #expect(framed.breaches.isEmpty)
    }

    @Test func `a stream split at any byte gives the same messages`() {
        for place in 0...Self.stream.count {
            let framed = frame([Array(Self.stream[..<place]), Array(Self.stream[place...])])
            #expect(framed.messages == Self.contents, "\(place)")
            #expect(framed.skippedCount == 0)
            #expect(framed.breaches.isEmpty)
        }
    }

    @Test func `a stream that comes byte by byte gives the same messages`() {
        let framed = frame(Self.stream.map { [$0] })
        #expect(framed.messages == Self.contents)
        #expect(framed.keepAliveCount == 7)
        #expect(framed.breaches.isEmpty)
    }

    @Test func `keep-alives alone are no messages`() {
        let framed = frame([Array("\r\n\r\n".utf8), [0, 0, 0], [0x0D], [0x0A]])
        #expect(framed.messages.isEmpty)
        #expect(framed.keepAliveCount == 9)
    }

    @Test func `a message without Content-Length ends with its header section`() {
        let first = Array("SIP/2.0 200 OK\r\ni: none\r\n\r\n".utf8)
        let framed = frame([first + Self.message("next", body: "b")])
        #expect(framed.messages == ["none ", "next b"])
        #expect(framed.skippedCount == 0)
    }

    @Test func `nothing at the offset asks for more`() {
        var message = SIPMessage()
        for offset in [0, 1, 99] {
            let step = [0x0D].withRawSpan { bytes in
                StreamFramer(decoder: decoder).step(
                    bytes.part(.empty),
                    at: offset,
                    isCutOff: true,
                    into: &message
                )
            }
            guard case .incomplete(StreamFramer.Look(), 0) = step else {
                Issue.record("\(step)")
                continue
            }
        }
    }

    @Test func `what is awaited is the whole message`() {
        let bytes = Self.message("one", body: "0123456789")
        var message = SIPMessage()
        for count in bytes.count - 10..<bytes.count {
            let step = Array(bytes[..<count]).withRawSpan { part in
                StreamFramer(decoder: decoder).step(part, at: 0, isCutOff: false, into: &message)
            }
            guard case .incomplete(_, let awaited) = step else {
                Issue.record("\(step)")
                continue
            }
            #expect(awaited == bytes.count)
        }
    }
}
