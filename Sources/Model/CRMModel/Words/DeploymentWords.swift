extension MessageCode {
  /// What is said about a deployment: its properties and how it is.
  static let deploymentWords: [MessageCode: Words] = [
    .propertyChangedOutside: Words(
      "The property {name} was changed from {before} to {after} in the database itself at {when}: without a backup.",
      "プロパティ {name} が {when} にデータベース上で直接 {before} から {after} に変更されました。バックアップは作成されていません。",
      "Back up with lockstep backup; lockstep deployment set confirms the value or takes it back.",
      "lockstep backup でバックアップしてください。lockstep deployment set で値を設定し直すと、この通知は閉じます。"),
    .propertyChangedBySQL: Words("in the database itself", "データベース上で直接", "", ""),
    .propertyBackup: Words(
      "Before the change everything was backed up to {path}.",
      "変更前にすべてのデータを {path} にバックアップしました。", "", ""),
    .secretsMeanwhile: Words(
      "Passwords that were entered while the switch was on, perhaps over an insecure channel: {names}",
      "許可されていた間に、セキュリティで保護されていないチャンネル経由で入力された可能性のあるパスワード: {names}",
      "Change these passwords on their servers and here.",
      "サーバー側とここで、これらのパスワードを変更してください。"),
    .insecureEntryOpen: Words(
      "Warning: credentials may be entered over insecure channels ({name} is on). No effect on organizations online.",
      "警告: セキュリティで保護されていないチャンネルでの資格情報の入力が許可されています ({name})。オンラインの組織には影響しません。",
      "Take it back with: lockstep deployment set {name} false",
      "次のコマンドで元に戻せます: lockstep deployment set {name} false"),
    .plainTextSwitchOpen: Words(
      "Warning: connections without TLS are allowed ({name} is on).",
      "警告: TLS なしの接続が許可されています ({name})。",
      "Take it back with: lockstep deployment set {name} false",
      "次のコマンドで元に戻せます: lockstep deployment set {name} false"),
    .scriptOfOtherShape: Words(
      "Only the script that sets AllowCredentialsEntryViaInsecureChannels is run, as it is printed.",
      "実行できるのは、AllowCredentialsEntryViaInsecureChannels を設定するスクリプト (記載どおりのもの) だけです。",
      "Use lockstep deployment set NAME VALUE for other properties.",
      "他のプロパティには lockstep deployment set 名前 値 を使用してください。"),
    .scriptUnchanged: Words(
      "{name} was on already; the script changed nothing.",
      "{name} は既に有効です。スクリプトによる変更はありません。", "", ""),
    .scriptRowMissing: Words(
      "There is no row {name}; the script changes only a row that exists.",
      "{name} の行がありません。スクリプトは既存の行だけを変更します。",
      "Run: lockstep deployment set {name} true",
      "次を実行してください: lockstep deployment set {name} true"),
    .statusServed: Words(
      "A service or command works on {path}.", "サービスまたはコマンドが {path} を処理しています。", "", ""),
    .statusNotServed: Words("No service works on {path}.", "{path} を処理しているサービスはありません。", "", ""),
    .statusOrganization: Words(
      "{name}: {mailboxes} mailboxes, {waiting} messages waiting, {pendingSend} emails to send, {held} held in doubt, {alerts} open alerts.",
      "{name}: メールボックス {mailboxes}、待機中のメッセージ {waiting}、送信待ち {pendingSend}、送信結果不明で保留 {held}、未解決の通知 {alerts}。",
      "", ""),
    .statusRestored: Words(
      "Restored from a backup at {when}.", "{when} にバックアップから復元されました。", "", ""),
  ]
}
