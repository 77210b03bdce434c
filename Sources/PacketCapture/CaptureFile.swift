package import NetworkTypes

/// One capture, read from front to end: pcap or pcapng, plain or in gzip or zstd, from a file, a pipe or standard
/// input.
///
/// Frames are lent, not given: their bytes stand only during the call that gets them. What is held in memory is one
/// stretch of the file, never more of it.
package struct CaptureFile: ~Copyable {
    /// The place of this source in the run, which its frames carry.
    var place: Int
    /// Whether a frame was read and not handed over yet.
    private(set) var isAtFrame = false
    private var isFinished = false
    private var totals: SourceSummary
    private var linkTypes: [LinkType] = []
    private let source: ByteSource
    private let reader: any FrameReader

    /// Link types beyond so many are not listed in the summary.
    private static let listedLinkTypes = 32

    /// Opens `path`, or standard input for `-`, and reads its header.
    ///
    /// - Throws: `CaptureError` where it cannot be opened, is empty, or is no capture; `damaged` where the header is
    ///   cut.
    package init(opening path: String, source place: Int) throws(CaptureError) {
        let source = try ByteSource(opening: path)
        do {
            reader = try CaptureFile.reader(of: source)
        } catch {
            throw CaptureError(error, of: source, framesBefore: 0).inHeader
        }
        totals = SourceSummary(name: source.name, format: reader.format)
        self.source = source
        self.place = place
    }

    private static func reader(of source: ByteSource) throws(ReadFailure) -> any FrameReader {
        let head = source.peek(4)
        if head == PcapngReader.magic { return try PcapngReader(source) }
        if PcapHeader.magics.contains(head) { return try PcapReader(source) }
        switch source.state {
        case .cut, .corrupt, .failed: throw ReadFailure(damage: .source, byteOffset: 0)
        case .more, .end: break
        }
        let isBeginning = (PcapHeader.magics + [PcapngReader.magic]).contains { $0.starts(with: head) }
        throw ReadFailure(damage: isBeginning && !head.isEmpty ? .headerCut : .unknownFormat(head), byteOffset: 0)
    }

    /// Hands up to `limit` frames to `body`, in the order of the file; false at the end.
    ///
    /// - Throws: `CaptureError` where the capture is damaged; every frame before that was handed over, and no more
    ///   come.
    package mutating func forEachFrame(
        upTo limit: Int,
        _ body: (Frame, RawSpan) -> Void
    ) throws(CaptureError) -> Bool {
        var left = limit
        while left > 0 {
            if !isAtFrame { guard try advance() else { return false } }
            handOver(body)
            left -= 1
        }
        return true
    }

    /// What was read so far; its counts change with every frame that is handed over.
    package var summary: SourceSummary {
        var summary = totals
        summary.linkTypeNames = linkTypes.map(\.name)
        summary.droppedByKernel = reader.drops.kernel
        summary.droppedByInterface = reader.drops.interface
        return summary
    }

    /// How many bytes of the input were read so far, as they lie on the disk.
    package var consumedByteCount: UInt64 { source.consumedByteCount }

    /// How many bytes the input has on the disk; `nil` for what is no regular file.
    package var totalByteCount: UInt64? { source.totalByteCount }
}

extension CaptureFile {
    /// When the frame at hand was captured.
    var time: CaptureTime { reader.facts.time }

    /// Moves on to the next frame, which is then at hand; false at the end.
    mutating func advance() throws(CaptureError) -> Bool {
        isAtFrame = false
        guard !isFinished else { return false }
        do {
            isAtFrame = try reader.advance()
            isFinished = !isAtFrame
            return isAtFrame
        } catch {
            isFinished = true
            totals.isTruncated = true
            throw CaptureError(error, of: source, framesBefore: totals.frames)
        }
    }

    /// Hands the frame at hand to `body` and counts it.
    mutating func handOver(_ body: (Frame, RawSpan) -> Void) {
        isAtFrame = false
        let facts = reader.facts
        let frame = Frame(
            source: place,
            number: totals.frames &+ 1,
            time: facts.time,
            linkType: facts.linkType,
            wireByteCount: facts.wireByteCount
        )
        var byteCount = 0
        reader.withBytes { bytes in
            byteCount = bytes.byteCount
            body(frame, bytes)
        }
        totals.count(facts, byteCount: byteCount)
        note(facts.linkType)
    }

    /// Hands over the frame at hand and those behind it while `body` says to go on and they are of `bound` or before.
    mutating func drain(through bound: CaptureTime, _ body: (Frame, RawSpan) -> Bool) throws(CaptureError) -> Bool {
        var goesOn = true
        while isAtFrame, time <= bound {
            handOver { goesOn = body($0, $1) }
            guard goesOn else { return false }
            _ = try advance()
        }
        return true
    }

    private mutating func note(_ linkType: LinkType) {
        guard linkTypes.last?.rawValue != linkType.rawValue, linkTypes.count < CaptureFile.listedLinkTypes else {
            return
        }
        if !linkTypes.contains(linkType) { linkTypes.append(linkType) }
    }
}

extension CaptureError {
    /// The failure of a reader, told with the name and the state of its source.
    init(_ failure: ReadFailure, of source: ByteSource, framesBefore: UInt64) {
        func damaged(at byteOffset: UInt64, _ detail: String) -> CaptureError {
            CaptureError(.damaged, source.name, detail: detail, byteOffset: byteOffset, framesBefore: framesBefore)
        }
        let packing = source.packing ?? "plain"
        switch (failure.damage, source.state) {
        case (.unknownFormat([]), _): self.init(.empty, source.name)
        case (.unknownFormat(let head), _):
            let octets = head.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            self.init(.notACapture, source.name, detail: "begins with \(octets)")
        case (.pcapVersion, _): self.init(.notACapture, source.name, detail: failure.damage.words(frame: 1))
        case (.source, .failed(let number)):
            self.init(errno: number, name: source.name, framesBefore: framesBefore)
        case (.source, .corrupt(let complaint)):
            self = damaged(at: source.consumedByteCount, "\(packing) data: \(complaint)")
        case (.source, _): self = damaged(at: source.consumedByteCount, "the \(packing) data ends too early")
        case (let damage, _):
            let unpacked = source.packing == nil ? "" : ", counted after unpacking"
            self = damaged(at: failure.byteOffset, damage.words(frame: framesBefore &+ 1) + unpacked)
        }
    }
}
