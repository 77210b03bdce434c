import CallTracking
import NetworkTypes
import ReportRendering
import ResponseRules
import RuleEvaluation
import SIPMessages
import Tallying
import TestSupport
import WireBytes

/// What the stages in front of a renderer make of a trace: each message in a frame of its own of one source.
struct Situation: ~Copyable {
    private var tracker: CallTracker
    private var evaluator: RuleEvaluator
    private(set) var tally = Tally()
    private var frame: UInt64 = 0

    /// Nothing seen yet.
    init(legs: LegOptions = LegOptions()) {
        tracker = CallTracker(keepsText: true, legs: legs)
        evaluator = RuleEvaluator(rules: RuleCatalogue.standard)
    }

    /// Takes every message of `trace`, of each no more than `count` bytes, as a snap length leaves them.
    mutating func take(_ trace: SIPTrace, cutTo count: Int = .max) {
        for step in trace.steps {
            frame += 1
            tally.takeFrame(at: step.time)
            step.withMessage(frame: frame, cutTo: count) { take($0, $1, $2) }
        }
    }

    /// Takes `count` frames of other traffic at `time`.
    mutating func takeOther(_ count: Int, at time: CaptureTime) {
        for _ in 0..<count {
            frame += 1
            tally.takeFrame(at: time)
            tally.frames.other += 1
        }
    }

    /// Takes a frame that cannot be read.
    mutating func takeUndecodable(_ reason: String, at time: CaptureTime) {
        frame += 1
        tally.takeFrame(at: time)
        tally.frames.addUndecodable(reason)
    }

    /// Lets the timers run on to `time`; the calls that end.
    mutating func advance(to time: CaptureTime) -> [(Call, CallOutcome)] {
        // A leap of time is believed the second time.
        step(to: time) + step(to: time)
    }

    private mutating func step(to time: CaptureTime) -> [(Call, CallOutcome)] {
        var ended: [(Call, CallOutcome)] = []
        tracker.advance(to: time) { attempt, session in
            tally.add(attempt, session)
        } onRegistrationEnd: {
            tally.add($0)
        } onCallEnd: { call, outcome, isOver in
            tally.add(call, outcome, isOver: isOver)
            ended.append((copy call, outcome))
        } onUnanswered: {
            tally.addUnanswered($0)
        } onTransactionEnd: { transaction, sightlines in
            evaluator.takeEnd(transaction) { sightlines.sees($0, at: transaction.deadline) }
        }
        evaluator.advance(&tracker)
        evaluator.takeVerdicts { tally.add($0) }
        return ended
    }

    /// The report of what was taken.
    func report(named name: String = "trunk.pcapng") -> Report {
        var closed = tally
        closed.close(with: tracker)
        let source = ReportSource(
            name: name,
            format: "pcapng",
            linkTypeNames: ["EN10MB"],
            frames: closed.frames.total,
            bytes: closed.frames.total * 500
        )
        let rules = RuleCatalogue.declarations
        return Report(tally: closed, sources: [source], rules: rules, version: "1.0.0")
    }

    private mutating func take(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ sighting: Sighting) {
        tally.frames.sip += 1
        _ = step(to: sighting.time)
        let keys = tracker.keys(of: message, bytes, sighting.flow)
        let observation = tracker.observe(message, bytes, sighting, keys)
        tally.add(message, bytes, sighting, observation)
        evaluator.judge(message, bytes, sighting, observation, keys, isDoubtful: false, &tracker)
        evaluator.takeVerdicts { tally.add($0) }
    }
}

extension UnreachableTable {
    /// One server, twice without a way to it over TCP and once without a listener over UDP.
    static var sample: UnreachableTable {
        var table = UnreachableTable()
        let peer = UnreachablePeer(endpoint: .callee, transport: .tcp, reason: "host_unreachable")
        table.add(peer)
        table.add(peer)
        table.add(UnreachablePeer(endpoint: .callee, transport: .udp, reason: "port_unreachable"))
        return table
    }
}

extension EncryptedTable {
    /// One server, once with its name and once without.
    static var sample: EncryptedTable {
        var table = EncryptedTable()
        let server = Endpoint(address: .caller, port: 5061)
        for (name, version, frames) in [("sip.example.com", UInt16(0x0304), UInt64(12)), (nil, 0, 3)] {
            let peer = EncryptedPeer(server: server, isDatagram: name == nil, serverName: name, version: version)
            table.add(Figures(frames: frames, connections: name == nil ? 1 : 2), of: peer)
        }
        return table
    }
}
