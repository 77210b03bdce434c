internal import SIPMessages

/// By what a call was found to be a leg of another; the raw value is the word that reports use.
package enum LegCorrelation: String, CaseIterable, Sendable {
    /// A UUID of Session-ID (RFC 7989).
    case sessionID = "session_id"
    /// The icid-value of P-Charging-Vector (RFC 7315 §4.6).
    case icid
    /// The value of the header field that was named for it.
    case header
    /// The same parties within seconds, through one host: nothing that the messages say.
    case guess

    /// Its place among ``allCases``, from 0.
    package var place: Int {
        switch self {
        case .sessionID: 0
        case .icid: 1
        case .header: 2
        case .guess: 3
        }
    }

    /// Whether it is no more than likely.
    package var isGuess: Bool { if case .guess = self { true } else { false } }
}

/// What the legs of a call through a B2BUA are told by beside Session-ID and icid-value, which always count.
package struct LegOptions: Sendable {
    /// The header field whose value is the same on all legs; `nil` where there is none.
    let header: FieldName?
    /// Whether parties and time may tell where nothing else does.
    let guesses: Bool

    /// Session-ID and icid-value alone.
    package init() { (header, guesses) = (nil, false) }

    /// The same, and the header field called `name` where there is one, and parties and time where it `guesses`; `nil`
    /// where `name` is no name of a header field.
    package init?(header name: String?, guesses: Bool = false) {
        header = name.flatMap { FieldName($0) }
        self.guesses = guesses
        guard (name == nil) == (header == nil) else { return nil }
    }
}

/// Calls with different Call-IDs that are legs of one, as a call of them sees it.
package struct LegGroup: Sendable {
    /// What tells the group from every other of the tracker, also from those that are forgotten.
    package let number: UInt64
    /// How many legs it has had so far, those that ended among them; two or more.
    package let legCount: Int
    /// By what the call was joined to it; `nil` for the first leg.
    package let correlation: LegCorrelation?
    /// Whether any leg of it was joined by a guess, so that nothing certain follows from the group.
    package let hasGuess: Bool
}

/// What a message says that other legs of its call say as well, as keys of the table; 0 where it does not say it.
struct LegValues {
    /// The two UUIDs of its Session-ID.
    var local: UInt64 = 0
    var remote: UInt64 = 0
    var icid: UInt64 = 0
    var header: UInt64 = 0
    /// Whether a response says it, so that `remote` is the end that answers.
    ///
    /// That finds no leg by itself, as a bridge answers all whom it connects with one UUID; an INVITE that names it
    /// later is of the same call.
    var isAnswer = false
    /// Parties and the host that sent it, by To and by Request-URI: a leg before it is looked for under these.
    var sought: (UInt64, UInt64) = (0, 0)
    /// Parties and the host that received it: a leg behind it is looked for under these.
    var offered: (UInt64, UInt64) = (0, 0)

    /// Whether it says nothing of the kind.
    var isEmpty: Bool { local | remote | icid | header | sought.0 | sought.1 | offered.0 | offered.1 == 0 }

    /// Whether it says no more than values of which each tells by itself: no two UUIDs and no parties.
    var isPlain: Bool {
        sought.0 | sought.1 | offered.0 | offered.1 == 0 && (local == 0 && !isAnswer || remote == 0)
    }

    /// How many values other calls are looked for by.
    static var searchedCount: Int { 4 }

    /// The value at `number` of those; 0 where it is not there.
    func searched(_ number: Int) -> (key: UInt64, correlation: LegCorrelation) {
        switch number {
        case 0: (local, .sessionID)
        case 1: (isAnswer ? 0 : remote, .sessionID)
        case 2: (icid, .icid)
        default: (header, .header)
        }
    }

    /// Takes the value under `key`, by which `correlation` is told.
    mutating func set(_ key: UInt64, _ correlation: LegCorrelation) {
        switch correlation {
        case .sessionID: local = key
        case .icid: icid = key
        case .header: header = key
        case .guess: break
        }
    }
}
