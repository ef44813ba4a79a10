/// Why an item was tracked or not. -1 to 7 are Dataverse's ReasonCode (CheckIncomingEmailResponse);
/// from 100 on they are ours. feature map 5.1
package enum DecisionCode: Int, OptionValue {
  case unknown = -1
  case duplicate = 0
  case noCorrelationMatch = 1
  case correlationMatch = 2
  case noRecipientMatch = 3
  case internalEmailReject = 4
  case senderMatch = 5
  case acceptAll = 6
  case invalidSender = 7
  case beforeStart = 100
  case tooLarge = 101
  case testMessage = 102
  case unreadable = 103
  case goneBeforeRead = 105
  case attemptsExhausted = 106
  case deliveryReport = 107
  case notForwarded = 108

  package var label: Label {
    switch self {
    case .unknown: Label("Unknown", "不明")
    case .duplicate: Label("Already tracked", "既に追跡されています")
    case .noCorrelationMatch:
      Label("Nobody's rule accepts it", "受け入れる規則を持つ受信者がいません")
    case .correlationMatch: Label("Answers a tracked email", "追跡済みの電子メールへの返信")
    case .noRecipientMatch: Label("No recipient is a user or queue", "受信者にユーザーもキューも含まれません")
    case .internalEmailReject: Label("Internal email", "組織内の電子メール")
    case .senderMatch: Label("The sender is known", "差出人が既知のレコードです")
    case .acceptAll: Label("A recipient accepts all email", "すべての電子メールを受け入れる受信者")
    case .invalidSender: Label("No valid sender", "有効な差出人がありません")
    case .beforeStart: Label("Received before the start date", "処理開始日より前に受信")
    case .tooLarge: Label("Larger than the limit", "サイズの上限を超えています")
    case .testMessage: Label("Test message", "テスト メッセージ")
    case .unreadable: Label("Cannot be read as a message", "メッセージとして読み取れません")
    case .goneBeforeRead: Label("Left the server before it was read", "読み取り前にサーバーから消えました")
    case .attemptsExhausted: Label("Failed too often", "失敗回数が上限に達しました")
    case .notForwarded:
      Label("Not forwarded by a user or queue that uses a forward mailbox", "転送メールボックスを使用するユーザーまたはキューから転送されていません")
    case .deliveryReport: Label("Delivery report on a sent email", "送信済み電子メールの配信状況レポート")
    }
  }
}
