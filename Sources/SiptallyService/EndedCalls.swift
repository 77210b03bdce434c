internal import CallTracking
internal import PacketCapture

/// Hands calls over as they end, to one that wants to know the names of their captures.
///
/// Those are looked at after each stride of frames. So the calls wait that had a message from a capture which was
/// opened since: no more than a stride has frames, however many calls end in it.
final class EndedCalls {
    private let receiver: AnalysisRun.EndedCallReceiver
    private var names: [String] = []
    private var waiting: [(Call, CallOutcome)] = []

    init(_ receiver: @escaping AnalysisRun.EndedCallReceiver) { self.receiver = receiver }

    func take(_ call: Call, _ outcome: CallOutcome) {
        if call.lastFrame.source < names.count, call.firstFrame.source < names.count {
            receiver(call, outcome, names)
        } else {
            waiting.append((call, outcome))
        }
    }

    func learnNames(_ captures: borrowing CaptureSet) {
        guard captures.sourceCount != names.count else { return }
        names = captures.summaries.map(\.name)
        for (call, outcome) in waiting { receiver(call, outcome, names) }
        waiting.removeAll(keepingCapacity: true)
    }
}
