/// What a test or a pass found. feature map 4.1
package enum TestStatus: Int, OptionValue {
  case notRun = 0
  case success = 1
  case failure = 2

  package var label: Label {
    switch self {
    case .notRun: Label("Not Run", "未実行")
    case .success: Label("Success", "成功")
    case .failure: Label("Failure", "失敗")
    }
  }
}

/// A verdict with two values. feature map 4.2
package enum TestVerdict: Int, OptionValue {
  case failure = 0
  case success = 1

  package var label: Label {
    switch self {
    case .failure: Label("Failure", "失敗")
    case .success: Label("Success", "成功")
    }
  }
}

/// The two states of most rows.
package enum ActiveState: Int, OptionValue {
  case active = 0
  case inactive = 1

  package var label: Label {
    switch self {
    case .active: Label("Active", "アクティブ")
    case .inactive: Label("Inactive", "非アクティブ")
    }
  }
}

/// The two status reasons of most rows.
package enum ActiveStatus: Int, OptionValue {
  case active = 1
  case inactive = 2

  package var label: Label {
    switch self {
    case .active: Label("Active", "アクティブ")
    case .inactive: Label("Inactive", "非アクティブ")
    }
  }
}

/// What is created for senders nobody knows. feature map F59
package enum AutoCreate: Int, OptionValue {
  case none = 0
  case contact = 1
  case lead = 2

  package var label: Label {
    switch self {
    case .none: Label("Nothing", "作成しない")
    case .contact: Label("Contact", "取引先担当者")
    case .lead: Label("Lead", "潜在顧客")
    }
  }
}

/// Place in a series of appointments. feature map 4.4
package enum InstanceType: Int, OptionValue {
  case notRecurring = 0
  case recurringMaster = 1
  case recurringInstance = 2
  case recurringException = 3
  case recurringFutureException = 4

  package var label: Label {
    switch self {
    case .notRecurring: Label("Not Recurring", "定期的でない")
    case .recurringMaster: Label("Recurring Master", "定期的なマスター")
    case .recurringInstance: Label("Recurring Instance", "定期的なインスタンス")
    case .recurringException: Label("Recurring Exception", "定期的な例外")
    case .recurringFutureException: Label("Recurring Future Exception", "定期的な将来の例外")
    }
  }
}

/// How urgent. feature map 4.3
package enum PriorityCode: Int, OptionValue {
  case low = 0
  case normal = 1
  case high = 2

  package var label: Label {
    switch self {
    case .low: Label("Low", "低")
    case .normal: Label("Normal", "標準")
    case .high: Label("High", "高")
    }
  }
}
