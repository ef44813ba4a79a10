/// How a user or queue receives. feature map 4.1
package enum IncomingDeliveryMethod: Int, OptionValue {
  case none = 0
  case outlook = 1
  case serverSide = 2
  case forwardMailbox = 3

  package var label: Label {
    switch self {
    case .none: Label("None", "なし")
    case .outlook: Label("CRM for Outlook", "CRM for Outlook を使用")
    case .serverSide: Label("Server-Side Synchronization or Email Router", "サーバー側同期または E-mail Router")
    case .forwardMailbox: Label("Forward Mailbox", "転送メールボックス")
    }
  }
}

/// How a user or queue sends. feature map 4.1
package enum OutgoingDeliveryMethod: Int, OptionValue {
  case none = 0
  case outlook = 1
  case serverSide = 2

  package var label: Label {
    switch self {
    case .none: Label("None", "なし")
    case .outlook: Label("CRM for Outlook", "CRM for Outlook を使用")
    case .serverSide: Label("Server-Side Synchronization or Email Router", "サーバー側同期または E-mail Router")
    }
  }
}

/// Whether an administrator approved an address. feature map 4.1
package enum AccessApproval: Int, OptionValue {
  case empty = 0
  case approved = 1
  case pending = 2
  case rejected = 3

  package var label: Label {
    switch self {
    case .empty: Label("Empty", "空")
    case .approved: Label("Approved", "承認済み")
    case .pending: Label("Pending Approval", "承認待ち")
    case .rejected: Label("Rejected", "却下")
    }
  }
}

/// Which incoming mail a user or queue wants tracked. feature map 5.3
package enum EmailFilteringMethod: Int, OptionValue {
  case allEmail = 0
  case repliesToCRMEmail = 1
  case knownSenders = 2
  case emailEnabledSenders = 3
  case noEmail = 4

  package var label: Label {
    switch self {
    case .allEmail: Label("All email messages", "すべての電子メール メッセージ")
    case .repliesToCRMEmail: Label("Email messages in response to CRM email", "CRM の電子メールに対する返信")
    case .knownSenders: Label("Email messages from CRM Leads, Contacts and Accounts", "CRM の潜在顧客、取引先担当者、取引先企業からの電子メール")
    case .emailEnabledSenders:
      Label("Email messages from CRM records that are email enabled", "電子メールが有効な CRM レコードからの電子メール")
    case .noEmail: Label("No email messages", "電子メール メッセージなし")
    }
  }
}
