import TestSupport
import Testing
import WireBytes

@testable import SIPMessages

@Suite struct StreamFramerLossTests {
    private func text(_ callID: String, length: String = "0", body: String = "") -> [UInt8] {
        wire("INVITE sip:b SIP/2.0\ni: \(callID)\nCSeq: 1 INVITE\nl: \(length)\n\n") + Array(body.utf8)
    }

    private func frame(_ bytes: [UInt8]) -> FramedStream {
        var framed = FramedStream()
        framed.take(bytes)
        framed.take([], isLast: true)
        return framed
    }

    @Test func `a stream picked up in the middle of a message goes on with the next one`() {
        let first = text("first", length: "21", body: "v=0\r\nm=audio 1 RTP 0\n")
        for place in 1..<first.count {
            let framed = frame(Array(first[place...]) + text("second"))
            #expect(framed.messages.last == "second ", "\(place)")
            // Of the first one at most what is left of its method still makes a message.
            #expect(framed.messages.count == (place < 6 ? 2 : 1), "\(place)")
            #expect(framed.breaches.isEmpty)
        }
    }

    @Test func `bytes that are no SIP are skipped line by line`() {
        let framed = frame(Array("\u{16}\u{3}\u{1}garbage\nGET / HTTP/1.1\r\nHost: b\r\n".utf8) + text("one"))
        #expect(framed.messages == ["one "])
        #expect(framed.skippedCount == 36)
    }

    @Test func `a body longer than its length is skipped up to the next start line`() {
        let framed = frame(text("one", length: "4", body: "1234 and more\r\nand more\r\n") + text("two"))
        #expect(framed.messages == ["one 1234", "two "])
        #expect(framed.skippedCount == 21)
    }

    @Test(arguments: ["-1", "x", "", "99999999999999999999"])
    func `a length that cannot be read counts as none`(length: String) {
        let framed = frame(text("one", length: length, body: "body\r\n") + text("two"))
        #expect(framed.messages == ["one ", "two "])
    }

    @Test func `a message cut off by the end of the stream is taken as it is`() {
        let whole = text("one", length: "10", body: "0123456789")
        let lineEnd = 20
        for count in 1..<whole.count {
            let framed = frame(Array(whole[..<count]))
            #expect(framed.messages.count == (count >= lineEnd ? 1 : 0), "\(count)")
            #expect(framed.buffer.isEmpty)
            #expect(framed.breaches.isEmpty)
        }
    }

    @Test(arguments: ["200000", "4294967296", "9223372036854775807"])
    func `a length above the limit is not waited for`(length: String) {
        let framed = frame(text("one", length: length) + text("two"))
        #expect(framed.messages.count == 2)
        #expect(framed.messages.last == "two ")
    }

    @Test func `a length below the limit is waited for`() {
        var framed = FramedStream()
        framed.take(text("one", length: "150000", body: "begin"))
        #expect(framed.messages.isEmpty)
        framed.take([UInt8](repeating: 0x61, count: 149_995))
        #expect(framed.messages.count == 1)
        #expect(framed.buffer.isEmpty)
    }

    @Test func `a header section without end is taken once the limit is reached`() {
        var framed = FramedStream()
        framed.take(wire("INVITE sip:b SIP/2.0\ni: endless\n"))
        let line = wire("X: \(String(repeating: "x", count: 995))\n")
        while framed.messages.isEmpty, framed.breaches.isEmpty, framed.buffer.count <= 2 * StreamFramer.longestMessage {
            framed.take(line)
        }
        #expect(framed.messages == ["endless "])
        #expect(framed.buffer.isEmpty)
    }

    @Test func `a word without end is let go once the limit is reached`() {
        var framed = FramedStream()
        let part = [UInt8](repeating: 0x61, count: 1_000)
        for _ in 0..<400 {
            framed.take(part)
            #expect(framed.buffer.count <= StreamFramer.longestMessage + part.count)
        }
        #expect(framed.skippedCount > 0)
        #expect(framed.messages.isEmpty)
    }
}
