import Testing

@testable import CallTracking

@Suite struct FrameReferenceTests {
    @Test(
        arguments: [(0, 1), (65_536, 9), (105_120, 1 << 40), (1 << 20 - 1, 1 << 44 - 1)] as [(Int, UInt64)]
    )
    func `a frame comes out of its number as it went in, also of the hundred-thousandth capture`(
        _ source: Int,
        _ number: UInt64
    ) {
        let frame = FrameReference(source: source, number: number)
        #expect(FrameReference(packed: frame.packed) == frame)
    }
}
