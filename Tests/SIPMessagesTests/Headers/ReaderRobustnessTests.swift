import TestSupport
import Testing
import WireBytes

@testable import SIPMessages

/// Damage done to values: each reader takes each of them, its own or not.
@Suite struct ReaderRobustnessTests {
    /// What points outside `bytes` in what the readers make of the value from `lower` to `upper`, or nothing.
    private func fault(_ bytes: [UInt8], _ lower: Int, _ upper: Int) -> String? {
        bytes.withRawSpan { span in
            let range = ByteRange(lower, upper)
            let via = Via.read(span, range)
            let viaRanges = [via.transport, via.sentBy, via.branch, via.extent]
            guard viaRanges.allSatisfy({ $0.isInside(span) }), via.extent.lower == lower else { return "Via" }
            _ = via.hasMagicCookie(span)
            let address = NameAddress.read(span, range)
            guard address.uri.isInside(span), address.tag.isInside(span) else { return "address" }
            guard address.end >= lower, address.end <= upper else { return "end of address" }
            let contact = Contact.read(span, range)
            guard contact.uri.isInside(span), contact.expires.isInside(span) else { return "Contact" }
            guard contact.end >= lower, contact.end <= upper else { return "end of Contact" }
            let cSeq = CSeq.read(span, range)
            guard cSeq.methodText.isInside(span), !cSeq.isWellFormed || cSeq.number != nil else { return "CSeq" }
            guard DecimalNumber.read(span, range).map({ $0 >= 0 }) ?? true else { return "number" }
            let leading = DecimalNumber.leading(span, range)
            guard leading.number.map({ $0 >= 0 }) ?? true, lower...upper ~= leading.end else { return "leading digits" }
            _ = RetryAfter.read(span, range)
            _ = SessionID.read(span, range)
            guard Reason.cause(span, range) < 128 else { return "cause" }
            guard ChargingVector.icid(span, range).isInside(span) else { return "icid" }
            guard URIUser.read(span, range).isInside(span) else { return "user" }
            let challenge = Challenge.read(span, range)
            guard challenge.scheme.isInside(span), !challenge.isComplete || !challenge.scheme.isEmpty else {
                return "challenge"
            }
            return parameterFault(span, range)
        }
    }

    private func parameterFault(_ span: RawSpan, _ range: ByteRange) -> String? {
        var scanner = ParameterScanner(from: range.lower, to: range.upper)
        var before = range.lower
        while let parameter = scanner.next(span) {
            guard parameter.name.isInside(span), parameter.value.isInside(span) else { return "parameter" }
            guard scanner.offset > before, scanner.offset <= range.upper else { return "no progress" }
            before = scanner.offset
        }
        return scanner.offset <= range.upper ? nil : "end of parameters"
    }

    @Test(arguments: Seeds.values)
    func `any part of a value is read without a fault`(value: String) {
        let bytes = Array(value.utf8)
        var faults: Set<String> = []
        for count in 0...bytes.count {
            if let fault = fault(Array(bytes[..<count]), 0, count) { faults.insert(fault) }
            if let fault = fault(bytes, 0, count) { faults.insert(fault) }
            if let fault = fault(bytes, count, bytes.count) { faults.insert(fault) }
        }
        #expect(faults.isEmpty)
    }

    @Test func `a damaged value is read without a fault`() {
        var random = SeededRandom(seed: 0x51F5)
        var faults: Set<String> = []
        for round in 0..<40_000 {
            let bytes = random.damaged(Array(Seeds.values[round % Seeds.values.count].utf8))
            if let fault = fault(bytes, 0, bytes.count) { faults.insert(fault) }
        }
        #expect(faults.isEmpty)
    }
}
