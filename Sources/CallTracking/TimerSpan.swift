/// The timers of transactions as spans of capture time, in nanoseconds, with the default values of T1, T2 and T4 (RFC
/// 3261 §17 and table 4, RFC 6026 §8.4).
///
/// The same figures as in `Timers` of the catalogue, in a form that costs nothing to ask for at each message.
enum TimerSpan {
    /// The estimate of the round trip, the longest interval between copies, and how long a message may be underway.
    static var t1: Int64 { 500_000_000 }
    static var t2: Int64 { 4_000_000_000 }
    static var t4: Int64 { 5_000_000_000 }
    /// A client gives up an INVITE without any response, or another request without a final one.
    static var b: Int64 { 64 * t1 }
    static var f: Int64 { 64 * t1 }
    /// A proxy gives up an INVITE in progress: more than three minutes.
    ///
    /// To that an observer adds some slack before it says that one is silent, and a margin before it forgets one.
    static var c: Int64 { 180_000_000_000 }
    static var slack: Int64 { 20_000_000_000 }
    static var margin: Int64 { 100_000_000_000 }
    /// A client still acknowledges copies of a 300–699, and a server still waits for the ACK.
    static var d: Int64 { 64 * t1 }
    static var h: Int64 { 64 * t1 }
    /// A server still answers copies of a request other than INVITE, and of an INVITE that it accepted.
    static var j: Int64 { 64 * t1 }
    static var l: Int64 { 64 * t1 }
}
