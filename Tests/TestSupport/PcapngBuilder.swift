package import NetworkTypes

/// Builds pcapng files block by block, right ones and wrong ones.
package struct PcapngBuilder: Sendable {
    /// An option of a block: its code and its value.
    package typealias Option = (code: UInt16, value: [UInt8])

    /// The file as it stands.
    package private(set) var bytes: [UInt8] = []
    private var order: ByteOrder

    /// A file that begins with a section in `order`, and no interface.
    package init(order: ByteOrder = .little) {
        self.order = order
        section(order: order)
    }

    /// Begins a section, whose blocks are in `order` from here on.
    package mutating func section(order: ByteOrder, version: UInt16 = 1) {
        self.order = order
        block(0x0A0D_0D0A) { body in
            body.put(0x1A2B_3C4D as UInt32)
            body.put(version)
            body.put(0 as UInt16)
            body.put(UInt64.max)
        }
    }

    /// Describes the next interface of the section.
    package mutating func interface(
        _ linkType: LinkType = .ethernet,
        snapLength: UInt32 = 0,
        options: [Option] = []
    ) {
        block(1, options: options) { body in
            body.put(linkType.rawValue)
            body.put(0 as UInt16)
            body.put(snapLength)
        }
    }

    /// Adds an enhanced packet, with its time as `ticks` of its interface's clock; microseconds of `frame` if not
    /// given.
    package mutating func frame(_ frame: SampleFrame, interface: UInt32 = 0, ticks: UInt64? = nil) {
        packet(6, frame, ticks: ticks) { $0.put(interface) }
    }

    /// Adds a packet of the kind that the enhanced one replaced.
    package mutating func obsoleteFrame(_ frame: SampleFrame, interface: UInt16 = 0) {
        packet(2, frame, ticks: nil) { body in
            body.put(interface)
            body.put(0 as UInt16)
        }
    }

    /// Adds a simple packet, which says neither time nor interface.
    package mutating func simpleFrame(_ bytes: [UInt8], wireByteCount: UInt32? = nil) {
        block(3) { body in
            body.put(wireByteCount ?? UInt32(bytes.count))
            body.put(bytes: bytes)
        }
    }

    /// Adds statistics of an interface; `isb_ifdrop` is option 5, `isb_osdrop` option 7.
    package mutating func statistics(interface: UInt32 = 0, drops: [(code: UInt16, count: UInt64)]) {
        let options = drops.map { drop -> Option in
            var value = ByteBuilder(order)
            value.put(drop.count)
            return (drop.code, value.bytes)
        }
        block(5, options: options) { body in
            body.put(interface)
            body.put(0 as UInt64)
        }
    }

    /// Adds any block, even with wrong lengths: what `fill` puts, filled up to four bytes, then `options`.
    package mutating func block(
        _ kind: UInt32,
        length: UInt32? = nil,
        trailer: UInt32? = nil,
        options: [Option] = [],
        _ fill: (inout ByteBuilder) -> Void
    ) {
        var body = ByteBuilder(order)
        fill(&body)
        body.put(bytes: PcapngBuilder.padding(body.bytes.count))
        for option in options {
            body.put(option.code)
            body.put(UInt16(option.value.count))
            body.put(bytes: option.value + PcapngBuilder.padding(option.value.count))
        }
        if !options.isEmpty { body.put(0 as UInt32) }
        let right = UInt32(body.bytes.count + 12)
        var whole = ByteBuilder(order)
        whole.put(kind)
        whole.put(length ?? right)
        whole.put(bytes: body.bytes)
        whole.put(trailer ?? right)
        bytes += whole.bytes
    }

    /// Adds bytes that are no block.
    package mutating func add(bytes more: [UInt8]) { bytes += more }

    private mutating func packet(
        _ kind: UInt32,
        _ frame: SampleFrame,
        ticks: UInt64?,
        _ head: (inout ByteBuilder) -> Void
    ) {
        let ticks = ticks ?? UInt64(frame.time.nanoseconds / 1000)
        block(kind) { body in
            head(&body)
            body.put(UInt32(truncatingIfNeeded: ticks >> 32))
            body.put(UInt32(truncatingIfNeeded: ticks))
            body.put(UInt32(frame.bytes.count))
            body.put(UInt32(frame.wireByteCount ?? frame.bytes.count))
            body.put(bytes: frame.bytes)
        }
    }

    private static func padding(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: (4 - count % 4) % 4) }
}
