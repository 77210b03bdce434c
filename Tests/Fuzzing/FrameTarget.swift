import NetworkTypes

/// Frames of any link type: a byte that chooses it, then frames, each behind two bytes with its length.
@_cdecl("fuzz_frame")
package func fuzzFrame(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    unsafe fuzz(data, count) { input in
        guard let choice = input.first else { return }
        let linkTypes: [LinkType] = [
            .ethernet, .raw, .null, .loop, .linuxCooked, .linuxCooked2, .ipv4, .ipv6, .ppp, .pppOverHDLC, .pppOfDaemon,
            .ciscoHDLC, .wireless, .wirelessRadiotap,
        ]
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
