/// A cause value of ISDN and ISUP, as it comes in a Reason header field with protocol Q.850 (RFC 3326 §2).
package struct Q850Cause: Sendable {
    /// The value, 1–127.
    package let value: UInt8
    /// The name by ITU-T Q.850 §2.2.7.
    package let name: String
    /// The status code that a gateway makes of it by RFC 3398 §7.2.4.1, where that names one.
    package let statusCode: UInt16?

    init(_ value: UInt8, _ name: String, to statusCode: UInt16? = nil) {
        self.value = value
        self.name = name
        self.statusCode = statusCode
    }
}

/// The cause values of ITU-T Q.850 and how they and the status codes of SIP become each other.
package enum Q850Causes {
    /// Every cause, by value.
    package static let all: [Q850Cause] = [
        Q850Cause(1, "Unallocated (unassigned) number", to: 404),
        Q850Cause(2, "No route to specified transit network", to: 404),
        Q850Cause(3, "No route to destination", to: 404),
        Q850Cause(4, "Send special information tone"),
        Q850Cause(5, "Misdialled trunk prefix"),
        Q850Cause(6, "Channel unacceptable"),
        Q850Cause(7, "Call awarded and being delivered in an established channel"),
        Q850Cause(8, "Preemption"),
        Q850Cause(9, "Preemption, circuit reserved for reuse"),
        Q850Cause(14, "QoR: ported number"),
        Q850Cause(16, "Normal call clearing"),
        Q850Cause(17, "User busy", to: 486),
        Q850Cause(18, "No user responding", to: 408),
        Q850Cause(19, "No answer from user (user alerted)", to: 480),
        Q850Cause(20, "Subscriber absent", to: 480),
        Q850Cause(21, "Call rejected", to: 403),
        Q850Cause(22, "Number changed", to: 410),
        Q850Cause(23, "Redirection to new destination", to: 410),
        Q850Cause(24, "Call rejected due to feature at the destination"),
        Q850Cause(25, "Exchange routing error"),
        Q850Cause(26, "Non-selected user clearing", to: 404),
        Q850Cause(27, "Destination out of order", to: 502),
        Q850Cause(28, "Invalid number format (address incomplete)", to: 484),
        Q850Cause(29, "Facility rejected", to: 501),
        Q850Cause(30, "Response to STATUS ENQUIRY"),
        Q850Cause(31, "Normal, unspecified", to: 480),
        Q850Cause(34, "No circuit/channel available", to: 503),
        Q850Cause(38, "Network out of order", to: 503),
        Q850Cause(39, "Permanent frame mode connection out of service"),
        Q850Cause(40, "Permanent frame mode connection operational"),
        Q850Cause(41, "Temporary failure", to: 503),
        Q850Cause(42, "Switching equipment congestion", to: 503),
        Q850Cause(43, "Access information discarded"),
        Q850Cause(44, "Requested circuit/channel not available"),
        Q850Cause(46, "Precedence call blocked"),
        Q850Cause(47, "Resource unavailable, unspecified", to: 503),
        Q850Cause(49, "Quality of service not available"),
        Q850Cause(50, "Requested facility not subscribed"),
        Q850Cause(53, "Outgoing calls barred within CUG"),
        Q850Cause(55, "Incoming calls barred within CUG", to: 403),
        Q850Cause(57, "Bearer capability not authorized", to: 403),
        Q850Cause(58, "Bearer capability not presently available", to: 503),
        Q850Cause(62, "Inconsistency in designated outgoing access information and subscriber class"),
        Q850Cause(63, "Service or option not available, unspecified"),
        Q850Cause(65, "Bearer capability not implemented", to: 488),
        Q850Cause(66, "Channel type not implemented"),
        Q850Cause(69, "Requested facility not implemented"),
        Q850Cause(70, "Only restricted digital information bearer capability is available", to: 488),
        Q850Cause(79, "Service or option not implemented, unspecified", to: 501),
        Q850Cause(81, "Invalid call reference value"),
        Q850Cause(82, "Identified channel does not exist"),
        Q850Cause(83, "A suspended call exists, but this call identity does not"),
        Q850Cause(84, "Call identity in use"),
        Q850Cause(85, "No call suspended"),
        Q850Cause(86, "Call having the requested call identity has been cleared"),
        Q850Cause(87, "User not member of CUG", to: 403),
        Q850Cause(88, "Incompatible destination", to: 503),
        Q850Cause(90, "Non-existent CUG"),
        Q850Cause(91, "Invalid transit network selection"),
        Q850Cause(95, "Invalid message, unspecified"),
        Q850Cause(96, "Mandatory information element is missing"),
        Q850Cause(97, "Message type non-existent or not implemented"),
        Q850Cause(98, "Message not compatible with call state or message type non-existent or not implemented"),
        Q850Cause(99, "Information element/parameter non-existent or not implemented"),
        Q850Cause(100, "Invalid information element contents"),
        Q850Cause(101, "Message not compatible with call state"),
        Q850Cause(102, "Recovery on timer expiry", to: 504),
        Q850Cause(103, "Parameter non-existent or not implemented, passed on"),
        Q850Cause(110, "Message with unrecognized parameter, discarded"),
        Q850Cause(111, "Protocol error, unspecified", to: 500),
        Q850Cause(127, "Interworking, unspecified", to: 500),
    ]

    /// The row of a value, or `nil` where Q.850 has none.
    package static func row(for value: UInt8) -> Q850Cause? {
        all.first { $0.value == value }
    }

    /// The cause that a gateway makes of a status code by RFC 3398 §8.2.6.1, or `nil` where that names none.
    package static func value(for statusCode: UInt16) -> UInt8? {
        switch statusCode {
        case 400, 481, 500, 503: 41
        case 401, 402, 403, 407, 603: 21
        case 404, 485, 604: 1
        case 405: 63
        case 406, 415, 501: 79
        case 408, 504: 102
        case 410: 22
        case 413, 414, 416, 420, 421, 423, 505, 513: 127
        case 480: 18
        case 482, 483: 25
        case 484: 28
        case 486, 600: 17
        case 502: 38
        default: nil
        }
    }
}
