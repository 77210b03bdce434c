/// What sets a message apart from those of ordinary traffic: a bit for each, so that a rule is asked only where it may
/// hold.
///
/// Of a response whose request was not seen only ``orphan`` and what it shows by itself can be there.
package struct Symptoms: OptionSet, Sendable, Hashable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    private static func bit(_ place: UInt64) -> Symptoms { Symptoms(rawValue: 1 << place) }

    /// Its sender sent it again; its observation says which copy it is.
    package static let copy = bit(0)
    /// A response whose request was not seen on its hop.
    package static let orphan = bit(1)
    /// A response whose Call-ID, From tag, CSeq number, or Via stack is not that of its request.
    package static let otherCallID = bit(2)
    package static let otherFromTag = bit(3)
    package static let otherCSeq = bit(4)
    package static let otherVias = bit(5)
    /// A response with a To tag that is not the one its request had.
    package static let otherToTag = bit(6)
    /// A response other than 100 with a To without a tag.
    package static let noToTag = bit(7)
    /// A response that does not go back to where the request came from, or not from where that went: address or port.
    package static let otherDestination = bit(8)
    package static let otherSource = bit(9)
    /// The first response to an INVITE, more than 200 ms after it.
    package static let late = bit(10)
    /// A response behind a final one of its hop, another than that.
    package static let afterFinal = bit(11)
    /// A response with an RSeq, one that requires 100rel, or a provisional one that requires anything.
    package static let reliable = bit(12)
    /// A 100 to a request with a Timestamp.
    package static let timestamped = bit(13)
    /// A message on a hop that is linked with one above or below.
    package static let linked = bit(14)
    /// A provisional response to another request than INVITE.
    package static let provisionalToOther = bit(15)
    /// A final response to a request that was sent again.
    package static let afterRepeats = bit(16)
    /// A request inside a dialog: one with a To tag, an ACK aside.
    package static let inDialog = bit(17)
    /// A final response to a request inside a dialog, other than 2xx.
    package static let refusedInDialog = bit(18)
    /// A message with decode issues.
    package static let issues = bit(19)
    /// A message with a Retry-After.
    package static let retryAfter = bit(20)
    /// An ACK that acknowledges no response that was seen.
    package static let strayACK = bit(21)
    /// A final response to a CANCEL.
    package static let answersCancel = bit(22)
    /// A request, or a response whose request was not seen, of a sender to whom nothing was sent lately as far as seen.
    package static let unheard = bit(40)
    /// The first sign to a caller more than a second after the attempt began, or its failure without any.
    package static let waited = bit(41)
    /// An INVITE or UPDATE inside a dialog.
    package static let refresh = bit(42)
    /// A response other than 100 with a To tag that is not that of an earlier response of its hop.
    package static let newTag = bit(52)
    /// A 100 to an INVITE behind another 100 of its hop.
    package static let otherTrying = bit(50)
    /// A 101–299 to an INVITE outside a dialog with the To tag that a 100 of its hop had.
    package static let tagOfTrying = bit(51)
    /// A response on a hop of which an examiner asked to be told what is answered: see
    /// ``Reporter/awaitAnswers(to:)``.
    package static let awaited = bit(45)
    /// A message to or from a server on which an examiner keeps an eye.
    package static let watched = bit(57)
    /// A request that came by here four times before, on other hops.
    package static let manyPasses = bit(58)
    /// A request of a program that scans, by its User-Agent.
    package static let telltale = bit(59)
}
