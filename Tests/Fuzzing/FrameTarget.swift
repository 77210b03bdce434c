import NetworkTypes

/// Frames of any link type: a byte that chooses it, then frames, each behind two bytes with its length.
enum FrameTarget {
    private static let linkTypes: [LinkType] = [
        .ethernet, .raw, .null, .loop, .linuxCooked, .linuxCooked2, .ipv4, .ipv6, .ppp, .pppOverHDLC, .pppOfDaemon,
        .ciscoHDLC, .wireless, .wirelessRadiotap,
    ]

    static func run(_ input: [UInt8]) {
        guard let choice = input.first else { return }
        let linkType = linkTypes[Int(choice) % linkTypes.count]
        var analysis = FuzzedAnalysis()
        var rest = input.dropFirst()
        while rest.count > 2 {
            let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            rest = rest.dropFirst(2)
            analysis.take(Array(rest.prefix(length)), linkType: linkType)
            rest = rest.dropFirst(length)
        }
        _ = analysis.end()
    }
}
