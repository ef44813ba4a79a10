package import CRMModel

/// What Test & Enable found: each step with how long it took and what the server said.
package struct TestResult: Sendable, Equatable {
  package struct Step: Sendable, Equatable {
    package enum Verdict: String, Sendable {
      case success
      case warning
      case failure
    }

    package let workload: SyncJob.Workload
    package let verdict: Verdict
    package let milliseconds: Int
    package let message: Message

    package init(workload: SyncJob.Workload, verdict: Verdict, milliseconds: Int, message: Message) {
      self.workload = workload
      self.verdict = verdict
      self.milliseconds = milliseconds
      self.message = message
    }
  }

  /// A test message that was submitted but not seen in time.
  package struct Awaited: Sendable, Equatable {
    package let token: String
    package let since: Instant
    /// An alert said that it did not come.
    package var isReported = false
  }

  package var steps: [Step] = []
  package var awaited: Awaited?

  package init() {}

  package func hasFailed(_ workload: SyncJob.Workload) -> Bool {
    steps.contains { $0.workload == workload && $0.verdict == .failure }
  }

  /// The form in which a job keeps it: one line of evidence per step, and one about what is awaited, separated by
  /// U+001E.
  package var text: String {
    var parts = steps.map { step in
      var values = step.message.parameters
      values["~workload"] = String(step.workload.rawValue)
      values["~verdict"] = step.verdict.rawValue
      values["~ms"] = String(step.milliseconds)
      values["~code"] = step.message.code.rawValue
      return Evidence(values).text
    }
    if let awaited {
      parts.append(
        Evidence([
          "~token": awaited.token, "~since": String(awaited.since.microseconds),
          "~reported": awaited.isReported ? "1" : "0",
        ]).text)
    }
    return parts.joined(separator: "\u{1E}")
  }

  package init(text: String) {
    for part in text.split(separator: "\u{1E}") {
      var values = Evidence(text: String(part)).values
      if let token = values["~token"], let since = values["~since"].flatMap({ Int64($0) }) {
        awaited = Awaited(
          token: token, since: Instant(microseconds: since), isReported: values["~reported"] == "1")
        continue
      }
      guard
        let workload = values.removeValue(forKey: "~workload").flatMap({ Int($0) }).flatMap(
          SyncJob.Workload.init(rawValue:)),
        let verdict = values.removeValue(forKey: "~verdict").flatMap(Step.Verdict.init(rawValue:)),
        let milliseconds = values.removeValue(forKey: "~ms").flatMap({ Int($0) }),
        let code = values.removeValue(forKey: "~code").flatMap(MessageCode.init(rawValue:))
      else { continue }
      steps.append(
        Step(workload: workload, verdict: verdict, milliseconds: milliseconds, message: Message(code, values)))
    }
  }
}
