/// What a reader found wrong in the bytes of a capture.
enum Damage: Error, Hashable, Sendable {
    /// The source itself failed; its state says how.
    case source
    /// The first bytes, at most four, are those of no format; none for an empty file.
    case unknownFormat([UInt8])
    /// A pcap of a version that is not known.
    case pcapVersion(major: UInt16, minor: UInt16)
    /// The bytes end inside the header of the file.
    case headerCut
    /// The bytes end inside the next frame.
    case frameCut
    /// The bytes end inside a block that holds no frame.
    case blockCut
    /// The next frame claims more bytes than any frame has.
    case frameLength(UInt32)
    /// The next frame claims more bytes than its block has room for.
    case frameOverrun(UInt32, room: Int)
    /// The next frame is of an interface that the section does not describe.
    case unknownInterface(UInt32, described: Int)
    /// A block has a length that no block can have.
    case blockLength(UInt32)
    /// The two lengths of a block differ.
    case trailer(UInt32, UInt32)
    /// A block ends before the fields of its kind.
    case blockTooShort(Int)
    /// A section does not say its byte order.
    case byteOrder
    /// A section is of a version that is not known.
    case version(UInt16)
    /// An option runs past the end of its block.
    case option
    /// A section describes more interfaces than are kept.
    case interfaces(Int)

    /// The damage in words, where the next frame is the one with the number `frame`.
    func words(frame: UInt64) -> String {
        switch self {
        case .source, .unknownFormat: "the source failed"
        case .pcapVersion(let major, let minor): "a pcap of version \(major).\(minor), 2.0 to 2.4 can be read"
        case .headerCut: "the file ends inside its header"
        case .frameCut: "the file ends inside frame \(frame.grouped)"
        case .blockCut: "the file ends inside a block"
        case .frameLength(let says): "frame \(frame.grouped) says \(says.grouped) bytes"
        case .frameOverrun(let says, let room):
            "frame \(frame.grouped) says \(says.grouped) bytes, its block has room for \(room.grouped)"
        case .unknownInterface(let number, let described):
            "frame \(frame.grouped) is of interface \(number.grouped), the section describes \(described.grouped)"
        case .blockLength(let says): "a block says \(says.grouped) bytes"
        case .trailer(let start, let end):
            "a block says \(start.grouped) bytes at its start and \(end.grouped) at its end"
        case .blockTooShort(let count): "a block of \(count.grouped) bytes is too short for its kind"
        case .byteOrder: "a section does not say its byte order"
        case .version(let major): "a section is of version \(major), 1 can be read"
        case .option: "an option runs past the end of its block"
        case .interfaces(let limit): "a section describes more than \(limit.grouped) interfaces"
        }
    }
}

/// Damage, and where it is: in bytes from the start of the capture, unpacked.
struct ReadFailure: Error, Hashable, Sendable {
    var damage: Damage
    var byteOffset: UInt64
}
