/// Dataverse's `email`. feature map 4.3
package enum Email {
  package enum StateCode: Int, OptionValue {
    case open = 0
    case completed = 1
    case canceled = 2

    package var label: Label {
      switch self {
      case .open: Label("Open", "未完了")
      case .completed: Label("Completed", "完了")
      case .canceled: Label("Canceled", "取り消し")
      }
    }
  }

  package enum StatusCode: Int, OptionValue {
    case draft = 1
    case completed = 2
    case sent = 3
    case received = 4
    case canceled = 5
    case pendingSend = 6
    case sending = 7
    case failed = 8

    package var label: Label {
      switch self {
      case .draft: Label("Draft", "下書き")
      case .completed: Label("Completed", "完了")
      case .sent: Label("Sent", "送信済み")
      case .received: Label("Received", "受信済み")
      case .canceled: Label("Canceled", "取り消し")
      case .pendingSend: Label("Pending Send", "送信の保留中")
      case .sending: Label("Sending", "送信中")
      case .failed: Label("Failed", "失敗")
      }
    }
  }

  package enum CorrelationMethod: Int, OptionValue {
    case none = 0
    case skipped = 1
    case xHeader = 2
    case inReplyTo = 3
    case trackingToken = 4
    case conversationIndex = 5
    case smartMatching = 6
    case customCorrelation = 7

    package var label: Label {
      switch self {
      case .none: Label("None", "なし")
      case .skipped: Label("Skipped", "省略")
      case .xHeader: Label("XHeader", "X ヘッダー")
      case .inReplyTo: Label("InReplyTo", "返信先ヘッダー")
      case .trackingToken: Label("TrackingToken", "追跡トークン")
      case .conversationIndex: Label("ConversationIndex", "会話インデックス")
      case .smartMatching: Label("SmartMatching", "スマート マッチング")
      case .customCorrelation: Label("CustomCorrelation", "カスタム相関")
      }
    }
  }

  package enum Notifications: Int, OptionValue {
    case none = 0
    case notAllAttachmentsSaved = 1
    case truncatedBody = 2

    package var label: Label {
      switch self {
      case .none: Label("None", "なし")
      case .notAllAttachmentsSaved:
        Label(
          "The message was saved as an email record, but not all the attachments could be saved with it.",
          "メッセージは電子メール レコードとして保存されましたが、一部の添付ファイルは保存できませんでした。")
      case .truncatedBody: Label("Truncated body.", "本文が切り詰められました。")
      }
    }
  }

  package static let activityid = Column<GUID>(
    "activityid", .uniqueIdentifier, required: .system, "Email", "電子メール")
  package static let subject = Column<String>(
    "subject", .text(max: 800), "Subject", "件名")
  package static let description = Column<String>(
    "description", .memo(max: 1_073_741_823), "Description", "説明")
  package static let safedescription = Column<String>(
    "safedescription", .memo(max: 1_073_741_823), "Safe Description", "安全な説明")
  package static let descriptionblobid = Column<[UInt8]>(
    "descriptionblobid", .binary(max: 32), "Description Blob Id", "説明の BLOB ID")
  package static let from = Column<Reference>(
    "from", .partyList(participation: 1), "From", "差出人")
  package static let to = Column<Reference>(
    "to", .partyList(participation: 2), "To", "宛先")
  package static let cc = Column<Reference>(
    "cc", .partyList(participation: 3), "CC", "カーボン コピー")
  package static let bcc = Column<Reference>(
    "bcc", .partyList(participation: 4), "BCC", "ブラインド カーボン コピー")
  package static let related = Column<Reference>(
    "related", .partyList(participation: 8), "Related", "関連先")
  package static let sender = Column<String>(
    "sender", .text(max: 250), "Sender's Address", "差出人のアドレス")
  package static let torecipients = Column<String>(
    "torecipients", .text(max: 500), "To Recipients", "宛先の受信者")
  package static let submittedby = Column<String>(
    "submittedby", .text(max: 250), "Submitted By", "送信者")
  package static let emailsender = Column<Reference>(
    "emailsender", to: ["account", "contact", "lead", "queue", "systemuser"], "Sender", "送信元レコード")
  package static let sendersaccount = Column<Reference>(
    "sendersaccount", to: ["account"], "Sender's Account", "差出人の取引先企業")
  package static let directioncode = Column<Bool>(
    "directioncode", default: true, "Direction", "方向")
  package static let statecode = Column<StateCode>(
    "statecode", .state, "Activity Status", "活動の状態")
  package static let statuscode = Column<StatusCode>(
    "statuscode", .status, "Status Reason", "ステータスの理由")
  package static let messageid = Column<String>(
    "messageid", .text(max: 320), "Message ID", "メッセージ ID")
  package static let messageiddupcheck = Column<GUID>(
    "messageiddupcheck", .uniqueIdentifier, readable: false, "Message ID Dup Check", "メッセージ ID の重複チェック")
  package static let inreplyto = Column<String>(
    "inreplyto", .text(max: 320), "In Reply To Message", "返信元のメッセージ")
  package static let conversationindex = Column<String>(
    "conversationindex", .text(max: 2_048), "Conversation Index", "会話インデックス")
  package static let baseconversationindexhash = Column<Int>(
    "baseconversationindexhash", .integer(0...2_147_483_647), "Conversation Index (Hash)", "会話インデックス (ハッシュ)")
  package static let conversationtrackingid = Column<GUID>(
    "conversationtrackingid", .uniqueIdentifier, "Conversation Tracking Id", "会話の追跡 ID")
  package static let emailtrackingid = Column<GUID>(
    "emailtrackingid", .uniqueIdentifier, "Email Tracking Id", "電子メールの追跡 ID")
  package static let trackingtoken = Column<String>(
    "trackingtoken", .text(max: 50), "Tracking Token", "追跡トークン")
  package static let correlationmethod = Column<CorrelationMethod>(
    "correlationmethod", "Correlation Method", "相関方法")
  package static let correlatedactivityid = Column<Reference>(
    "correlatedactivityid", to: ["email"], "Correlated Activity", "相関活動")
  package static let parentactivityid = Column<Reference>(
    "parentactivityid", to: ["email"], "Parent Activity", "親活動")
  package static let correlatedsubjectchanged = Column<Bool>(
    "correlatedsubjectchanged", "Correlated Subject Changed", "相関件名の変更")
  package static let isduplicatesenderunresolved = Column<Bool>(
    "isduplicatesenderunresolved", "Is Duplicate Sender Unresolved", "重複する差出人が未解決")
  package static let internetmessageheaders = Column<String>(
    "internetmessageheaders", .text(max: 500), "Internet Message Headers", "インターネット メッセージ ヘッダー")
  package static let acceptingentityid = Column<Reference>(
    "acceptingentityid", to: ["queue", "systemuser"], "Accepting Entity", "受け入れたエンティティ")
  package static let receivingmailboxid = Column<Reference>(
    "receivingmailboxid", to: ["mailbox"], "Receiving Mailbox", "受信メールボックス")
  package static let sendermailboxid = Column<Reference>(
    "sendermailboxid", to: ["mailbox"], "Sender's Mailbox", "差出人のメールボックス")
  package static let regardingobjectid = Column<Reference>(
    "regardingobjectid", to: ["account", "contact", "lead", "incident", "opportunity"], "Regarding", "関連")
  package static let mimetype = Column<String>(
    "mimetype", .text(max: 256), "Mime Type", "MIME の種類")
  package static let compressed = Column<Bool>(
    "compressed", "Compression", "圧縮")
  package static let attachmentcount = Column<Int>(
    "attachmentcount", .integer(0...2_147_483_647), "Attachment Count", "添付ファイル数")
  package static let notifications = Column<Notifications>(
    "notifications", "Notifications", "通知")
  package static let prioritycode = Column<PriorityCode>(
    "prioritycode", "Priority", "優先度")
  package static let deliveryprioritycode = Column<PriorityCode>(
    "deliveryprioritycode", "Delivery Priority", "配信の優先度")
  package static let deliveryreceiptrequested = Column<Bool>(
    "deliveryreceiptrequested", default: false, "Delivery Receipt Requested", "配信確認メッセージの要求")
  package static let readreceiptrequested = Column<Bool>(
    "readreceiptrequested", default: false, "Read Receipt Requested", "開封確認メッセージの要求")
  package static let deliveryattempts = Column<Int>(
    "deliveryattempts", .integer(0...1000000000), "No. of Delivery Attempts", "配信の試行回数")
  package static let postponeemailprocessinguntil = Column<Instant>(
    "postponeemailprocessinguntil", "Delay email processing until", "電子メール処理の延期期限")
  package static let delayedemailsendtime = Column<Instant>(
    "delayedemailsendtime", "Send Later", "後で送信")
  package static let senton = Column<Instant>(
    "senton", "Date Sent", "送信日")
  package static let actualstart = Column<Instant>(
    "actualstart", "Actual Start", "実際の開始日")
  package static let actualend = Column<Instant>(
    "actualend", "Actual End", "実際の終了日")
  package static let scheduledstart = Column<Instant>(
    "scheduledstart", "Start Date", "開始日")
  package static let scheduledend = Column<Instant>(
    "scheduledend", "Due Date", "期限")
  package static let sortdate = Column<Instant>(
    "sortdate", "Sort Date", "並べ替え日")
  package static let isworkflowcreated = Column<Bool>(
    "isworkflowcreated", "Is Workflow Created", "ワークフローで作成")
  package static let isbilled = Column<Bool>(
    "isbilled", "Is Billed", "請求済み")
  package static let category = Column<String>(
    "category", .text(max: 250), "Category", "カテゴリ")
  package static let subcategory = Column<String>(
    "subcategory", .text(max: 250), "Sub-Category", "サブカテゴリ")
  package static let templateid = Column<Reference>(
    "templateid", to: ["template"], "ID for template used", "使用したテンプレートの ID")
  package static let ls_contentkey = Column<[UInt8]>(
    "ls_contentkey", .binary(max: 32), "Content Key", "コンテンツ キー")
  package static let ls_contentkeyversion = Column<Int>(
    "ls_contentkeyversion", .integer(0...2_147_483_647), "Content Key Version", "コンテンツ キーのバージョン")
  package static let ls_maybesame = Column<Reference>(
    "ls_maybesame", to: ["email"], "Same Message-ID, Other Content", "同じメッセージ ID で内容が異なる電子メール")
  package static let ls_subjectkey = Column<Int>(
    "ls_subjectkey", .bigInteger, "Subject Key", "件名キー")
  package static let ls_receivedon = Column<Instant>(
    "ls_receivedon", "Received On", "受信日時")
  package static let ls_headerblob = Column<[UInt8]>(
    "ls_headerblob", .binary(max: 32), "Message Header", "メッセージ ヘッダー")
  package static let ls_rawblob = Column<[UInt8]>(
    "ls_rawblob", .binary(max: 32), "Raw Message", "生のメッセージ")
  package static let ls_errorcode = Column<String>(
    "ls_errorcode", .text(max: 100), "Error", "エラー")
  package static let ls_errordetail = Column<String>(
    "ls_errordetail", .memo(max: 4_000), "Error Details", "エラーの詳細")
  package static let ls_addressedfrom = Column<String>(
    "ls_addressedfrom", .text(max: 320), "Literal From", "差出人の表記")
  package static let ls_references = Column<String>(
    "ls_references", .memo(max: 16_000), "References", "参照")
  package static let ls_htmlbody = Column<Bool>(
    "ls_htmlbody", "Body Is HTML", "本文が HTML")

  package static let table = Table(
    "email", "Email", "電子メール", ownership: .user, primaryKey: activityid,
    columns: [
      activityid.definition, subject.definition, description.definition, safedescription.definition,
      descriptionblobid.definition, from.definition, to.definition, cc.definition, bcc.definition,
      related.definition, sender.definition, torecipients.definition, submittedby.definition, emailsender.definition,
      sendersaccount.definition, directioncode.definition, statecode.definition, statuscode.definition,
      messageid.definition, messageiddupcheck.definition, inreplyto.definition, conversationindex.definition,
      baseconversationindexhash.definition, conversationtrackingid.definition, emailtrackingid.definition,
      trackingtoken.definition, correlationmethod.definition, correlatedactivityid.definition,
      parentactivityid.definition, correlatedsubjectchanged.definition, isduplicatesenderunresolved.definition,
      internetmessageheaders.definition, acceptingentityid.definition, receivingmailboxid.definition,
      sendermailboxid.definition, regardingobjectid.definition, mimetype.definition, compressed.definition,
      attachmentcount.definition, notifications.definition, prioritycode.definition, deliveryprioritycode.definition,
      deliveryreceiptrequested.definition, readreceiptrequested.definition, deliveryattempts.definition,
      postponeemailprocessinguntil.definition, delayedemailsendtime.definition, senton.definition,
      actualstart.definition, actualend.definition, scheduledstart.definition, scheduledend.definition,
      sortdate.definition, isworkflowcreated.definition, isbilled.definition, category.definition,
      subcategory.definition, templateid.definition, ls_contentkey.definition, ls_contentkeyversion.definition,
      ls_maybesame.definition, ls_subjectkey.definition, ls_receivedon.definition, ls_headerblob.definition,
      ls_rawblob.definition, ls_errorcode.definition, ls_errordetail.definition, ls_addressedfrom.definition,
      ls_references.definition, ls_htmlbody.definition,
    ],
    unique: [["messageiddupcheck"]],
    indexed: [
      ["messageid"], ["trackingtoken"], ["baseconversationindexhash"], ["ls_subjectkey"],
      ["ls_headerblob"], ["ls_rawblob"],
      ["statuscode", "sendermailboxid", "versionnumber"],
    ])
}
