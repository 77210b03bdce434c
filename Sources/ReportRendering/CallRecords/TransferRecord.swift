internal import CallTracking
internal import NetworkTypes

/// A transfer as an object in the record of its call, and as words in a cell.
extension Transfer {
    /// An object of the list `transfers`, keys sorted.
    var line: JSONLine {
        var line = JSONLine(room: 256)
        line.add("asked", time: asked)
        line.add("attended", literal: String(isAttended))
        line.add("by", word: referrer?.rawValue)
        line.add("code", literal: code == 0 ? nil : String(code))
        line.add("new_call_id", octets: newCall[...])
        line.add("notified_code", literal: notifiedCode == 0 ? nil : String(notifiedCode))
        line.add("outcome", word: outcome.rawValue)
        line.add("refer_to", octets: target[...])
        line.add("referred_by", octets: referredBy[...])
        line.add("replaces", octets: replaced[...])
        line.add("subscription", word: subscription?.rawValue)
        return line
    }

    /// Its outcome with the code that says so, where there is one: `failed:486`.
    var words: String {
        switch outcome {
        case .succeeded, .failed: "\(outcome.rawValue):\(notifiedCode)"
        case .refused: "\(outcome.rawValue):\(code)"
        case .accepted, .unknown: outcome.rawValue
        }
    }
}
