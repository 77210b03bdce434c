import Fuzzing
import Glibc

/// Reads damaged inputs of a fuzz target, one after the other, in a process of its own that a trap may end.
///
/// `mutation TARGET SEED FIRST COUNT` reads that many inputs and keeps the number of the one it is at, eight bytes, at
/// the start of the file that is its standard output; a fifth argument is the number of an input at which it ends
/// itself, to see that this is told. `mutation TARGET SEED NUMBER` prints that input as hex.
@main
enum Mutation {
    /// Longer than all inputs of a target take; what hangs is ended, with its number in the file.
    private static let patience: UInt32 = 300

    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard let target = arguments.first.flatMap(FuzzTarget.init(rawValue:)) else { exit(2) }
        let numbers = arguments.dropFirst().compactMap(Int.init)
        guard 2...4 ~= numbers.count, numbers.allSatisfy({ $0 >= 0 }) else { exit(2) }
        let mutations = Mutations(of: target, seed: UInt64(numbers[0]))
        guard numbers.count > 2 else {
            print(mutations[numbers[1]].map { hex($0) }.joined())
            return
        }
        alarm(patience)
        // Mapped, since a call of the system for each input would cost more than most inputs.
        guard ftruncate(STDOUT_FILENO, 8) == 0,
            let mark = unsafe mmap(nil, 8, PROT_READ | PROT_WRITE, MAP_SHARED, STDOUT_FILENO, 0)
        else { exit(3) }
        for number in numbers[1]..<numbers[1] + numbers[2] {
            // Bound: the eight bytes that were mapped; where that failed, the first write ends the program.
            unsafe mark.storeBytes(of: UInt64(number), as: UInt64.self)
            if numbers.dropFirst(3).first == number { fatalError("as asked") }
            target.run(mutations[number])
        }
    }

    private static func hex(_ octet: UInt8) -> String { (octet < 16 ? "0" : "") + String(octet, radix: 16) }
}
