internal import SIPCatalogue

// Comparing two optional methods asks a witness table each time.
extension Method? {
    /// A number for it, without asking a witness table.
    var place: Int { if case .some(let method) = self { Int(method.rawValue) } else { Method.allCases.count } }

    /// Whether it is INVITE.
    var isInvite: Bool { if case .invite = self { true } else { false } }

    /// Whether it is CANCEL.
    var isCancel: Bool { if case .cancel = self { true } else { false } }

    /// Whether it is ACK.
    var isACK: Bool { if case .ack = self { true } else { false } }
}
