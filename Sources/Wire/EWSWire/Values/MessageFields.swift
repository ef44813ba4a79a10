// What messages have. [MS-OXWSMSG] 2.2.4.1

extension EWSField where Value == EWSMailbox {
  /// Who sent it, which may be for another.
  public static var sender: Self { Self("message:Sender") }
  /// Whom it is from.
  public static var from: Self { Self("message:From") }
}

extension EWSField where Value == [EWSMailbox] {
  /// To.
  public static var toRecipients: Self { Self("message:ToRecipients") }
  /// Cc.
  public static var ccRecipients: Self { Self("message:CcRecipients") }
  /// Bcc.
  public static var bccRecipients: Self { Self("message:BccRecipients") }
  /// Reply-To.
  public static var replyTo: Self { Self("message:ReplyTo") }
}

extension EWSField where Value == String {
  /// Message-ID, in angle brackets.
  public static var internetMessageID: Self { Self("message:InternetMessageId") }
  /// References.
  public static var references: Self { Self("message:References") }
  /// Base64 of the conversation's index.
  public static var conversationIndex: Self { Self("message:ConversationIndex") }
  /// The conversation's subject.
  public static var conversationTopic: Self { Self("message:ConversationTopic") }
}

extension EWSField where Value == Bool {
  /// Whether it was read.
  public static var isRead: Self { Self("message:IsRead") }
  /// Whether the sender wants to know when it is read.
  public static var isReadReceiptRequested: Self { Self("message:IsReadReceiptRequested") }
  /// Whether the sender wants to know when it is delivered.
  public static var isDeliveryReceiptRequested: Self { Self("message:IsDeliveryReceiptRequested") }
}
