internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// What tells who made a message: hashes of what elements put into it as they like.
///
/// What every response copies from its request, and what changes by itself, is left aside: Via, From, To, Call-ID,
/// CSeq, Record-Route, Date.
package struct MessageFeatures: Sendable {
    /// Something by which messages of different makers differ.
    package enum Feature: Int, CaseIterable, Sendable {
        /// Server or User-Agent, a reason phrase of a 100 other than Trying, the delay in a Timestamp.
        case server, phrase, delay
        case contact, allow, supported, warning, body
        /// Any other header field.
        case field
    }

    /// A short hash of its To tag; 0 where it has none.
    package private(set) var tag: UInt32 = 0
    private var values = InlineArray<8, UInt32>(repeating: 0)
    private var fields = InlineArray<8, UInt32>(repeating: 0)
    private var fieldCount = 0

    /// For each registered header field what it is: a feature, or -1 for one that is left aside.
    private static let kinds: [Int] = HeaderName.allCases.map { name in
        switch name {
        case .via, .from, .to, .callID, .cSeq, .contentLength, .contentType, .date, .recordRoute, .route, .maxForwards:
            -1
        case .server, .userAgent: Feature.server.rawValue
        case .timestamp: Feature.delay.rawValue
        case .contact: Feature.contact.rawValue
        case .allow: Feature.allow.rawValue
        case .supported: Feature.supported.rawValue
        case .warning: Feature.warning.rawValue
        default: Feature.field.rawValue
        }
    }

    init(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hash: KeyedHash) {
        func short(_ range: ByteRange, _ kind: Int) -> UInt32 {
            UInt32(truncatingIfNeeded: hash.hash(bytes, range, from: UInt64(kind &+ 1))) | 1
        }
        if !message.to.tag.isEmpty { tag = UInt32(truncatingIfNeeded: hash.hash(bytes, message.to.tag)) | 1 }
        if !message.body.isEmpty { values[Feature.body.rawValue] = short(message.body, Feature.body.rawValue) }
        if message.start.statusCode == 100, !bytes.equals("Trying", in: message.start.reasonPhrase) {
            values[Feature.phrase.rawValue] = short(message.start.reasonPhrase, Feature.phrase.rawValue)
        }
        for place in 0..<message.headers.count {
            let header = message.headers[place]
            let code = header.name.map { Int($0.rawValue) }
            let kind = code.map { MessageFeatures.kinds[$0] } ?? Feature.field.rawValue
            guard kind >= 0 else { continue }
            let value = header.value(bytes)
            if kind == Feature.field.rawValue {
                let name = code.map { UInt64($0) } ?? hash.hash(bytes, header.nameText)
                add(UInt32(truncatingIfNeeded: hash.hash(bytes, value, from: name)) | 1)
            } else if kind != Feature.delay.rawValue || bytes.nearOffset(of: 0x20, in: value) < value.upper {
                values[kind] &+= short(value, kind)
            }
        }
    }

    private mutating func add(_ field: UInt32) {
        if fieldCount < fields.count { fields[fieldCount] = field }
        fieldCount &+= 1
    }

    /// The first feature that is the same in `other`, and whose value `isCommon` does not hold for.
    package func first(sharedWith other: MessageFeatures, unless isCommon: (Feature, UInt32) -> Bool) -> Feature? {
        for place in values.indices where values[place] != 0 && values[place] == other.values[place] {
            if let feature = Feature(rawValue: place), !isCommon(feature, values[place]) { return feature }
        }
        for place in 0..<min(fieldCount, fields.count) where other.holds(fields[place]) {
            if !isCommon(.field, fields[place]) { return .field }
        }
        return nil
    }

    /// The first feature that `other` does not have in the same way; a delay is new each time.
    package func first(newAgainst other: MessageFeatures) -> Feature? {
        for place in values.indices where values[place] != 0 && values[place] != other.values[place] {
            if place != Feature.delay.rawValue { return Feature(rawValue: place) }
        }
        for place in 0..<min(fieldCount, fields.count) where !other.holds(fields[place]) && other.isComplete {
            return .field
        }
        return nil
    }

    /// Whether it and `other` differ in more than a delay and the order of header fields.
    package func differs(from other: MessageFeatures) -> Bool {
        tag != other.tag || first(newAgainst: other) != nil || other.first(newAgainst: self) != nil
    }

    /// Whether it has `feature` with `value`, or may have, as it has more header fields than are kept.
    package func mayHold(_ feature: Feature, _ value: UInt32) -> Bool {
        feature == .field ? holds(value) || !isComplete : values[feature.rawValue] == value
    }

    /// Hands the value of each feature to `body`.
    package func forEachValue(_ body: (UInt32) -> Void) {
        for place in values.indices where values[place] != 0 { body(values[place]) }
        for place in 0..<min(fieldCount, fields.count) { body(fields[place]) }
    }

    private var isComplete: Bool { fieldCount <= fields.count }

    private func holds(_ field: UInt32) -> Bool {
        (0..<min(fieldCount, fields.count)).contains { fields[$0] == field }
    }
}
