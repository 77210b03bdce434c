package import CallTracking
package import NetworkTypes
package import SIPCatalogue

/// Which hop transaction of the run, so that one that took its place is not taken for it.
package struct HopID: Hashable, Sendable {
    /// The tracker's slot of its transaction.
    let slot: UInt32
    /// Which transaction of the run it is, from 1; 0 stands for none.
    let serial: UInt32

    /// No transaction.
    package static let none = HopID(slot: .max, serial: 0)

    /// It as one number, for those who key by it.
    package var number: UInt64 { UInt64(slot) &<< 32 | UInt64(serial) }

    /// Whether it names none.
    package var isNone: Bool { serial == 0 }
}

/// What the rules keep of a hop transaction, beside what the tracker does: its request, and what was answered so far.
///
/// Of a transaction whose request was not seen there are the ends, the times and the answers.
package struct Hop: Sendable {
    /// Which it is.
    package internal(set) var id = HopID.none
    /// The transaction of its Call-ID that began before it, as far as that is still known.
    package internal(set) var previous = HopID.none
    /// The hop above: the transaction of the same request that its proxy received.
    package internal(set) var upstream = HopID.none
    /// A hash of its Call-ID, and the tracker's slot of its call; `UInt32.max` without one.
    package internal(set) var callKey: UInt64 = 0
    var call = UInt32.max
    /// How many hops below it go on from it, up to 255: 2 and more are a fork.
    package internal(set) var branchCount: UInt8 = 0
    /// How many Via values its request had, up to 255; 0 where it was not seen.
    package internal(set) var viaCount: UInt8 = 0
    /// The Max-Forwards of its request; 255 where there is none or no such number.
    package internal(set) var maxForwards: UInt8 = .max
    /// How many hops of the same request its call had before it, one behind the other; up to 255.
    package internal(set) var passCount: UInt8 = 0
    /// The method, where it is a registered one.
    package internal(set) var method: Method?
    /// Who sent the request to whom, by the addresses of the packets, and over what.
    package internal(set) var flow: Flow
    /// The first frame of it, and when that was seen: of its request where that was.
    package internal(set) var frame: FrameReference
    package internal(set) var time: CaptureTime
    /// A hash of the Via values of its request, their branches and sent-bys, from the topmost down.
    package internal(set) var viaStack: UInt64 = 0
    /// A short hash of the topmost of them, which a CANCEL shares with its INVITE: of its request, or without one of
    /// its first response.
    package internal(set) var topVia: UInt32 = 0
    /// A hash of the Via values below the topmost, letter by letter: a response with the same need not be looked at.
    package internal(set) var viaText: UInt64 = 1
    /// The same of the branches alone, and the hosts apart (``ViaDetails``), to tell in what a response differs.
    package internal(set) var vias = ViaDetails()
    /// Hashes of its From tag and of the To tag of its request; 0 where that has none.
    package internal(set) var fromTag: UInt32 = 0
    package internal(set) var toTag: UInt32 = 0
    /// The CSeq number, 0 where it cannot be read.
    package internal(set) var cSeq: UInt32 = 0
    /// The Expires of its request, in seconds; the greatest number without one.
    package internal(set) var expires = UInt32.max
    /// The Timestamp of its request in nanoseconds; the greatest number where there is none that can be read.
    package internal(set) var timestamp = UInt64.max
    /// How many bytes its Request-URI and its whole request have, up to 65535.
    package internal(set) var uriLength: UInt16 = 0
    package internal(set) var messageLength: UInt16 = 0
    /// Whether its client used its branch before for another request, so that a response may be for either.
    package internal(set) var isBranchReused = false
    /// Hashes of the URI of its To, and of its Request-URI.
    package internal(set) var toURI: UInt32 = 0
    package internal(set) var requestURI: UInt64 = 0
    /// A hash of all that makes the same request of two: see ``RequestContent``; with and without its credentials.
    package internal(set) var content: UInt64 = 0
    package internal(set) var contentWithoutCredentials: UInt64 = 0
    /// What its request was like; empty where it was not seen.
    package internal(set) var traits: RequestTraits = []
    /// Whether a CANCEL for it was seen.
    package internal(set) var wasCancelled = false
    /// Where its words stand, for a finding that comes when its messages have gone.
    var words: UInt64 = 0
    /// Which rules held for it.
    var marks = MarkSet()

    /// A hash of the body of its request; 0 where that has none.
    package internal(set) var body: UInt64 = 0
    /// Whether an examiner asked to be told what is answered.
    var isAwaited = false

    // What was answered.

    /// When the first response of any kind was seen.
    package internal(set) var firstResponseTime = CaptureTime.distantPast
    /// When the ACK to a 300–699, and the 2xx to a CANCEL for it, were first seen; the distant past before.
    package internal(set) var ackTime = CaptureTime.distantPast
    package internal(set) var cancelAnswerTime = CaptureTime.distantPast
    /// A hash of the To tag of its latest 100 that has one; 0 before.
    package internal(set) var tryingTag: UInt32 = 0
    /// Where the features of its first 100, and of its request where that is linked with a hop above, are kept.
    var trying: UInt32 = 0
    var requestFeatures: UInt32 = 0
    /// The first final response: its code, 0 before it; its frame and when that was seen; a hash of its To tag.
    package internal(set) var finalCode: UInt16 = 0
    package internal(set) var finalTag: UInt32 = 0
    package internal(set) var finalFrame = FrameReference(packed: 0)
    package internal(set) var finalTime = CaptureTime.distantPast
    /// The latest provisional response: its code, 0 before any, and when it was seen.
    package internal(set) var provisionalCode: UInt16 = 0
    package internal(set) var provisionalTime = CaptureTime.distantPast
    package internal(set) var provisionalFrame = FrameReference(packed: 0)
    /// Hashes of the first two different To tags of its 101–198, as a 199 opens no dialog; 0 where there are fewer.
    package internal(set) var firstEarlyTag: UInt32 = 0
    package internal(set) var secondEarlyTag: UInt32 = 0
    /// Whether an ACK with the From tag and CSeq number of this INVITE was seen anywhere, but for those that
    /// acknowledge a 300–699; hashes of the To tags of the first and of the latest other one.
    package internal(set) var hasAck = false
    package internal(set) var ackTag: UInt32 = 0
    package internal(set) var otherAckTag: UInt32 = 0
    /// A hash of the Server of its first response, where it is no INVITE; 0 without one.
    package internal(set) var server: UInt32 = 0
    /// Whether the server named itself by its own address in the Contact of the first early dialog: then it is the user
    /// agent server and no proxy.
    package internal(set) var isAtOwnContact = false

    init(flow: Flow, frame: FrameReference, time: CaptureTime) {
        self.flow = flow
        self.frame = frame
        self.time = time
    }

    /// Whether its request was seen.
    package var hasRequest: Bool { viaCount > 0 }

    /// Whether an ACK was seen for a 2xx with this To tag.
    package func isAcknowledged(_ tag: UInt32) -> Bool {
        hasAck && (tag == 0 || ackTag == 0 || ackTag == tag || otherAckTag == tag)
    }

    /// Whether any response was seen.
    package var hasResponse: Bool { finalCode > 0 || provisionalCode > 0 }
}
