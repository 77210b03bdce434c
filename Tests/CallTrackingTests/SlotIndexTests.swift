import TestSupport
import Testing

@testable import CallTracking

@Suite struct SlotIndexTests {
    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `random insertions and removals find what a dictionary finds`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var index = SlotIndex(minimumCapacity: 1)
        var model: [UInt64: UInt32] = [:]
        var keys: [UInt32: UInt64] = [:]
        for slot in 0..<6_000 as Range<UInt32> {
            // Few different high halves, so that many keys share their home place or its neighbours.
            let key = UInt64.random(in: 0..<40, using: &random) << 32 | UInt64.random(in: 0..<40, using: &random)
            if let known = model.removeValue(forKey: key) {
                index.remove(known, key: key)
                keys[known] = nil
            } else {
                index.insert(slot, key: key)
                model[key] = slot
                keys[slot] = key
            }
            let probe = UInt64.random(in: 0..<40, using: &random) << 32 | UInt64.random(in: 0..<40, using: &random)
            #expect(index.firstSlot(of: probe) { keys[$0] == probe } == model[probe] ?? .max)
        }
        for (key, slot) in model { #expect(index.firstSlot(of: key) { keys[$0] == key } == slot) }
    }

    @Test func `keys with the same high half are told apart by their owner`() {
        var index = SlotIndex(minimumCapacity: 16)
        let keys: [UInt64] = [0xAAAA_0000_0000_0001, 0xAAAA_0000_0000_0002, 0xAAAA_0000_0000_0003]
        for (slot, key) in keys.enumerated() { index.insert(UInt32(slot), key: key) }
        index.remove(1, key: keys[1])
        #expect(index.firstSlot(of: keys[0]) { $0 == 0 } == 0)
        #expect(index.firstSlot(of: keys[1]) { $0 == 1 } == .max)
        #expect(index.firstSlot(of: keys[2]) { $0 == 2 } == 2)
    }

    @Test func `removing a slot that is not there changes nothing`() {
        var index = SlotIndex(minimumCapacity: 16)
        index.insert(5, key: 7 << 32)
        index.remove(6, key: 7 << 32)
        index.remove(5, key: 8 << 32)
        #expect(index.firstSlot(of: 7 << 32) { _ in true } == 5)
    }

    @Test func `an index grows far beyond the capacity it began with`() {
        var index = SlotIndex(minimumCapacity: 1)
        for slot in 0..<5_000 as Range<UInt32> { index.insert(slot, key: UInt64(slot) << 32) }
        #expect(
            (0..<5_000 as Range<UInt32>).allSatisfy { slot in
                index.firstSlot(of: UInt64(slot) << 32) { $0 == slot } == slot
            }
        )
    }
}
