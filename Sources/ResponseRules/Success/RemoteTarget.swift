internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Whether the Contact of a 2xx becomes the URI to which the client sends what follows.
enum RemoteTarget {
    /// Whether `message`, a 2xx, answers a request after which that is so.
    ///
    /// A REFER inside a dialog is not judged although its table asks for Contact there too: the dialog has its remote
    /// target already.
    static func isNamed(by message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Bool {
        switch message.cSeq.method {
        case .invite, .update, .subscribe: return true
        case .refer:
            guard let request = hop.request, request.contains(.isWhole), !request.contains(.toTag) else { return false }
            return !isWithoutSubscription(message, bytes)
        default: return false
        }
    }

    /// Whether a 2xx to REFER says that it makes no subscription (RFC 4488 §4), and so opens no dialog.
    private static func isWithoutSubscription(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        guard let value = message.headers.value(of: .referSub, bytes) else { return false }
        let end = bytes.nearOffset(of: 0x3B, in: value)
        return bytes.equals("false", in: bytes.trimmed(ByteRange(value.lower, end)))
    }
}
