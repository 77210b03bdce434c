internal import BasicContainers
internal import CPrefetch

/// A row of values that grows by pieces: what is there never moves, so that growing copies nothing and takes no second
/// memory beside the first.
///
/// `UniqueArray`, because an `Array` asks at every write whether it is shared.
struct PiecewiseArray<Element: Sendable>: ~Copyable, Sendable {
    private static var pieceShift: UInt32 { 12 }
    private static var pieceMask: UInt32 { 1 &<< pieceShift &- 1 }

    private var pieces = UniqueArray<UniqueArray<Element>>()
    private let pieceCapacity: Int
    /// How many values there are.
    private(set) var count: UInt32 = 0

    /// No values; where there will be fewer than a piece holds, room for these.
    init(most: Int = .max) { pieceCapacity = min(most, 1 &<< Int(PiecewiseArray.pieceShift)) }

    /// The value at `place`, which is below ``count``.
    subscript(place: UInt32) -> Element {
        @inline(__always) _read {
            yield pieces[Int(place &>> PiecewiseArray.pieceShift)][Int(place & PiecewiseArray.pieceMask)]
        }
        @inline(__always) _modify {
            yield &pieces[Int(place &>> PiecewiseArray.pieceShift)][Int(place & PiecewiseArray.pieceMask)]
        }
    }

    /// Asks for all of the value at `place`, which is below ``count``, so that it is near when it is read.
    @inline(__always)
    func prefetchAll(_ place: UInt32) {
        let span = pieces[Int(place &>> PiecewiseArray.pieceShift)].span
        unsafe span.withUnsafeBufferPointer { piece in
            guard let first = piece.baseAddress else { return }
            unsafe prefetch_lines(first + Int(place & PiecewiseArray.pieceMask), MemoryLayout<Element>.stride)
        }
    }

    /// Adds `element` behind the last.
    mutating func append(_ element: consuming Element) {
        let piece = Int(count &>> PiecewiseArray.pieceShift)
        if piece == pieces.count { pieces.append(UniqueArray(minimumCapacity: pieceCapacity)) }
        pieces[piece].append(element)
        count &+= 1
    }
}
