internal import NetworkTypes

/// Messages that are sent again later, and times told in milliseconds.
extension SIPTrace {
    /// When a UDP server sends a final response to INVITE again until Timer H runs out, in milliseconds.
    package static let responseCopies = [
        500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500,
    ]
    /// When a UDP client sends an INVITE again until Timer B runs out.
    package static let inviteCopies = [500, 1_500, 3_500, 7_500, 15_500, 31_500]

    /// Lets the next message come `milliseconds` after the beginning of the trace.
    package mutating func at(_ milliseconds: Int) { at(.milliseconds(milliseconds)) }

    /// Sends the message at `place` again, as often as there are times, in milliseconds from the beginning.
    package mutating func `repeat`(_ place: Int, at milliseconds: [Int]) {
        guard steps.indices.contains(place) else { return }
        let step = steps[place]
        for time in milliseconds {
            at(time)
            let identification = UInt32(1_000 + steps.count)
            merge(only(Step(bytes: step.bytes, flow: step.flow, time: now, identification: identification)))
        }
    }

    /// An ACK for a 2xx, which has a branch of its own.
    package mutating func ackAnswer() {
        request("ACK")
        rewrite("branch=z9hG4bK", "branch=z9hG4bK-ack-")
    }

    /// The same request of a proxy that received it, as the hop behind it shows it.
    package mutating func forward(_ method: String, branch: String = "below") {
        let above = "Via: SIP/2.0/\(transport.rawValue.uppercased()) 192.0.2.1:5060;branch=z9hG4bK"
        self.branch = branch
        request(method, headers: ["\(above)\(callID).1.\(method)"])
    }
}
