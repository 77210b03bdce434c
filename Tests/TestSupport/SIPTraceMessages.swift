package import CallTracking
internal import NetworkTypes
package import SIPMessages
internal import WireBytes

extension SIPTrace.Step {
    /// Decodes the message and lends it with its bytes and its sighting; `nil` where nothing in it was a message.
    ///
    /// - Parameters:
    ///   - frame: The number of the frame that brought it.
    ///   - count: How many of its bytes the snap length left.
    ///   - body: What is done with it.
    /// - Returns: What that came to.
    @discardableResult
    package func withMessage<Result>(
        frame: UInt64 = 1,
        cutTo count: Int = .max,
        _ body: (borrowing SIPMessage, RawSpan, Sighting) throws -> Result
    ) rethrows -> Result? {
        let sighting = Sighting(
            flow: flow,
            time: time,
            frame: FrameReference(source: 0, number: frame),
            identification: identification,
            isInSync: true
        )
        let carrier: MessageCarrier = flow.transport == .udp ? .datagram : .stream
        let isCut = bytes.count > count
        return try Array(bytes.prefix(count)).withRawSpan { span in
            var message = SIPMessage()
            guard SIPDecoder().decode(span, from: 0, carrier: carrier, isCut: isCut, into: &message) else { return nil }
            return try body(message, span, sighting)
        }
    }
}
