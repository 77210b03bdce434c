internal import Yams

/// A piece of a settings file with the line that it begins on.
struct SettingsNode {
    /// What it is.
    enum Content {
        /// Nothing stands there.
        case nothing
        /// A word or a number, as written.
        case text(String)
        case list([SettingsNode])
        /// Keys with their values, in the order of the file.
        case map([(key: SettingsKey, value: SettingsNode)])
    }

    let content: Content
    let line: Int

    /// What stands in `text`, the YAML of the file `name`.
    ///
    /// - Throws: `SettingsError` where it is no YAML, or names a key twice.
    init(yaml text: String, of name: String) throws(SettingsError) {
        do {
            guard let root = try Yams.compose(yaml: text) else {
                (content, line) = (.nothing, 1)
                return
            }
            self = try SettingsNode(root, in: name)
        } catch let error as SettingsError {
            throw error
        } catch {
            throw SettingsNode.complaint(error, in: name)
        }
    }

    // Everything is taken as it is written: what YAML would make of `off` or of a date is not what is meant here.
    private init(_ node: Node, in name: String) throws(SettingsError) {
        line = node.mark?.line ?? 1
        switch node {
        case .scalar(let scalar):
            let isNothing = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
            content = isNothing ? .nothing : .text(scalar.string)
        case .sequence(let items):
            var list: [SettingsNode] = []
            for item in items { list.append(try SettingsNode(item, in: name)) }
            content = .list(list)
        case .mapping(let pairs):
            var map: [(key: SettingsKey, value: SettingsNode)] = []
            for (key, value) in pairs {
                guard case .scalar(let scalar) = key else {
                    throw SettingsError("\(name):\(key.mark?.line ?? line)", "a key has to be a word")
                }
                let place = SettingsKey(name: scalar.string, line: key.mark?.line ?? line)
                map.append((place, try SettingsNode(value, in: name)))
            }
            content = .map(map)
        case .alias: throw SettingsError("\(name):\(line)", "an alias is not understood here")
        }
    }

    /// What a YAML error says, with the line where it gives one.
    private static func complaint(_ error: any Error, in name: String) -> SettingsError {
        guard let error = error as? YamlError else { return SettingsError(name, "is not YAML: \(error)") }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return SettingsError("\(name):\(mark.line)", "is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            return SettingsError("\(name):\(context.mark.line)", "\(keys.first ?? "a key"): stands there twice")
        case .reader(let problem, _, _, _): return SettingsError(name, "is not YAML: \(problem)")
        default: return SettingsError(name, "is not YAML")
        }
    }
}

/// A key of a settings file, and the line on which it stands.
struct SettingsKey {
    let name: String
    let line: Int
}
