import Advisor
import CRMModel
import Testing

/// The document's tables beside what is set: its order, its heads, a verdict for each row. B8
@Suite struct ComparisonTests {
  typealias World = AdvisorWorld

  private func japanese(_ comparison: Comparison?) -> [[String]] {
    (comparison?.rows ?? []).map { row in
      [
        row.head?.japanese ?? "", row.setting.japanese, row.recommended.japanese, row.actual.japanese,
        row.verdict.text(in: .japanese),
      ]
    }
  }

  @Test(arguments: Organization.Kind.allCases) func firstTable(kind: Organization.Kind) {
    let profile = World.profile(.online) { $0[EmailServerProfile.incominguseimpersonation] = true }
    let comparison = World.organization(kind, [profile]).compare(profile)
    #expect(comparison?.setUp == .online)
    #expect(
      japanese(comparison) == [
        ["", "サーバーの場所の自動検出", "はい", "はい", "推奨どおり"],
        ["受信接続", "認証方法", "サーバー間の認証", "サーバー間の認証", "推奨どおり"],
        ["受信接続", "偽装を使用する", "いいえ", "はい", "推奨と異なる"],
        ["受信接続", "送信に同じ設定を使用する", "はい", "はい", "推奨どおり"],
      ])
    #expect(comparison?.deviations == 1)
  }

  @Test(arguments: Organization.Kind.allCases) func secondTable(kind: Organization.Kind) {
    let profile = World.profile(.oneCredential) { $0[EmailServerProfile.isincomingpasswordset] = false }
    let comparison = World.organization(kind, [profile]).compare(profile)
    #expect(comparison?.setUp == .oneCredential)
    #expect(
      japanese(comparison) == [
        ["受信接続", "認証方法", "電子メール サーバー プロファイルで指定した資格情報", "電子メール サーバー プロファイルで指定した資格情報", "推奨どおり"],
        ["受信接続", "ユーザー名", "管理者のユーザー名", "設定済み", "設定済み"],
        ["受信接続", "パスワード", "管理者のパスワード", "未設定", "未設定"],
        ["受信接続", "偽装を使用する", "はい", "はい", "推奨どおり"],
        ["受信接続", "送信に同じ設定を使用する", "はい", "はい", "推奨どおり"],
      ])
  }

  @Test(arguments: Organization.Kind.allCases) func thirdTableAndItsMailboxes(kind: Organization.Kind) {
    let profile = World.profile(.individual)
    let time = Instant(seconds: 1_790_000_000)
    let proved = World.mailbox("a@x.test", of: profile) { row in
      row[Mailbox.incomingemailstatus] = .success
      row[Mailbox.testmailboxaccesscompletedon] = time
    }
    let deviating = World.mailbox("b@x.test", of: profile) { row in
      row[Mailbox.allowemailconnectortousecredentials] = false
      row[Mailbox.ispasswordset] = false
      row[Mailbox.incomingemailstatus] = .failure
      row[Mailbox.testmailboxaccesscompletedon] = time
    }
    let snapshot = World.organization(kind, [profile], mailboxes: [proved, deviating])
    #expect(
      japanese(snapshot.compare(profile)).map { Array($0.prefix(3)) } == [
        ["受信接続", "認証方法", "ユーザーまたはキューで指定した資格情報"], ["受信接続", "偽装を使用する", "いいえ"],
        ["受信接続", "送信に同じ設定を使用する", "はい"],
      ])
    #expect(snapshot.deviatingMailboxes(of: profile) == 1)
    #expect(
      japanese(snapshot.compare(proved)) == [
        ["資格情報", "電子メール処理での資格情報の使用を許可する", "はい", "はい", "推奨どおり"],
        ["資格情報", "ユーザー名", "メールボックスのユーザー名", "設定済み", "テストで確認済み (\(time.rfc3339))"],
        ["資格情報", "パスワード", "メールボックスのパスワード", "設定済み", "テストで確認済み (\(time.rfc3339))"],
      ])
    #expect(snapshot.compare(deviating)?.rows.map(\.verdict) == [.differs, .isSet, .isNotSet])
  }

  @Test func anotherTableOnRequestAndNoneWhereThereIsNone() {
    let profile = World.profile(.individual)
    let snapshot = World.organization(.onPremises, [profile])
    #expect(snapshot.compare(profile, with: .oneCredential)?.rows.first?.verdict == .differs)
    let integrated = World.slots(ServerSlots(.exchange), name: "W") {
      $0[EmailServerProfile.incomingcredentialretrieval] = .windowsIntegrated
    }
    #expect(World.organization(.onPremises, [integrated]).compare(integrated) == nil)
    let mailbox = World.mailbox("a@x.test", of: World.profile(.oneCredential))
    #expect(World.organization(.onPremises, [World.profile(.oneCredential)]).compare(mailbox) == nil)
  }
}
