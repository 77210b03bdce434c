internal import RuleEvaluation
internal import SIPCatalogue

/// What a code says that its request holds, and how that is seen to be wrong.
struct BlamedCause: Sendable {
    /// Below how many bytes nothing is too long.
    struct Limits: Sendable {
        let uri: Int
        let message: Int
    }

    /// Something that is measured or known of the sender, beside what stands in the request.
    private enum Measure {
        case uri, message, isProxy
    }

    let codes: [UInt16]
    /// What is said of it behind the code and the method.
    let words: String
    /// The request has to hold one of these; without any nothing has to be there.
    private var needs: RequestTraits = []
    /// And none of these.
    private var excludes: RequestTraits = []
    /// And to be of this method.
    private var method: Method?
    /// Whether its whole body has to be at hand to say so.
    private var isOfBody = false
    private var measure: Measure?

    private init(
        _ codes: [UInt16],
        _ words: String,
        needs: RequestTraits = [],
        excludes: RequestTraits = [],
        method: Method? = nil,
        isOfBody: Bool = false,
        measure: Measure? = nil
    ) {
        self.codes = codes
        self.words = words
        self.needs = needs
        self.excludes = excludes
        self.method = method
        self.isOfBody = isOfBody
        self.measure = measure
    }

    /// Whether the request of `hop` does not hold it; `isOfUAS` says that no proxy sent the response.
    func isAbsent(from hop: Hop, _ limits: Limits, isOfUAS: Bool) -> Bool {
        if let method, hop.method != method { return true }
        if isOfBody, !hop.traits.contains(.hasWholeBody) { return false }
        if !needs.isEmpty, hop.traits.isDisjoint(with: needs) { return true }
        if !hop.traits.isDisjoint(with: excludes) { return true }
        return switch measure {
        case nil: false
        case .uri: hop.uriLength < limits.uri
        case .message: hop.traits.contains(.hasWholeBody) && hop.messageLength < limits.message
        case .isProxy: isOfUAS
        }
    }

    /// The rows, each code in one.
    static let table: [BlamedCause] = [
        BlamedCause([406], "that accepts everything", needs: .accept, excludes: .acceptsAll),
        BlamedCause([412], "without SIP-If-Match", needs: .ifMatch),
        BlamedCause([413, 415], "without a body", needs: .body, isOfBody: true),
        BlamedCause([414], "with a short Request-URI", measure: .uri),
        BlamedCause([416], "with a sip or sips Request-URI", excludes: .sipURI),
        BlamedCause([417], "without Resource-Priority", needs: .resourcePriority),
        BlamedCause([422], "without Session-Expires", needs: .sessionExpires),
        BlamedCause([424], "without Geolocation", needs: .geolocation),
        BlamedCause([425], "without an alert", needs: .alert, isOfBody: true),
        BlamedCause([428], "with Identity", excludes: .identity),
        BlamedCause([429], "without Referred-By and Refer-To", needs: .referral),
        BlamedCause([433], "whose caller does not hide", needs: .isAnonymous),
        BlamedCause([436, 437, 438], "without Identity", needs: .identity),
        BlamedCause([439], "that is no REGISTER with reg-id", needs: .regID, method: .register),
        BlamedCause([440], "from the user agent server itself", measure: .isProxy),
        BlamedCause([469], "that is no INFO with Info-Package", needs: .infoPackage, method: .info),
        BlamedCause([470], "without a list of recipients", needs: .recipientList, isOfBody: true),
        BlamedCause([489], "without Event", needs: .event),
        BlamedCause([493], "without an encrypted body", needs: .encryptedBody, isOfBody: true),
        BlamedCause([513], "that is small", measure: .message),
        BlamedCause([555], "without pn-provider", needs: .pushProvider),
        BlamedCause([580], "without preconditions", needs: .preconditions, isOfBody: true),
    ]
}
