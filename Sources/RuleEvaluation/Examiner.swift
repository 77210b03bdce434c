package import SIPCatalogue
package import SIPMessages

/// Which messages an examiner is shown: first copies of requests by method and of responses by code, and any message,
/// copies too, that shows one of some symptoms.
///
/// Copies of a mirror port and the far side of a NAT are shown to nobody (guards DUP and NAT).
package struct Interest: Sendable {
    /// The methods of requests, `nil` among them for those of no registered name.
    package var requests: [Method?] = []
    /// The status codes of responses; 0 stands for those out of range.
    package var responses: [UInt16] = []
    /// The symptoms, one of which is enough.
    package var symptoms: Symptoms = []
    /// Whether it is shown each transaction whose time is over, but for those that came to their ordinary end: a final
    /// response, and for an INVITE its ACK.
    package var endings = false
    /// Which counts of servers it wants to read.
    package var loads = LoadSpans()

    /// An interest in these.
    package init(
        requests: [Method?] = [],
        responses: [UInt16] = [],
        symptoms: Symptoms = [],
        endings: Bool = false,
        loads: LoadSpans = LoadSpans()
    ) {
        self.requests = requests
        self.responses = responses
        self.symptoms = symptoms
        self.endings = endings
        self.loads = loads
    }

    /// Every request but ACK.
    package static let everyRequest: [Method?] = Method.allCases.filter { $0 != .ack } + [nil]
    /// Every final response of the classes.
    package static let everyFinal: [UInt16] = Array(200..<700)
    /// Every failure.
    package static let everyFailure: [UInt16] = Array(400..<700)
}

/// A judge with a memory: one or several rules that look at more than one response by itself.
///
/// It is a value whose tables have bounds. What it keeps of others' objects it keeps by their names (``HopID``), as
/// those come and go.
package protocol Examiner: Sendable {
    /// Its rules; it reports them by their places here.
    var declarations: [RuleDeclaration] { get }
    /// What it is shown.
    var interest: Interest { get }
    /// The next moment at which it wants ``advance(to:_:_:)``, on the clock of ``Scene/now``; the greatest number for
    /// none.
    var deadline: Int64 { get }
    /// Its bounds: name, value, and how often each was reached.
    var bounds: [(name: String, value: Int, reached: UInt64)] { get }

    /// Takes a message.
    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    )

    /// Takes a transaction whose time is over.
    mutating func takeEnd(_ end: borrowing EndedHop, _ hops: borrowing HopTable, _ reporter: inout Reporter)

    /// Decides what is due at `now`.
    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter)

    /// Decides at the end of the capture what was only held back, in case more would come; nothing that waits for
    /// something to be missing.
    mutating func conclude(_ hops: borrowing HopTable, _ reporter: inout Reporter)
}

extension Examiner {
    package var deadline: Int64 { .max }
    package var bounds: [(name: String, value: Int, reached: UInt64)] { [] }
    package mutating func takeEnd(_ end: borrowing EndedHop, _ hops: borrowing HopTable, _ reporter: inout Reporter) {}
    package mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {}
    package mutating func conclude(_ hops: borrowing HopTable, _ reporter: inout Reporter) {}
}
