import NetworkTypes
import TestSupport

/// Traffic that several tests render.
extension Situation {
    /// Four calls, one answered, one busy and two turned away with 503, a registration and a ping, three findings.
    static var small: Situation {
        var situation = Situation()
        situation.take(.answeredCall)
        situation.take(.busyCall)
        situation.take(.overload)
        return situation
    }
}

extension SIPTrace {
    /// 192.0.2.1 calls 198.51.100.2, which rings and answers; the call lasts a minute.
    static var answeredCall: SIPTrace {
        var trace = SIPTrace()
        trace.callID = "8f1c2d@gw3.example.com"
        trace.request("INVITE")
        trace.resend()
        trace.response(100, "Trying", headers: ["Server: AcmeSBC 9.1"])
        trace.wait(.seconds(1))
        trace.response(180, "Ringing")
        trace.wait(.seconds(6))
        trace.response(200, "OK")
        trace.request("ACK")
        trace.wait(.seconds(60))
        trace.request("BYE")
        trace.response(200, "OK")
        return trace
    }

    /// The answered call as a capture on both sides of a NAT shows it.
    static var translatedCall: SIPTrace {
        var trace = answeredCall
        trace.addFarSide([.caller: .trunk])
        return trace
    }

    /// A call that is busy, and a registration that is challenged without a challenge.
    static var busyCall: SIPTrace {
        var trace = SIPTrace()
        trace.wait(.seconds(90))
        trace.newCall("0b77@gw3.example.com")
        trace.request("INVITE")
        trace.response(486, "Busy Here")
        trace.request("ACK")
        trace.callee = Endpoint(address: IPAddress(v4: 0xCB00_7107), port: 5060)
        trace.newCall("registration-5@example.com")
        trace.request("REGISTER")
        trace.response(401, "Unauthorized")
        return trace
    }

    /// A server that answers 503 without Retry-After, once sent twice, and a code that nobody knows.
    static var overload: SIPTrace {
        var trace = SIPTrace(to: Endpoint(address: IPAddress(v4: 0xCB00_7114), port: 5060))
        trace.wait(.seconds(100))
        for number in 1...2 {
            trace.newCall("flood-\(number)@gw4.example.com")
            trace.request("INVITE")
            trace.response(503, "Service Unavailable", headers: ["Server: AcmeSBC 9.1"])
            if number == 1 { trace.resend() }
            trace.request("ACK")
        }
        trace.newCall("ping@gw4.example.com")
        trace.request("OPTIONS")
        trace.response(799, "Weird", headers: ["Server: AcmeSBC 9.1"])
        return trace
    }
}

/// Captures that lack something.
extension Situation {
    /// Nothing but other traffic.
    static var foreignTraffic: Situation {
        var situation = Situation()
        situation.takeOther(184, at: SIPTrace().now)
        return situation
    }

    /// One direction only, over TCP.
    static var responsesOnly: Situation {
        var trace = SIPTrace(transport: .tcp)
        trace.response(200, "OK", to: "INVITE")
        trace.response(503, "Service Unavailable", to: "INVITE")
        var situation = Situation()
        situation.take(trace)
        return situation
    }

    /// Nobody answers, and a mirror port shows the same packet twice.
    static var requestsOnly: Situation {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.resend()
        trace.mirror()
        trace.wait(.seconds(1))
        trace.request("OPTIONS")
        var situation = Situation()
        situation.take(trace)
        _ = situation.advance(to: trace.now.adding(nanoseconds: 400_000_000_000))
        return situation
    }

    /// 3,000 servers with long addresses, a third of which turn their one call away.
    static var manyServers: Situation {
        var situation = Situation()
        for number in 0..<3_000 {
            let address = IPAddress(high: 0x2001_0DB8_0000_0000, low: 0x1111_2222_3333_0000 + UInt64(number))
            var trace = SIPTrace(to: Endpoint(address: address, port: 5060))
            trace.newCall("call-\(number)@example.com")
            trace.request("INVITE")
            trace.response(number.isMultiple(of: 3) ? 503 : 200, "As Told")
            situation.take(trace)
        }
        return situation
    }

    /// Every text of the wire tries to steer the terminal, or is as long as it can be.
    static var hostile: Situation {
        let long = String(repeating: "\u{1B}]0;山\u{7}\u{9B}31m\u{202E}", count: 60)
        var trace = SIPTrace()
        trace.newCall("\u{1B}[2J\u{202E}\(long)")
        trace.request("INVITE")
        trace.response(503, long, headers: ["Server: \u{9B}31m\(long)", "Retry-After: \(long)"])
        trace.response(799_000, long)
        trace.request("INVITE")
        trace.response(466, "\u{1B}c")
        var situation = Situation()
        situation.take(trace)
        return situation
    }
}
