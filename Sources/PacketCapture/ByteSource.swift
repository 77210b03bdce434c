internal import CPcap
internal import Glibc

/// The bytes of one input, unpacked where they are gzip or zstd, read once from front to end.
///
/// Regular files, pipes and standard input are alike: nothing here seeks.
@safe final class ByteSource {
    /// What reading has come to.
    enum State: Hashable {
        /// Nothing against reading on.
        case more
        /// The end, where data may end.
        case end
        /// The compressed data ends too early.
        case cut
        /// The compressed data is damaged, in the words of its library.
        case corrupt(String)
        /// The system failed to read, for the reason of this errno.
        case failed(Int32)
    }

    /// The name as errors show it.
    let name: String
    /// The size of a regular file as it lies on the disk; `nil` for what has no size.
    let totalByteCount: UInt64?
    private let descriptor: Int32
    // Invariant: made in `init`, freed in `deinit`, lent to nobody who outlives this object.
    private let handle: OpaquePointer

    /// Opens `path`, or standard input for `-`.
    init(opening path: String) throws(CaptureError) {
        name = InputPath.isStandardInput(path) ? "standard input" : path
        descriptor = InputPath.isStandardInput(path) ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CaptureError(errno: errno, name: name) }
        do throws(CaptureError) {
            totalByteCount = try InputPath.regularByteCount(of: descriptor, name: name)
            // Bound: `descriptor` is open and stays so until `deinit`.
            guard let handle = unsafe cpcap_new(descriptor) else { throw CaptureError(errno: ENOMEM, name: name) }
            unsafe self.handle = handle
        } catch {
            ByteSource.close(descriptor)
            throw error
        }
    }

    deinit {
        // Bound: `handle` is not used after this.
        unsafe cpcap_free(handle)
        ByteSource.close(descriptor)
    }

    private static func close(_ descriptor: Int32) {
        if descriptor != STDIN_FILENO { _ = Glibc.close(descriptor) }
    }

    /// The first `count` bytes, at most 32, which stay to be read; fewer where there are not as many.
    func peek(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let base = buffer.baseAddress else { return }
            // Bound: the buffer has room for `count` bytes, and no more are written.
            initialized = unsafe cpcap_peek(handle, base, count)
        }
    }

    /// Fills `buffer` as far as one read goes; returns how many bytes came, 0 where `state` says why there are none.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let base = buffer.baseAddress else { return 0 }
        // Bound: no more than `buffer.count` bytes are written.
        return unsafe max(0, cpcap_read(handle, base.assumingMemoryBound(to: UInt8.self), buffer.count))
    }
}

extension ByteSource {
    // Bound: `handle` lives as long as this object.
    private var status: cpcap_status { unsafe cpcap_status(handle) }

    /// What reading has come to.
    var state: State {
        let status = unsafe status
        return switch unsafe status.state {
        case CPCAP_CUT: .cut
        // Bound: a string constant of zlib or libzstd, or nil.
        case CPCAP_CORRUPT: .corrupt(unsafe status.complaint.map { unsafe String(cString: $0) } ?? "corrupt")
        case CPCAP_FAILED: .failed(unsafe status.error)
        case CPCAP_END: .end
        default: .more
        }
    }

    /// `gzip` or `zstd`, or `nil` where the bytes are not compressed.
    var packing: String? {
        switch unsafe status.packing {
        case CPCAP_GZIP: "gzip"
        case CPCAP_ZSTD: "zstd"
        default: nil
        }
    }

    /// How many bytes of the input were used so far, as they lie on the disk.
    var consumedByteCount: UInt64 { unsafe status.consumed }
}
