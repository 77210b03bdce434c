/// Where a value stands in a settings file, for those who complain of it.
struct SettingsPlace {
    let file: String
    let line: Int
    /// The keys that lead to it, such as `rules.overload.severity`.
    let path: String

    /// The place of `key` below this one.
    func below(_ key: SettingsKey) -> SettingsPlace {
        SettingsPlace(file: file, line: key.line, path: path.isEmpty ? key.name : "\(path).\(key.name)")
    }

    /// The place of the element `node` of a list that stands here.
    func element(_ node: SettingsNode) -> SettingsPlace { SettingsPlace(file: file, line: node.line, path: path) }

    /// The error that `complaint` is here.
    func error(_ complaint: String) -> SettingsError {
        SettingsError(path.isEmpty ? "\(file):\(line)" : "\(file):\(line): \(path)", complaint)
    }

    /// What `body` gives; its complaint becomes an error here.
    func complaining<Value>(_ body: () throws(Complaint) -> Value) throws(SettingsError) -> Value {
        do throws(Complaint) { return try body() } catch { throw self.error(error.text) }
    }

    /// The keys with their values that `node` holds; none where nothing stands there.
    func map(_ node: SettingsNode) throws(SettingsError) -> [(key: SettingsKey, value: SettingsNode)] {
        switch node.content {
        case .map(let map): return map
        case .nothing: return []
        case .text, .list: throw error("keys with values are expected here")
        }
    }

    /// The list that `node` is; a word alone is a list of one, and nothing one of none.
    func list(_ node: SettingsNode) throws(SettingsError) -> [SettingsNode] {
        switch node.content {
        case .list(let list): return list
        case .text: return [node]
        case .nothing: return []
        case .map: throw error("a list is expected here")
        }
    }

    /// The words of a list of them.
    func words(_ node: SettingsNode) throws(SettingsError) -> [(text: String, place: SettingsPlace)] {
        var words: [(text: String, place: SettingsPlace)] = []
        for item in try list(node) { words.append((try element(item).text(item), element(item))) }
        return words
    }

    /// The word or number that `node` is.
    func text(_ node: SettingsNode) throws(SettingsError) -> String {
        guard case .text(let text) = node.content, !text.isEmpty else { throw error("a value is expected here") }
        return text
    }

    /// The values of `node` by their keys, which have to be among `keys`; `required` have to be there.
    func fields(
        _ node: SettingsNode,
        _ keys: [String],
        required: [String] = []
    ) throws(SettingsError) -> [String: (value: SettingsNode, place: SettingsPlace)] {
        var fields: [String: (value: SettingsNode, place: SettingsPlace)] = [:]
        for (key, value) in try map(node) {
            guard keys.contains(key.name) else {
                throw below(key).error("there is no such key" + SettingsPlace.hint(key.name, among: keys))
            }
            fields[key.name] = (value, below(key))
        }
        if let missing = required.first(where: { fields[$0] == nil }) { throw error("\(missing) is missing") }
        return fields
    }

    /// The nearest of `names` to `name`, or all of them.
    static func hint(_ name: String, among names: [String]) -> String {
        if let nearest = NearestName.of(name, among: names) { return "; did you mean \(nearest)?" }
        return names.isEmpty ? "" : "; there \(names.count == 1 ? "is" : "are") \(names.joined(separator: ", "))"
    }
}
