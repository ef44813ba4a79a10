// What every kind of item has. [MS-OXWSCORE] 2.2.4.24

extension EWSField where Value == String {
  /// The class, such as `IPM.Note`.
  public static var itemClass: Self { Self("item:ItemClass") }
  /// The subject.
  public static var subject: Self { Self("item:Subject") }
  /// Message ids of the message this one answers.
  public static var inReplyTo: Self { Self("item:InReplyTo") }
  /// Names of the To recipients, for people.
  public static var displayTo: Self { Self("item:DisplayTo") }
  /// Names of the Cc recipients, for people.
  public static var displayCc: Self { Self("item:DisplayCc") }
  /// Who changed it last.
  public static var lastModifiedName: Self { Self("item:LastModifiedName") }
}

extension EWSField where Value == EWSDateTime {
  /// When it arrived.
  public static var dateTimeReceived: Self { Self("item:DateTimeReceived") }
  /// When it was sent.
  public static var dateTimeSent: Self { Self("item:DateTimeSent") }
  /// When it was made.
  public static var dateTimeCreated: Self { Self("item:DateTimeCreated") }
  /// When it was changed last.
  public static var lastModifiedTime: Self { Self("item:LastModifiedTime") }
  /// What the reminder counts back from.
  public static var reminderDueBy: Self { Self("item:ReminderDueBy") }
}

extension EWSField where Value == Int {
  /// Octets of the item in the store.
  public static var size: Self { Self("item:Size") }
  /// Minutes.
  public static var reminderMinutesBeforeStart: Self { Self("item:ReminderMinutesBeforeStart") }
}

extension EWSField where Value == Bool {
  /// Whether it has attachments that are not inline.
  public static var hasAttachments: Self { Self("item:HasAttachments") }
  /// Whether it was not sent yet.
  public static var isDraft: Self { Self("item:IsDraft") }
  /// Whether the owner of the mailbox sent it.
  public static var isFromMe: Self { Self("item:IsFromMe") }
  /// Whether it has a reminder.
  public static var reminderIsSet: Self { Self("item:ReminderIsSet") }
  /// Whether it is of the folder's associated contents.
  public static var isAssociated: Self { Self("item:IsAssociated") }
}

extension EWSField where Value == [String] {
  /// The categories; replaced as a whole.
  public static var categories: Self { Self("item:Categories") }
}

extension EWSField where Value == EWSFolderID {
  /// The folder it lies in.
  public static var parentFolderID: Self { Self("item:ParentFolderId") }
}

extension EWSField where Value == EWSItemID {
  /// The conversation.
  public static var conversationID: Self { Self("item:ConversationId") }
}

extension EWSField where Value == EWSBody {
  /// The body.
  public static var body: Self { Self("item:Body") }
  /// What is new in the body, without what it answers.
  public static var uniqueBody: Self { Self("item:UniqueBody") }
  /// The body as text. Exchange 2013 and later.
  public static var textBody: Self { Self("item:TextBody") }
}

extension EWSField where Value == EWSImportance {
  /// The importance.
  public static var importance: Self { Self("item:Importance") }
}

extension EWSField where Value == EWSSensitivity {
  /// The sensitivity.
  public static var sensitivity: Self { Self("item:Sensitivity") }
}

extension EWSField where Value == [EWSAttachment] {
  /// The attachments, without their content.
  public static var attachments: Self { Self("item:Attachments") }
}

/// How important.
public enum EWSImportance: String, EWSValue, CaseIterable {
  case low = "Low", normal = "Normal", high = "High"
}

/// How private.
public enum EWSSensitivity: String, EWSValue, CaseIterable {
  case normal = "Normal", personal = "Personal", `private` = "Private", confidential = "Confidential"
}
