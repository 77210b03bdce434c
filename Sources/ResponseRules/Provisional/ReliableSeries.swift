internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// The reliable provisional responses of one early dialog on one hop.
struct ReliableSeries: Sendable {
    /// What names it: the INVITE, and a hash of the To tag, as the numbers of each branch of a fork are its own.
    struct Key: Hashable, Sendable {
        let hop: HopID
        let tag: UInt32
    }

    /// When the PRACK of one of its responses has to be there.
    struct Deadline: Sendable {
        let key: Key
        let number: UInt32
    }

    /// A response that waits for its PRACK.
    struct Unacknowledged: Sendable {
        let number: UInt32
        let code: UInt16
        let time: CaptureTime
        let frame: FrameReference
        var lastCopy: FrameReference
        /// How often its sender sent it again, and how long after the first copy it did so last.
        var copies = 0
        var span: Int64 = 0
        /// PRACKs of the dialog that acknowledge something else.
        var strayPracks = 0
        /// Whether the capture shows what is sent to its sender, and whether it loses packets.
        var isVisible: Bool
        var isLossy: Bool
    }

    let began: Int64
    private var latest: UInt32 = 0
    private var isFirstAcknowledged = false
    private(set) var waiting: Unacknowledged?

    init(began: Int64) { self.began = began }

    /// What is wrong with the response `number` behind those before it (RFC 3262 §3).
    func faults(
        before number: UInt32,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene
    ) -> [ReliableForm.Fault] {
        var faults: [ReliableForm.Fault] = []
        if number != latest &+ 1 {
            let mayBeMissed = scene.isLossy && number == latest &+ 2
            faults.append(
                .init(severity: mayBeMissed ? .notice : .error, words: "with RSeq \(number) behind RSeq \(latest)")
            )
        }
        if !isFirstAcknowledged, scene.seesSender, !message.isAcknowledgedElsewhere(bytes, scene.sighting.flow.source) {
            let words = "with RSeq \(number) before the first reliable response was acknowledged"
            faults.append(.init(severity: scene.isLossy ? .warning : .error, words: words))
        }
        return faults
    }

    /// Takes the response `number`; whether its PRACK is waited for from now on.
    mutating func take(_ number: UInt32, _ code: UInt16, _ scene: borrowing Scene) -> Bool {
        latest = number
        guard waiting == nil else { return false }
        let sighting = scene.sighting
        waiting = Unacknowledged(
            number: number,
            code: code,
            time: sighting.time,
            frame: sighting.frame,
            lastCopy: sighting.frame,
            isVisible: scene.seesSender,
            isLossy: scene.isLossy
        )
        return true
    }

    /// Takes a copy of the response `number` by its sender.
    mutating func takeCopy(_ number: UInt32, _ scene: borrowing Scene) {
        guard var response = waiting, response.number == number else { return }
        response.copies += 1
        response.lastCopy = scene.sighting.frame
        response.span = scene.sighting.time.nanoseconds(since: response.time)
        response.isVisible = scene.seesSender
        if scene.isLossy { response.isLossy = true }
        waiting = response
    }

    /// Takes a PRACK of the dialog for the response `number`, or for none where its RAck names another INVITE.
    mutating func acknowledge(_ number: UInt32?) {
        guard let number, number <= latest, number > 0 else {
            waiting?.strayPracks += 1
            return
        }
        if waiting?.number == number {
            isFirstAcknowledged = true
            waiting = nil
        } else {
            waiting?.strayPracks += 1
        }
    }
}

extension SIPMessage {
    /// Whether the PRACK for this response goes to another address than `sender`: to the last Record-Route, or without
    /// one to the Contact (RFC 3261 §12.1.2).
    fileprivate borrowing func isAcknowledgedElsewhere(_ bytes: RawSpan, _ sender: Endpoint) -> Bool {
        var last = ByteRange.empty
        headers.forEachValue(of: .recordRoute, bytes) { value in
            var rest = value
            while !rest.isEmpty {
                let route = NameAddress.read(bytes, rest)
                last = route.uri
                rest = bytes.trimmed(ByteRange(min(route.end &+ 1, value.upper), value.upper))
            }
        }
        if last.isEmpty, let value = headers.value(of: .contact, bytes) { last = NameAddress.read(bytes, value).uri }
        guard !last.isEmpty, let address = HostPort.read(ofURI: last, bytes).address(bytes) else { return false }
        return address != sender.address
    }
}
