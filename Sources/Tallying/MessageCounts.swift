internal import CallTracking
internal import NetworkTypes
internal import SIPMessages
internal import WireBytes

/// What the capture holds, message by message; copies and repeats included.
package struct MessageCounts: Sendable {
    /// Every SIP message, one for each start line at the start of a message.
    package private(set) var total: UInt64 = 0
    /// Requests by method as written.
    package private(set) var requests = MethodTable()
    /// Responses by status code as written.
    package private(set) var responses = CodeTable()
    /// Responses by class, 1xx…6xx at 1…6 and all others at 0.
    package var classes: [UInt64] { byClass.all }
    // In place, as a shared array would be asked at every message whether it is.
    private var byClass = InlineArray<7, UInt64>(repeating: 0)
    /// Requests and responses that the sender sent again.
    package private(set) var repeatedRequests: UInt64 = 0
    package private(set) var repeatedResponses: UInt64 = 0
    /// Messages captured a second time.
    package private(set) var duplicates: UInt64 = 0
    /// Messages that were seen before on the other side of a NAT.
    package private(set) var twins: UInt64 = 0
    /// Messages that break the grammar or their framing.
    package private(set) var malformed: UInt64 = 0
    /// Messages by decode issue, in the order of the issues' raw values.
    package private(set) var issues = [UInt64](repeating: 0, count: DecodeIssue.allCases.count)
    /// Responses without repeats and copies, by status code as written.
    package private(set) var distinctResponses = CodeTable()
    /// Responses without repeats and copies, by class as `classes`.
    package var distinctClasses: [UInt64] { distinctByClass.all }
    private var distinctByClass = InlineArray<7, UInt64>(repeating: 0)
    /// How many of these the snap length cut in their header section, so that most rules say nothing of them.
    package private(set) var cutResponses: UInt64 = 0
    /// Messages by transport, in the order of `Transport.allCases`.
    package var transports: [UInt64] { Array(byTransport.all.prefix(Transport.allCases.count)) }
    private var byTransport = InlineArray<8, UInt64>(repeating: 0)

    /// Nothing counted yet.
    package init() {}

    /// Counts `message`, which was of which the tracker said `observation`.
    mutating func add(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ transport: Transport,
        _ observation: Observation
    ) {
        total &+= 1
        byTransport[transport.place] &+= 1
        if !message.issues.isEmpty { addIssues(of: message, observation) }
        if observation.isDuplicate { duplicates &+= 1 }
        if message.start.isResponse {
            addResponse(message.start, bytes, observation)
        } else {
            if observation.isRetransmission { repeatedRequests &+= 1 }
            if let method = message.start.method {
                requests.add(method)
            } else {
                requests.add(spelling: bytes.text(of: message.start.methodText))
            }
        }
    }

    /// Counts a message that was seen before on the other side of a NAT.
    mutating func addTwin() { twins &+= 1 }

    private mutating func addResponse(_ start: StartLine, _ bytes: RawSpan, _ observation: Observation) {
        let spelling = start.statusCode == 0 ? bytes.text(of: start.statusText) : ""
        if start.statusCode == 0 { responses.add(spelling: spelling) } else { responses.add(start.statusCode) }
        byClass[start.responseClass] &+= 1
        if observation.isRetransmission { repeatedResponses &+= 1 }
        guard observation.isFirst else { return }
        distinctByClass[start.responseClass] &+= 1
        if start.statusCode == 0 {
            distinctResponses.add(spelling: spelling)
        } else {
            distinctResponses.add(start.statusCode)
        }
    }

    private mutating func addIssues(of message: borrowing SIPMessage, _ observation: Observation) {
        let isCut = message.issues.contains(.cut) && !message.hasWholeHeaderSection
        if isCut, message.start.isResponse, observation.isFirst { cutResponses &+= 1 }
        if message.issues.areOfTheSender { malformed &+= 1 }
        for issue in message.issues.all { issues[Int(issue.rawValue)] &+= 1 }
    }
}

extension InlineArray where Element: Copyable {
    /// The elements, the first first.
    var all: [Element] { indices.map { self[$0] } }
}
