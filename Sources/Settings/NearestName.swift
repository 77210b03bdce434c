/// Finds what somebody meant who typed a name wrong.
package enum NearestName {
    /// The one name that holds `typed`, or that needs the fewest letters changed, where those are few; else `nil`.
    package static func of(_ typed: String, among names: [String]) -> String? {
        let holding = names.filter { typed.count > 3 && $0.contains(typed) }
        if let name = holding.first, holding.count == 1 { return name }
        let near = names.map { (name: $0, distance: distance(Array(typed), Array($0))) }
        guard let best = near.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(2, typed.count / 3) ? best.name : nil
    }

    /// How many letters have to be added, dropped or replaced (Levenshtein).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let replaced = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[right.count]
    }
}
