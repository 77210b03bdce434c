internal import NetworkTypes

/// What only responses tell of a call: there from the first of them on, or from its CANCEL, or from its INVITE where
/// that is to replace another call.
struct CallResponses: Sendable {
    /// Different responses by status code.
    var codes = CodeCounts()
    /// How far responses brought the chain of its INVITEs or REGISTERs.
    var progress = Progress()
    /// The slot of the call that it is to replace, here as it fills a gap.
    var replacedSlot = UInt32.max
    /// When the first 180 or 183 was seen.
    var ringingTime = CaptureTime.distantPast
    /// Its session, and the dialogs that forks made.
    var release = Release()
    var dialogs = Dialogs()
    /// Which rules held in it.
    var marks = MarkSet()
}

extension CallTracker {
    /// The slot of what responses tell of the call in `slot`; put there where this is the first.
    @inline(__always)
    mutating func openResponses(of slot: UInt32) -> UInt32 {
        let known = calls[slot].responses
        return known != .max ? known : insertResponses(of: slot)
    }

    private mutating func insertResponses(of slot: UInt32) -> UInt32 {
        let place = responses.insert(CallResponses())
        calls[slot].responses = place
        return place
    }

    /// All of the call in `slot`, with the Call-ID of its first leg where it has several.
    func call(in slot: UInt32) -> Call { whole(calls[slot]) }

    /// All of the call that is kept as `open`.
    func whole(_ open: borrowing OpenCall) -> Call {
        let place = open.responses
        var call = Call(copy open, place == .max ? CallResponses() : responses[place], evidence(of: open))
        if !transfers.isEmpty, place != .max { call.transfers = transfers[place] }
        if keepsText, open.leg != .max, let group = legs.group(of: open.leg) {
            call.legGroup = legs.name(of: open.leg)
            call.legCorrelation = group.correlation
        }
        return call
    }
}

extension UInt16 {
    /// The next number, or this one where there is none.
    var saturatingIncrement: UInt16 { self == .max ? self : self &+ 1 }

    /// The sum, or the greatest number where it is beyond that.
    func saturatingSum(_ other: UInt16) -> UInt16 { self > .max &- other ? .max : self &+ other }
}

/// Counts by status code of one call: eight different codes in place, which few calls exceed; the rest are one figure.
package struct CodeCounts: Sendable {
    // Arrays, as a place of a vector that is not known beforehand goes through memory.
    private var numbers = InlineArray<8, UInt16>(repeating: 0)
    private var counts = InlineArray<8, UInt16>(repeating: 0)
    /// Responses with a ninth and further code, or with one out of range.
    package private(set) var others: UInt32 = 0

    /// Counts one response with `code`; 0 stands for codes out of range.
    @inline(__always)
    mutating func add(_ code: UInt16) {
        var place = 0
        while place < 8, numbers[place] != code, numbers[place] != 0 { place &+= 1 }
        if place < 8, code != 0 {
            numbers[place] = code
            counts[place] = counts[place].saturatingIncrement
        } else if others < .max {
            others &+= 1
        }
    }

    /// Each code with its count, by rising code.
    package var all: [(code: UInt16, count: UInt16)] {
        (0..<8).filter { numbers[$0] != 0 }.map { (numbers[$0], counts[$0]) }.sorted { $0.0 < $1.0 }
    }
}
