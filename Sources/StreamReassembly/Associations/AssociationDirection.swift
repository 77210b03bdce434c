internal import NetworkTypes
internal import WireBytes

/// One direction of an SCTP association, by the addresses of its packets and the tag that their receiver has chosen.
struct AssociationKey: Hashable, Sendable {
    /// Who sends.
    let source: Endpoint
    /// To whom.
    let destination: Endpoint
    /// What the receiver knows the association by.
    let verificationTag: UInt32
}

/// What is known of one direction of an association: the numbers seen, and the pieces that wait for others.
///
/// Pieces of a message have neighbouring numbers from the one that begins it to the one that ends it (RFC 9260 §6.9),
/// in whatever order they come.
struct AssociationDirection: Sendable {
    private struct Piece: Sendable {
        let place: UserDataChunk.Place
        let isFirst: Bool
        let isLast: Bool
        let bytes: [UInt8]
        /// The packet that brought it, its frame, and when it came by the clock's stamp.
        let packet: UInt64
        let frame: UInt64
        let stamp: Int64
        /// Whether its frame is counted as held for it.
        var ownsFrame = false
    }

    /// A message put together.
    struct Whole {
        var bytes: [UInt8]
        /// The frame that brought its beginning.
        var firstFrame: UInt64
        /// The frames that were counted as held for its pieces.
        var heldFrames: Int
    }

    /// What a piece costs beside its bytes.
    private static let pieceCost = 96

    /// Which chunks came.
    var numbers = SeenNumbers()
    /// Whether it carries SIP, as far as that is known.
    var verdict = StreamNotes.Verdict.undecided
    private var pieces: [Piece] = []
    /// No piece came before this stamp.
    private var oldestStamp = Int64.max
    /// How much memory the pieces count for.
    private(set) var cost = 0

    /// How many pieces wait.
    var count: Int { pieces.count }

    /// How many frames are counted as held for them.
    var waitingFrames: Int { pieces.count(where: \.ownsFrame) }

    /// Keeps a piece of which `span` has the bytes; gives the message where that is whole now.
    mutating func insert(
        _ chunk: UserDataChunk,
        _ span: RawSpan,
        packet: UInt64,
        frame: UInt64,
        stamp: Int64
    ) -> Whole? {
        let piece = Piece(
            place: chunk.place,
            isFirst: chunk.isFirst,
            isLast: chunk.isLast,
            bytes: span.copy(of: chunk.bytes),
            packet: packet,
            frame: frame,
            stamp: stamp
        )
        let index = lowerBound(chunk.place)
        guard index == pieces.count || pieces[index].place != chunk.place else { return nil }
        pieces.insert(piece, at: index)
        oldestStamp = min(oldestStamp, stamp)
        cost += AssociationDirection.pieceCost + piece.bytes.count
        return whole(around: index)
    }

    /// Counts the frame of `packet` as held, where a piece of it waits; says whether one does.
    mutating func hold(packet: UInt64) -> Bool {
        guard let index = pieces.firstIndex(where: { $0.packet == packet }) else { return false }
        pieces[index].ownsFrame = true
        return true
    }

    /// Drops the pieces that came before `stamp`; says how many frames were held for them, and how many pieces there
    /// were.
    mutating func dropPieces(before stamp: Int64 = .max) -> (frames: Int, pieces: Int) {
        guard oldestStamp < stamp else { return (0, 0) }
        let dropped = pieces.filter { $0.stamp < stamp }
        cost -= dropped.reduce(0) { $0 + AssociationDirection.pieceCost + $1.bytes.count }
        pieces.removeAll { $0.stamp < stamp }
        oldestStamp = pieces.reduce(.max) { min($0, $1.stamp) }
        return (dropped.count(where: \.ownsFrame), dropped.count)
    }

    /// The message that the piece at `index` belongs to, taken out, where every piece of it is there.
    private mutating func whole(around index: Int) -> Whole? {
        guard let indices = indices(around: index) else { return nil }
        let message = Whole(
            bytes: indices.flatMap { pieces[$0].bytes },
            firstFrame: indices.first.map { pieces[$0].frame } ?? 0,
            heldFrames: indices.count { pieces[$0].ownsFrame }
        )
        cost -= message.bytes.count + AssociationDirection.pieceCost * indices.count
        pieces.removeSubranges(RangeSet(indices, within: pieces))
        return message
    }

    /// The pieces of the message that the one at `index` belongs to, in their order; `nil` where one is missing.
    ///
    /// Looked for to both sides in turn, so that the shorter one decides and pieces that come backwards cost no more.
    private func indices(around index: Int) -> [Int]? {
        var (before, after) = ([Int](), [index])
        var (first, last) = (index, index)
        while !pieces[first].isFirst || !pieces[last].isLast {
            if !pieces[last].isLast {
                guard let next = neighbour(of: last, by: 1), !pieces[next].isFirst else { return nil }
                after.append(next)
                last = next
            }
            if !pieces[first].isFirst {
                guard let next = neighbour(of: first, by: .max), !pieces[next].isLast else { return nil }
                before.append(next)
                first = next
            }
        }
        return before.reversed() + after
    }

    /// The piece of the same message whose number is `step` above; the largest step there is goes one back.
    private func neighbour(of index: Int, by step: UInt32) -> Int? {
        let place = pieces[index].place
        let wanted = UserDataChunk.Place(message: place.message, order: place.order &+ step)
        let found = lowerBound(wanted)
        return found < pieces.count && pieces[found].place == wanted ? found : nil
    }

    private func lowerBound(_ place: UserDataChunk.Place) -> Int {
        var (lower, upper) = (0, pieces.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if pieces[middle].place < place { lower = middle + 1 } else { upper = middle }
        }
        return lower
    }
}
