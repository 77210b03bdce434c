import CallTracking
import NetworkTypes
import RuleEvaluation
import TestSupport

private let ownServer = ["Server: P"]
private let farServer = ["Server: B"]

extension SIPTrace {
    /// An INVITE that the proxy sends on to B, after a 100 of its own where it `tries`.
    fileprivate mutating func invite(tries: Bool, headers: [String] = []) {
        send("INVITE", over: .client)
        if tries { answer(100, over: .client, headers: ownServer) }
        send("INVITE", over: .first, headers: headers)
    }

    /// A failure of B that the proxy passes on, acknowledged by the proxy first or by the client.
    fileprivate mutating func fail(_ code: Int, proxyAcknowledges: Bool) {
        answer(code, over: .first, tag: "t9")
        if proxyAcknowledges { send("ACK", over: .first, tag: "t9", isOwn: true) }
        answer(code, over: .client, tag: "t9")
        send("ACK", over: .client, tag: "t9")
        if !proxyAcknowledges { send("ACK", over: .first, tag: "t9") }
    }
}

/// What a 100 on the hop of the client may be, seen from both sides of a proxy or from one.
enum ForwardedTryingScenarios {
    static let all = certain + likely + silent

    static let certain: [LinkScenario] = [
        .fires(.error, "the proxy's own 100, then the one of B with its tag and Server") { trace in
            trace.invite(tries: true)
            trace.answer(100, over: .first, tag: "t9", headers: farServer)
            trace.answer(100, over: .client, tag: "t9", headers: farServer)
        },
        .fires(.error, "a fork passes on the 100 of B with its tag") { trace in
            trace.invite(tries: false)
            trace.send("INVITE", over: .second)
            trace.answer(100, over: .first, tag: "t1")
            trace.answer(100, over: .client, tag: "t1")
        },
        .fires(.error, "a tag that a later 180 of B brings") { trace in
            trace.invite(tries: true)
            trace.answer(100, over: .first)
            trace.answer(100, over: .client, tag: "t9")
            trace.answer(180, over: .first, tag: "t9")
        },
        .fires(.error, "a Server that the proxy's own 100 does not have") { trace in
            trace.invite(tries: true)
            trace.answer(100, over: .first, headers: farServer)
            trace.wait(.seconds(1))
            trace.answer(100, over: .client, headers: farServer)
        },
        .fires(.error, "the proxy's own Via on top yet") { trace in
            trace.invite(tries: true)
            trace.answer(100, over: .first)
            trace.answer(100, over: .client, vias: .first)
        },
        .fires(.error, "a proxy that acknowledges a failure itself") { trace in
            trace.invite(tries: false)
            trace.answer(100, over: .first, tag: "t9")
            trace.answer(100, over: .client, tag: "t9")
            trace.fail(486, proxyAcknowledges: true)
        },
        .fires(.error, "a proxy that answers with a 408 of its own") { trace in
            trace.invite(tries: false)
            trace.answer(100, over: .first, tag: "t9")
            trace.answer(100, over: .client, tag: "t9")
            trace.wait(.seconds(30))
            trace.answer(408, over: .client, tag: "p")
            trace.send("ACK", over: .client, tag: "p")
        },
        .fires(.error, "a proxy that answers a CANCEL long before B", pause: .seconds(40)) { trace in
            trace.invite(tries: false)
            trace.answer(100, over: .first, tag: "t9")
            trace.answer(100, over: .client, tag: "t9")
            trace.send("CANCEL", over: .client)
            trace.answer(200, over: .client, to: "CANCEL", tag: "p")
            trace.send("CANCEL", over: .first)
            trace.wait(.milliseconds(251))
            trace.answer(200, over: .first, to: "CANCEL", tag: "t9")
        },
        .fires(.error, "a proxy that holds back a copy", isForStreams: false, pause: .seconds(40)) { trace in
            trace.send("INVITE", over: .client)
            trace.wait(.milliseconds(100))
            trace.send("INVITE", over: .first)
            trace.at(.milliseconds(500))
            trace.send("INVITE", over: .client)
            trace.wait(.milliseconds(300))
            trace.answer(100, over: .first, tag: "t9")
            trace.answer(100, over: .client, tag: "t9")
        },
        .fires(.error, "a proxy that makes a copy of its own", isForStreams: false, pause: .seconds(40)) { trace in
            trace.invite(tries: false)
            trace.wait(.milliseconds(490))
            trace.send("INVITE", over: .first)
            trace.answer(100, over: .first, tag: "t9")
            trace.answer(100, over: .client, tag: "t9")
        },
    ]

    static let likely: [LinkScenario] = [
        .fires(.warning, "a fork that says nothing of its own passes on a Server") { trace in
            trace.invite(tries: false)
            trace.send("INVITE", over: .second)
            trace.answer(100, over: .first, headers: farServer)
            trace.answer(100, over: .client, headers: farServer)
        },
        .fires(.warning, "another 100 than its own follows the one of B within 20 ms") { trace in
            trace.invite(tries: true)
            trace.answer(100, over: .first)
            trace.wait(.milliseconds(10))
            trace.answer(100, over: .client)
        },
        .fires(.warning, "a proxy that kept state in an earlier call", pause: .seconds(40)) { trace in
            trace.relayedCall("earlier@example.com", 486)
            trace.newCall("later@example.com")
            trace.invite(tries: false)
            trace.answer(100, over: .first, tag: "t9")
            trace.answer(100, over: .client, tag: "t9")
            trace.answer(200, over: .first, tag: "t9")
            trace.answer(200, over: .client, tag: "t9")
        },
        .fires(.warning, "of one hop: a second 100 has a tag") { trace in
            trace.send("INVITE", over: .client)
            trace.answer(100, over: .client, headers: ownServer)
            trace.wait(.milliseconds(11))
            trace.answer(100, over: .client, tag: "t9", headers: ownServer)
        },
        .fires(.warning, "of one hop: a second 100 has another Server") { trace in
            trace.send("INVITE", over: .client)
            trace.answer(100, over: .client, headers: ownServer)
            trace.wait(.milliseconds(11))
            trace.answer(100, over: .client, headers: farServer)
        },
        .fires(.warning, "of one hop: the tag of the far side over a proxy that kept state") { trace in
            trace.relayedCall("earlier@example.com", 486)
            trace.newCall("later@example.com")
            trace.send("INVITE", over: .client)
            trace.answer(100, over: .client, tag: "t9")
            trace.answer(180, over: .client, tag: "t9", headers: ["Record-Route: <sip:198.51.100.2:5060;lr>"])
        },
    ]

    static let silent: [LinkScenario] = [
        .silent("the proxy's own 100 alone") { trace in
            trace.invite(tries: true)
            trace.answer(100, over: .first, tag: "t9", headers: farServer)
            trace.answer(180, over: .first, tag: "t9")
            trace.answer(180, over: .client, tag: "t9")
        },
        .silent("a stateless proxy") { trace in
            trace.invite(tries: false)
            trace.answer(100, over: .first, tag: "t9", headers: farServer)
            trace.answer(100, over: .client, tag: "t9", headers: farServer)
            trace.fail(486, proxyAcknowledges: false)
        },
        .silent("a copy of the INVITE brings the same 100 again", isForStreams: false) { trace in
            trace.send("INVITE", over: .client)
            trace.answer(100, over: .client, headers: ownServer)
            trace.wait(.milliseconds(480))
            trace.send("INVITE", over: .client)
            trace.answer(100, over: .client, headers: ownServer)
        },
        .silent("the same with the 100 of B between", isForStreams: false) { trace in
            trace.invite(tries: true)
            trace.wait(.milliseconds(470))
            trace.send("INVITE", over: .client)
            trace.answer(100, over: .first, tag: "t9")
            trace.answer(100, over: .client, headers: ownServer)
        },
        .silent("a back-to-back user agent") { trace in
            trace.send("INVITE", over: .client)
            trace.answer(100, over: .client, headers: ownServer)
            trace.newCall("leg@example.com")
            trace.send("INVITE", over: .first, isOwn: true)
            trace.answer(100, over: .first, tag: "t9", headers: farServer)
            trace.newCall("call-1@example.com")
            trace.answer(100, over: .client, headers: ownServer)
        },
        .silent("a stateless proxy whose 200 to a CANCEL is seen 40 ms before that of B") { trace in
            trace.invite(tries: false)
            trace.answer(100, over: .first, tag: "t9")
            trace.answer(100, over: .client, tag: "t9")
            trace.send("CANCEL", over: .client)
            trace.send("CANCEL", over: .first)
            trace.answer(200, over: .client, to: "CANCEL", tag: "t9")
            trace.wait(.milliseconds(30))
            trace.answer(200, over: .first, to: "CANCEL", tag: "t9")
            trace.fail(487, proxyAcknowledges: false)
        },
        .silent("a stateless proxy that passes copies on", isForStreams: false) { trace in
            trace.invite(tries: false)
            trace.wait(.milliseconds(480))
            trace.send("INVITE", over: .client)
            trace.wait(.milliseconds(80))
            trace.send("INVITE", over: .first)
            trace.answer(100, over: .first, tag: "t9")
            trace.answer(100, over: .client, tag: "t9")
        },
        .silent("a feature that the INVITE had") { trace in
            trace.invite(tries: true, headers: ["X-Reference: 7"])
            trace.answer(100, over: .first, headers: ["X-Reference: 7"])
            trace.wait(.milliseconds(50))
            trace.answer(100, over: .client, headers: ["X-Reference: 7"])
        },
        .silent("a re-INVITE, in which every response has the tag") { trace in
            trace.send("INVITE", over: .client, cSeq: 2, tag: "t9")
            trace.answer(100, over: .client, cSeq: 2, tag: "t9")
            trace.send("INVITE", over: .first, cSeq: 2, tag: "t9")
            trace.answer(100, over: .first, cSeq: 2, tag: "t9")
            trace.wait(.milliseconds(30))
            trace.answer(100, over: .client, cSeq: 2, tag: "t9")
        },
        .silent("of one hop: two 100s within 20 ms") { trace in
            trace.send("INVITE", over: .client)
            trace.answer(100, over: .client, headers: ownServer)
            trace.wait(.milliseconds(10))
            trace.answer(100, over: .client, tag: "t9", headers: farServer)
        },
        .silent("of one hop: the tag of the far side without a Record-Route of the proxy") { trace in
            trace.relayedCall("earlier@example.com", 486)
            trace.newCall("later@example.com")
            trace.send("INVITE", over: .client)
            trace.answer(100, over: .client, tag: "t9")
            trace.answer(180, over: .client, tag: "t9", headers: ["Record-Route: <sip:203.0.113.99;lr>"])
        },
        .silent("of one hop: the same over a proxy of which nothing is known") { trace in
            trace.send("INVITE", over: .client)
            trace.answer(100, over: .client, tag: "t9")
            trace.answer(180, over: .client, tag: "t9", headers: ["Record-Route: <sip:198.51.100.2;lr>"])
        },
        .silent("another 100 than its own 21 ms after that of B") { trace in
            trace.invite(tries: true)
            trace.answer(100, over: .first)
            trace.wait(.milliseconds(11))
            trace.answer(100, over: .client)
        },
        .silent("another 100 of the proxy without one of B") { trace in
            trace.invite(tries: true)
            trace.answer(180, over: .first, tag: "t9")
            trace.answer(100, over: .client, phrase: "Giving a try")
        },
    ]
}
