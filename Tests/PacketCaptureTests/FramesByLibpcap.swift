import CPcap
import NetworkTypes
import TestSupport

/// The frames of the capture at `path` as libpcap reads them, to hold our readers against.
func framesByLibpcap(of path: String) throws -> [ReadFrame] {
    var problem = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    let precision = UInt32(PCAP_TSTAMP_PRECISION_NANO)
    // Bound: libpcap writes at most PCAP_ERRBUF_SIZE bytes.
    guard let capture = unsafe pcap_open_offline_with_tstamp_precision(path, precision, &problem) else {
        throw LibpcapRefuses(path: path)
    }
    // Bound: `capture` is not used after this.
    defer { unsafe pcap_close(capture) }
    // Bound: `capture` is open until the end of this function.
    let dataLink = UInt16(truncatingIfNeeded: unsafe pcap_datalink(capture))
    var frames: [ReadFrame] = []
    var header: UnsafeMutablePointer<pcap_pkthdr>?
    var bytes: UnsafePointer<UInt8>?
    // Bound: both pointers hold until the next call, and there are `caplen` bytes.
    while unsafe pcap_next_ex(capture, &header, &bytes) == 1, let head = unsafe header?.pointee {
        let seconds = Int64(UInt32(truncatingIfNeeded: head.ts.tv_sec))
        let frame = Frame(
            source: 0,
            number: UInt64(frames.count + 1),
            time: CaptureTime(nanoseconds: seconds * 1_000_000_000 + Int64(head.ts.tv_usec)),
            linkType: LinkType(rawValue: dataLink),
            wireByteCount: Int(max(head.len, head.caplen))
        )
        frames.append(ReadFrame(frame, unsafe Array(UnsafeBufferPointer(start: bytes, count: Int(head.caplen)))))
    }
    return frames
}

struct LibpcapRefuses: Error {
    let path: String
}
