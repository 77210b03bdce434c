package import NetworkTypes
package import SIPMessages
package import WireBytes

/// What the tracker finds a message's call and transaction by.
package struct MessageKeys: Sendable {
    /// The hash of its Call-ID.
    let call: UInt64
    /// The same for those who keep something beside the tracker's tables.
    package var callKey: UInt64 { call }
    /// What names its transaction.
    let transaction: TransactionKey
}

extension CallTracker {
    /// The keys of `message`, which stands in `bytes` and went along `flow`.
    package func keys(of message: borrowing SIPMessage, _ bytes: RawSpan, _ flow: Flow) -> MessageKeys {
        MessageKeys(
            call: hash.hash(bytes, message.callID),
            transaction: TransactionKey(message, bytes, flow, hash)
        )
    }

    /// Asks for where the call with `callID` stands, so that it is near by the time that more of its message is read;
    /// the result is its key.
    package func expect(callID: ByteRange, _ bytes: RawSpan) -> UInt64 {
        let key = hash.hash(bytes, callID)
        calls.prefetchPlace(of: key)
        return key
    }

    /// Asks for the call with the key `call` and for where the transaction of its `message` stands, so that they are
    /// near when the message is observed; the result is the message's keys.
    package func expect(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ flow: Flow,
        call: UInt64
    ) -> MessageKeys {
        calls.prefetchLikely(call)
        let transaction = TransactionKey(message, bytes, flow, hash)
        transactions.prefetchPlace(of: transaction.own)
        return MessageKeys(call: call, transaction: transaction)
    }
}
