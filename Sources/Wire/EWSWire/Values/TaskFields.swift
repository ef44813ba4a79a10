// What tasks have. [MS-OXWSTASK] 2.2.4

extension EWSField where Value == EWSDateTime {
  /// The day it begins; only the day counts.
  public static var startDate: Self { Self("task:StartDate") }
  /// The day it is due; only the day counts.
  public static var dueDate: Self { Self("task:DueDate") }
  /// The day it was done; not in the future.
  public static var completeDate: Self { Self("task:CompleteDate") }
}

extension EWSField where Value == Int {
  /// Minutes spent.
  public static var actualWork: Self { Self("task:ActualWork") }
  /// Minutes planned.
  public static var totalWork: Self { Self("task:TotalWork") }
  /// 0 to 100.
  public static var percentComplete: Self { Self("task:PercentComplete") }
}

extension EWSField where Value == Bool {
  /// Whether it is done.
  public static var isComplete: Self { Self("task:IsComplete") }
}

extension EWSField where Value == String {
  /// Whose task it is.
  public static var owner: Self { Self("task:Owner") }
}

extension EWSField where Value == EWSTaskStatus {
  /// How far it is. The server keeps this, the percentage and the day it was done in step.
  public static var status: Self { Self("task:Status") }
}

extension EWSField where Value == EWSRecurrence {
  /// When the task repeats.
  public static var taskRecurrence: Self { Self("task:Recurrence") }
}

/// How far a task is.
public enum EWSTaskStatus: String, EWSValue, CaseIterable {
  case notStarted = "NotStarted", inProgress = "InProgress", completed = "Completed"
  case waitingOnOthers = "WaitingOnOthers", deferred = "Deferred"
}
