import TestSupport
import Testing
import WireBytes

@testable import SIPMessages

/// Damage of every kind: nothing may trap, and no offset may point outside the bytes.
@Suite struct RobustnessTests {
    private static let damagedCount = 40_000

    /// What is inconsistent in what the decoder makes of `bytes`, or nothing.
    private func fault(_ bytes: [UInt8], _ carrier: MessageCarrier, _ message: inout SIPMessage) -> String? {
        bytes.withRawSpan { span in
            guard decoder.decode(span, from: 0, carrier: carrier, isCut: false, into: &message) else { return nil }
            return message.inconsistency(span)
        }
    }

    /// What is inconsistent in what the framer makes of `bytes` from first to last, or nothing.
    private func streamFault(_ bytes: [UInt8], isCutOff: Bool, _ message: inout SIPMessage) -> String? {
        bytes.withRawSpan { span in
            let framer = StreamFramer(decoder: decoder)
            var offset = 0
            while offset < bytes.count {
                switch framer.step(span, at: offset, isCutOff: isCutOff, into: &message) {
                case .message(let end):
                    if let fault = message.inconsistency(span) { return fault }
                    if end > message.extent.upper || message.extent.lower != offset { return "extent" }
                    if end <= offset || end > bytes.count { return "end" }
                    offset = end
                case .keepAlive(let end), .skipped(let end):
                    if end <= offset || end > bytes.count { return "end" }
                    offset = end
                case .incomplete(let look, let awaited):
                    let isRight = look.scanned >= 0 && look.scanned <= bytes.count - offset
                    return isRight && !isCutOff && (awaited == 0 || awaited > bytes.count - offset) ? nil : "incomplete"
                }
            }
            return nil
        }
    }

    @Test(arguments: 0...Seeds.messages.count)
    func `a message truncated at any byte is read without a fault`(index: Int) {
        let seed = index < Seeds.messages.count ? Seeds.messages[index] : Seeds.stream
        var message = SIPMessage()
        for count in 0...seed.count {
            let bytes = Array(seed[..<count])
            #expect(fault(bytes, .datagram, &message) == nil)
            #expect(fault(bytes, .stream, &message) == nil)
            #expect(streamFault(bytes, isCutOff: false, &message) == nil)
            #expect(streamFault(bytes, isCutOff: true, &message) == nil)
        }
    }

    @Test(arguments: [MessageCarrier.datagram, .stream])
    func `a damaged message is read without a fault`(carrier: MessageCarrier) {
        var random = SeededRandom(seed: carrier == .datagram ? 0x51F0 : 0x51F1)
        var message = SIPMessage()
        var faults: Set<String> = []
        for round in 0..<Self.damagedCount {
            let bytes = random.damaged(Seeds.messages[round % Seeds.messages.count])
            if let fault = fault(bytes, carrier, &message) { faults.insert(fault) }
        }
        #expect(faults.isEmpty)
    }

    @Test func `a damaged stream is framed without a fault`() {
        var random = SeededRandom(seed: 0x51F2)
        var message = SIPMessage()
        var faults: Set<String> = []
        for round in 0..<Self.damagedCount {
            let isShort = round % 4 != 0
            let bytes = random.damaged(isShort ? Seeds.messages[round % Seeds.messages.count] : Seeds.stream)
            if let fault = streamFault(bytes, isCutOff: round % 2 == 0, &message) { faults.insert(fault) }
        }
        #expect(faults.isEmpty)
    }

    @Test func `a damaged stream split at random gives no breach of the framer's contract`() {
        var random = SeededRandom(seed: 0x51F3)
        var breaches: Set<String> = []
        for _ in 0..<500 {
            let bytes = random.damaged(Seeds.stream)
            var framed = FramedStream()
            var offset = 0
            while offset < bytes.count {
                let end = min(offset + Int.random(in: 1...120, using: &random), bytes.count)
                framed.take(Array(bytes[offset..<end]))
                offset = end
            }
            framed.take([], isLast: true)
            breaches.formUnion(framed.breaches)
            if !framed.buffer.isEmpty { breaches.insert("bytes left") }
        }
        #expect(breaches.isEmpty)
    }

    @Test func `random bytes behind a start line are read without a fault`() {
        var random = SeededRandom(seed: 0x51F4)
        var message = SIPMessage()
        let frequent = Array("\r\n\r\n :;,=<>\"\\/[]()viftml\u{0}0129".utf8)
        var faults: Set<String> = []
        for _ in 0..<5_000 {
            let tail = (0..<Int.random(in: 0...120, using: &random)).map { _ in
                frequent[Int.random(in: 0..<frequent.count, using: &random)]
            }
            let bytes = wire("SIP/2.0 200 OK\n") + tail
            if let fault = fault(bytes, .datagram, &message) { faults.insert(fault) }
            if let fault = streamFault(bytes, isCutOff: true, &message) { faults.insert(fault) }
        }
        #expect(faults.isEmpty)
    }
}

/// What must hold of any message whatever its bytes.
extension SIPMessage {
    /// What points outside the bytes or contradicts itself, or nothing.
    func inconsistency(_ bytes: RawSpan) -> String? {
        let ranges = [
            start.line, start.methodText, start.requestURI, start.statusText, start.reasonPhrase, body, extent, callID,
            topmostVia.transport, topmostVia.sentBy, topmostVia.branch, topmostVia.extent, from.uri, from.tag, to.uri,
            to.tag, cSeq.methodText,
        ]
        for (index, range) in ranges.enumerated() where !range.isInside(bytes) { return "range \(index)" }
        guard body.isEmpty || body.lower >= extent.lower && body.upper == extent.upper else { return "body" }
        guard from.end <= bytes.byteCount, to.end <= bytes.byteCount else { return "end of an address" }
        guard start.statusCode == 0 || 100...699 ~= start.statusCode else { return "code" }
        guard (contentLength ?? 0) >= 0, headers.count <= SIPDecoder.mostFields else { return "limits" }
        for place in 0..<headers.count {
            let field = headers[place]
            guard field.nameText.isInside(bytes), field.value(bytes).isInside(bytes) else { return "field" }
            guard !field.nameText.isEmpty, field.rest.isInside(bytes) else { return "field \(place)" }
        }
        return nil
    }
}

/// What must hold of any range that a reader gives back.
extension ByteRange {
    /// Whether both ends lie in order inside `bytes`.
    func isInside(_ bytes: RawSpan) -> Bool { lower <= upper && upper <= bytes.byteCount }
}
