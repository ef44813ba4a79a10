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

  package var steps: [Step] = []

  package init() {}

  package func hasFailed(_ workload: SyncJob.Workload) -> Bool {
    steps.contains { $0.workload == workload && $0.verdict == .failure }
  }

  /// The form in which a job keeps it: one line of evidence per step, separated by U+001E.
  package var text: String {
    steps.map { step in
      var values = step.message.parameters
      values["~workload"] = String(step.workload.rawValue)
      values["~verdict"] = step.verdict.rawValue
      values["~ms"] = String(step.milliseconds)
      values["~code"] = step.message.code.rawValue
      return Evidence(values).text
    }.joined(separator: "\u{1E}")
  }

  package init(text: String) {
    for part in text.split(separator: "\u{1E}") {
      var values = Evidence(text: String(part)).values
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
