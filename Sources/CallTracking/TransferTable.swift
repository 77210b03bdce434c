/// The transfers of open calls, by the slot of what responses tell of them: few calls have any, so they stand in a
/// table of their own.
struct TransferTable: Sendable {
    /// The most of one call.
    static let mostOfCall = 16

    /// The most of all calls together.
    let limit: Int
    private var byCall: [UInt32: [Transfer]] = [:]
    /// Under the mark of a dialog that is to be replaced, the call in which that was asked for last.
    private var awaited: [UInt64: UInt32] = [:]
    private var count = 0
    /// How often one was not kept: because its call had too many, and because there were too many in all.
    private(set) var refusals: (ofCall: UInt64, inAll: UInt64) = (0, 0)

    init(limit: Int) { self.limit = limit }

    /// Whether there is none.
    var isEmpty: Bool { count == 0 }

    /// Those of a call.
    subscript(call: UInt32) -> [Transfer] { byCall[call] ?? [] }

    /// Whether more is to be heard of any of a call, which was accepted.
    func areAwaited(_ call: UInt32) -> Bool { byCall[call]?.contains { $0.isAwaited } ?? false }

    /// Whether there is room for another of a call; where there is none, that is counted.
    mutating func hasRoom(for call: UInt32) -> Bool {
        guard count < limit else {
            refusals.inAll &+= 1
            return false
        }
        guard byCall[call]?.count ?? 0 < TransferTable.mostOfCall else {
            refusals.ofCall &+= 1
            return false
        }
        return true
    }

    /// Adds `transfer` to those of a call, which has room for it.
    mutating func insert(_ transfer: Transfer, of call: UInt32) {
        byCall[call, default: []].append(transfer)
        count &+= 1
        if transfer.replacedMark != 0 { awaited[transfer.replacedMark] = call }
    }

    /// Takes a REFER that is known by the `tag` of its sender and its CSeq number, as on a further hop, or that goes on
    /// with one that was challenged; `false` where it is a new one.
    mutating func goesOn(of call: UInt32, tag: UInt32, target: UInt32, cSeq number: UInt32) -> Bool {
        guard let known = byCall[call] else { return false }
        if known.contains(where: { $0.tag == tag && $0.cSeq == number }) { return true }
        let place = known.lastIndex { $0.tag == tag && $0.targetMark == target && $0.isChallenged }
        guard let place else { return false }
        change(of: call, at: place) { $0.goOn(with: number) }
        return true
    }

    /// Lets `body` change the transfer whose REFER has this tag and CSeq number, where there is one.
    mutating func change(of call: UInt32, tag: UInt32, cSeq number: UInt32, _ body: (inout Transfer) -> Void) {
        guard let place = byCall[call]?.firstIndex(where: { $0.tag == tag && $0.cSeq == number }) else { return }
        change(of: call, at: place, body)
    }

    /// Lets `body` change the transfer that a NOTIFY with this CSeq number is about, which goes to `tag`.
    ///
    /// Without an identifier that is the first that is not over, or that heard of it already, or else the last: many
    /// leave the id out although they may not.
    mutating func change(
        of call: UInt32,
        tag: UInt32,
        identifier: Int?,
        notifiedBy number: UInt32,
        _ body: (inout Transfer) -> Void
    ) {
        guard let known = byCall[call] else { return }
        let place: Int?
        if let identifier {
            place = known.firstIndex { $0.tag == tag && Int($0.cSeq) == identifier }
        } else {
            place =
                known.firstIndex { $0.tag == tag && (!$0.isOver || $0.hasHeard(of: number)) }
                ?? known.lastIndex { $0.tag == tag }
        }
        if let place { change(of: call, at: place, body) }
    }

    /// Lets `body` change the latest transfer that is to replace the dialog with this mark, where there is one.
    mutating func change(replacing mark: UInt64, _ body: (inout Transfer) -> Void) {
        guard let call = awaited[mark], let place = byCall[call]?.lastIndex(where: { $0.replacedMark == mark }) else {
            return
        }
        change(of: call, at: place, body)
    }

    private mutating func change(of call: UInt32, at place: Int, _ body: (inout Transfer) -> Void) {
        guard let index = byCall.index(forKey: call) else { return }
        body(&byCall.values[index][place])
    }

    /// Forgets those of a call.
    mutating func forget(_ call: UInt32) {
        guard let known = byCall.removeValue(forKey: call) else { return }
        count &-= known.count
        for transfer in known where awaited[transfer.replacedMark] == call { awaited[transfer.replacedMark] = nil }
    }
}
