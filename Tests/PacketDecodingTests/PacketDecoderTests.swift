import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

@Suite struct PacketDecoderTests {
    @Test func `a frame cut at every byte gets the verdict of the layer it ends in`() {
        let frame = FrameBuilder.datagram(FrameBuilder.bytes("OPTIONS sip:b SIP/2.0\r\n\r\n"))
        for count in 0..<frame.count {
            let decoded = decode(Array(frame[..<count]))
            switch count {
            case ..<14: #expect(decoded.reason == .linkShort)
            case ..<34: #expect(decoded.reason == .ipShort)
            case ..<42: #expect(decoded.reason == .udpCut)
            default: #expect(decoded.datagram?.missingByteCount == frame.count - count)
            }
        }
    }

    @Test func `a segment cut at every byte gets the verdict of the layer it ends in`() {
        let frame = FrameBuilder.segment([1, 2, 3], from: .callerV6, to: .calleeV6, sequence: 1)
        for count in 0..<frame.count {
            let decoded = decode(Array(frame[..<count]))
            switch count {
            case ..<14: #expect(decoded.reason == .linkShort)
            case ..<54: #expect(decoded.reason == .ipShort)
            case ..<74: #expect(decoded.reason == .tcpCut)
            default: #expect(decoded.segment?.missingByteCount == frame.count - count)
            }
        }
    }

    @Test func `names of reasons are unique and fit for a report key`() {
        let names = UndecodableReason.allCases.map(\.rawValue)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.utf8.allSatisfy { $0 == UInt8(ascii: "_") || (0x30...0x7A).contains($0) } })
    }

    @Test(arguments: LinkCase.all)
    func `damaged frames never trap and never point outside themselves`(_ link: LinkCase) {
        var random = SeededRandom(seed: 0x5197_A117)
        for _ in 0..<1_000 {
            let frame = random.damaged(link.frame)
            let decoded = decode(frame, as: link.linkType)
            guard let range = decoded.datagram?.payload ?? decoded.segment?.payload ?? decoded.fragment?.payload else {
                continue
            }
            #expect(range.lower <= range.upper)
            #expect(range.upper <= frame.count)
        }
    }

    @Test func `random bytes never trap under any link type`() {
        var random = SeededRandom(seed: 42)
        for number in UInt16(0)...300 {
            for _ in 0..<40 {
                let bytes = (0..<Int.random(in: 0...120, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                _ = decode(bytes, as: LinkType(rawValue: number))
                _ = decodeReassembled(bytes, protocolNumber: UInt8(truncatingIfNeeded: number))
            }
        }
    }
}
