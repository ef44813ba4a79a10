/// One try to send one email and how far it got. A crash after the dot is "in doubt", not "send again".
package enum SendAttempt {
  package enum Phase: Int, OptionValue {
    /// A pass took the email; nothing that could deliver it has been written.
    case claimed
    /// The last bytes may have left: from here on only the outcome counts.
    case dotImminent
    case accepted
    case refused
    /// Ended before the last bytes: may be tried again freely.
    case abandoned
    /// Ended after the last bytes without an answer.
    case inDoubt
    /// A person or the mailbox itself settled the doubt.
    case resolvedSent
    case resolvedNotSent

    package var label: Label {
      switch self {
      case .claimed: Label("Claimed", "取得済み")
      case .dotImminent: Label("Sending the last bytes", "最終データを送信中")
      case .accepted: Label("Accepted by the server", "サーバーが受理")
      case .refused: Label("Refused by the server", "サーバーが拒否")
      case .abandoned: Label("Ended before delivery", "配信前に終了")
      case .inDoubt: Label("In doubt", "送信結果が不明")
      case .resolvedSent: Label("Settled as sent", "送信済みとして確定")
      case .resolvedNotSent: Label("Settled as not sent", "未送信として確定")
      }
    }
  }

  package static let sendattemptid = Column<GUID>(
    "sendattemptid", .uniqueIdentifier, required: .system, "Send Attempt", "送信の試行")
  package static let emailid = Column<Reference>("emailid", to: ["email"], "Email", "電子メール")
  package static let mailboxid = Column<Reference>("mailboxid", to: ["mailbox"], "Mailbox", "メールボックス")
  package static let phase = Column<Phase>("phase", default: .claimed, "Phase", "段階")
  package static let token = Column<Int>("token", .bigInteger, "Fencing Token", "フェンシング トークン")
  package static let messageid = Column<String>("messageid", .text(max: 998), "Message-ID", "メッセージ ID")
  package static let wirehash = Column<[UInt8]>("wirehash", .binary(max: 32), "Hash of the Bytes Sent", "送信データのハッシュ")
  package static let startedon = Column<Instant>("startedon", "Started On", "開始日時")
  package static let phaseon = Column<Instant>("phaseon", "Phase Since", "段階の開始日時")
  package static let reply = Column<String>("reply", .memo(max: 2000), "Server's Words", "サーバーの応答")

  /// Recipients whom the server refused for now before the content, one a line: whatever became of this try, it did
  /// not reach them.
  package static let unreached = Column<String>(
    "unreached", .memo(max: 1_000_000), "Recipients Refused for Now", "一時的に拒否された受信者")

  package static let table = Table(
    "sendattempt", "Send Attempt", "送信の試行", ownership: .sync, primaryKey: sendattemptid,
    columns: [
      sendattemptid.definition, emailid.definition, mailboxid.definition, phase.definition, token.definition,
      messageid.definition, wirehash.definition, startedon.definition, phaseon.definition, reply.definition,
      unreached.definition,
    ],
    indexed: [["emailid"], ["mailboxid", "phase"], ["messageid"]], foreignKeys: ["emailid"])
}
