/// What TLS says in the clear.
extension FrameBuilder {
    /// A record of TLS; `type` 22 is a handshake message, 23 application data.
    package static func record(_ content: [UInt8], type: UInt8 = 22) -> [UInt8] {
        [type, 3, 1] + two(content.count) + content
    }

    /// A record of DTLS 1.2.
    package static func datagramRecord(_ content: [UInt8], type: UInt8 = 22) -> [UInt8] {
        [type, 0xFE, 0xFD] + two(0) + [UInt8](repeating: 0, count: 6) + two(content.count) + content
    }

    /// A ClientHello that asks for `name`, offers `versions` in an extension where there are any, and wants to speak
    /// `protocols`.
    package static func clientHello(
        name: String? = nil,
        versions: [Int] = [],
        protocols: [String] = [],
        legacy: Int = 0x0303,
        isDatagram: Bool = false
    ) -> [UInt8] {
        var extensions: [UInt8] = []
        if let name {
            let bytes = bytes(name)
            extensions += field(0, two(bytes.count + 3) + [0] + two(bytes.count) + bytes)
        }
        if !protocols.isEmpty {
            let list = protocols.flatMap { [UInt8($0.utf8.count)] + bytes($0) }
            extensions += field(16, two(list.count) + list)
        }
        if !versions.isEmpty { extensions += field(43, [UInt8(2 * versions.count)] + versions.flatMap(two)) }
        let start = two(legacy) + [UInt8](repeating: 7, count: 32) + [4, 1, 2, 3, 4] + (isDatagram ? [2, 8, 9] : [])
        let body = start + two(4) + two(0x1301) + two(0x1302) + [1, 0] + two(extensions.count) + extensions
        return handshake(1, body, isDatagram)
    }

    /// A ServerHello that has chosen `version`, in an extension where `legacy` stands in its place.
    package static func serverHello(version: Int, legacy: Int? = nil, isDatagram: Bool = false) -> [UInt8] {
        let extensions = legacy == nil ? [] : field(43, two(version))
        let start = two(legacy ?? version) + [UInt8](repeating: 9, count: 32) + [0]
        return handshake(2, start + two(0x1301) + [0] + two(extensions.count) + extensions, isDatagram)
    }

    private static func field(_ type: Int, _ content: [UInt8]) -> [UInt8] { two(type) + two(content.count) + content }

    private static func handshake(_ type: UInt8, _ body: [UInt8], _ isDatagram: Bool) -> [UInt8] {
        let length: [UInt8] = [0] + two(body.count)
        return [type] + length + (isDatagram ? two(0) + [0, 0, 0] + length : []) + body
    }
}
