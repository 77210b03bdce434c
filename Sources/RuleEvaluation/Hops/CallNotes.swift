package import NetworkTypes

/// What the rules keep of a call beside its hops, which come and go: who began it, and its dialogs.
package struct CallNotes: Sendable {
    /// The latest hop of it.
    var latest = HopID.none
    /// A hash of its Call-ID.
    var key: UInt64 = 0
    /// A hash of the From tag of the INVITE that began it, whose client owns the Call-ID; 0 where that was not seen.
    package internal(set) var opener: UInt32 = 0
    /// The CSeq number of the first INVITE of the attempt, and when the first copy of that was seen.
    ///
    /// What follows a challenge, a redirection or a 422 belongs to the same attempt; any other INVITE outside a dialog
    /// is another one, as that with the next digits is.
    var firstCSeq: UInt32 = 0
    package internal(set) var began = CaptureTime.distantPast
    /// Whether the attempt has been told to go on in another way.
    var goesOn = false
    /// Whether the caller has been given a first sign: 180, 181, 182, 183 with SDP, or 2xx.
    package internal(set) var hasSign = false
    /// The first two dialogs that a 2xx confirmed; further ones of a fork are not known.
    package internal(set) var dialog = DialogNotes()
    package internal(set) var otherDialog = DialogNotes()

    init(key: UInt64 = 0) { self.key = key }

    /// The dialog that a request with these tags is of; `nil` where its INVITE and 2xx were not seen.
    package func dialog(_ fromTag: UInt32, _ toTag: UInt32) -> DialogNotes? {
        if dialog.isOf(fromTag, toTag) { return dialog }
        return otherDialog.isOf(fromTag, toTag) ? otherDialog : nil
    }
}

/// A dialog that a 2xx to an INVITE confirmed.
package struct DialogNotes: Sendable {
    /// Hashes of the tags of the caller and the callee; 0 for no dialog.
    var caller: UInt32 = 0
    var callee: UInt32 = 0
    /// When its first 2xx was seen.
    package internal(set) var confirmed = CaptureTime.distantPast
    /// A hash of the From tag of its first BYE, and the CSeq number of that; 0 before it.
    package internal(set) var releaser: UInt32 = 0
    package internal(set) var releaseCSeq: UInt32 = 0

    /// Whether it is confirmed and no BYE was seen.
    package var isLive: Bool { callee != 0 && releaser == 0 }

    func isOf(_ fromTag: UInt32, _ toTag: UInt32) -> Bool {
        callee != 0 && (fromTag == caller && toTag == callee || fromTag == callee && toTag == caller)
    }

    mutating func release(by hop: Hop) {
        guard releaser == 0 else { return }
        (releaser, releaseCSeq) = (hop.fromTag, hop.cSeq)
    }

    /// Takes back the release by the BYE of `hop`, which was challenged.
    mutating func resume(after hop: Hop) {
        guard releaser == hop.fromTag, releaseCSeq == hop.cSeq else { return }
        (releaser, releaseCSeq) = (0, 0)
    }
}
