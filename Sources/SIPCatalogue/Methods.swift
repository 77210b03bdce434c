/// The request methods of the IANA registry; what the wire says beyond these is kept as text by the decoder.
///
/// Raw values are dense from zero and stay what they are, so tables may be indexed by them.
package enum Method: UInt8, CaseIterable, Sendable {
    /// The methods of RFC 3261.
    case invite, ack, bye, cancel, register, options
    /// The methods that extensions added, in the order of their RFCs.
    case info, prack, update, message, refer, publish, subscribe, notify

    /// The name as it stands in a start line and in CSeq; methods are compared with case.
    package var name: String {
        switch self {
        case .invite: "INVITE"
        case .ack: "ACK"
        case .bye: "BYE"
        case .cancel: "CANCEL"
        case .register: "REGISTER"
        case .options: "OPTIONS"
        case .info: "INFO"
        case .prack: "PRACK"
        case .update: "UPDATE"
        case .message: "MESSAGE"
        case .refer: "REFER"
        case .publish: "PUBLISH"
        case .subscribe: "SUBSCRIBE"
        case .notify: "NOTIFY"
        }
    }

    /// The RFC that defines the method today.
    package var definedIn: Citation {
        switch self {
        case .invite: .rfc(3261, "13")
        case .ack: .rfc(3261, "17.1.1.3", "13.2.2.4")
        case .bye: .rfc(3261, "15")
        case .cancel: .rfc(3261, "9")
        case .register: .rfc(3261, "10")
        case .options: .rfc(3261, "11")
        case .info: .rfc(6086)
        case .prack: .rfc(3262)
        case .update: .rfc(3311)
        case .message: .rfc(3428)
        case .refer: .rfc(3515)
        case .publish: .rfc(3903)
        case .subscribe: .rfc(6665, "3.1")
        case .notify: .rfc(6665, "3.2")
        }
    }

    /// Whether a 2xx to the method, sent outside a dialog, opens one.
    ///
    /// INVITE by RFC 3261 §12.1, SUBSCRIBE by RFC 6665 §4.1.2.4, REFER by the subscription that it implies
    /// (RFC 3515 §2.4.4) unless Refer-Sub forbids that (RFC 4488).
    package var opensDialog: Bool {
        switch self {
        case .invite, .subscribe, .refer: true
        default: false
        }
    }

    /// What the method is for, in a few words.
    package var note: String {
        switch self {
        case .invite: "starts a session or changes one"
        case .ack: "confirms the final response to an INVITE; is never answered"
        case .bye: "ends a session"
        case .cancel: "takes back a request that has no final response yet"
        case .register: "binds an address of record to where its user is now"
        case .options: "asks what a peer can do; used as a keep-alive between peers"
        case .info: "carries application data inside a dialog"
        case .prack: "confirms a reliable provisional response"
        case .update: "changes a session, also before it is answered"
        case .message: "carries an instant message"
        case .refer: "asks the peer to contact a third party, as in call transfer"
        case .publish: "hands event state to a compositor"
        case .subscribe: "asks to be told of changes of a resource"
        case .notify: "tells a subscriber of a change"
        }
    }
}
