/// The functions that libFuzzer calls, one in each of its programs; `scripts/fuzz` gives them the name that it looks
/// for.

/// See `FuzzTarget.frame`.
@_cdecl("fuzz_frame")
package func fuzzFrame(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt { unsafe lend(data, count, to: .frame) }

/// See `FuzzTarget.message`.
@_cdecl("fuzz_message")
package func fuzzMessage(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt { unsafe lend(data, count, to: .message) }

/// See `FuzzTarget.stream`.
@_cdecl("fuzz_stream")
package func fuzzStream(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt { unsafe lend(data, count, to: .stream) }

/// See `FuzzTarget.header`.
@_cdecl("fuzz_header")
package func fuzzHeader(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt { unsafe lend(data, count, to: .header) }

/// See `FuzzTarget.capture`.
@_cdecl("fuzz_capture")
package func fuzzCapture(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt { unsafe lend(data, count, to: .capture) }

/// See `FuzzTarget.filter`.
@_cdecl("fuzz_filter")
package func fuzzFilter(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt { unsafe lend(data, count, to: .filter) }

private func lend(_ data: UnsafePointer<UInt8>, _ count: Int, to target: FuzzTarget) -> CInt {
    // Bound: the fuzzer lends `count` bytes for the time of the call.
    target.run(unsafe Array(UnsafeBufferPointer(start: data, count: count)))
    return 0
}
