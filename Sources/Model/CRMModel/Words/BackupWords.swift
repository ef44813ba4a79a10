extension MessageCode {
  /// What is said about backups and what was restored from them.
  static let backupWords: [MessageCode: Words] = [
    .backupMade: Words(
      "Backed up the configuration and {organizations} organizations ({rows} rows) to {path}, and read it again.",
      "構成と {organizations} 個の組織 ({rows} 行) を {path} にバックアップし、読み取って確認しました。", "", ""),
    .backupChecked: Words(
      "The backup {path} of {when} is whole: the configuration and {organizations} organizations ({rows} rows).",
      "バックアップ {path} ({when}) は完全です: 構成と {organizations} 個の組織 ({rows} 行)。", "", ""),
    .backupDamaged: Words(
      "The file {path} is not a backup, is damaged, or was sealed with another passphrase.",
      "ファイル {path} はバックアップでないか、破損しているか、別のパスフレーズで暗号化されています。",
      "Check the passphrase, or use another backup.",
      "パスフレーズを確認するか、別のバックアップを使用してください。"),
    .backupExists: Words(
      "The file {path} exists; a backup replaces nothing.",
      "ファイル {path} は既に存在します。バックアップは既存のファイルを置き換えません。",
      "Choose another name with --to.",
      "--to で別の名前を指定してください。"),
    .backupOfOtherKey: Words(
      "The backup {path} was sealed with another master key than those in {key}.",
      "バックアップ {path} は {key} にあるものとは別のマスター キーで暗号化されています。",
      "Name the key file of that time with --master-key-file.",
      "当時のキー ファイルを --master-key-file で指定してください。"),
    .backupNeedsPassphrase: Words(
      "The backup {path} was sealed with a passphrase.",
      "バックアップ {path} はパスフレーズで暗号化されています。",
      "Name the file with the passphrase with --passphrase-file.",
      "パスフレーズのファイルを --passphrase-file で指定してください。"),
    .backupNeedsMasterKey: Words(
      "The backup {path} was sealed with a master key, not with a passphrase.",
      "バックアップ {path} はパスフレーズではなくマスター キーで暗号化されています。",
      "Leave out --passphrase-file.",
      "--passphrase-file を指定しないでください。"),
    .backupPassphraseShort: Words(
      "The passphrase has fewer than {minimum} characters.",
      "パスフレーズが {minimum} 文字未満です。",
      "Choose a longer one: whoever has the file can try as many as they like.",
      "より長いものを指定してください。ファイルを入手した者は何度でも試行できます。"),
    .restoreDone: Words(
      "Restored the configuration and {organizations} organizations ({rows} rows) as they were at {when}.",
      "構成と {organizations} 個の組織 ({rows} 行) を {when} の状態に復元しました。", "", ""),
    .restoreHeld: Words(
      "{name}: {count} emails waited to be sent at {since} and may have been sent since; they are held.",
      "{name}: {since} に送信待ちだった {count} 通の電子メールは、その後送信された可能性があるため保留されます。",
      "Settle each: lockstep alerts shows them, lockstep email resolve ID --sent or --send-again decides.",
      "それぞれ確定してください。lockstep alerts で一覧を表示し、lockstep email resolve ID --sent または --send-again で確定します。"),
    .restoreMailGone: Words(
      "{name}: what these mailboxes tracked since {since} has left their servers and cannot be read again: {mailboxes}",
      "{name}: 次のメールボックスで {since} 以降に追跡されたメールはサーバーから削除済みで、再度読み取ることはできません: {mailboxes}",
      "Compare with the folder of what was there before.",
      "復元前のデータのフォルダーと照合してください。"),
    .restoreNewKey: Words(
      "There was no master key, so {path} was made; the passwords in the backup cannot be opened with it.",
      "マスター キーがなかったため {path} を作成しました。バックアップ内のパスワードはこのキーでは復号できません。",
      "Put the earlier key file there, or set the passwords again.",
      "以前のキー ファイルを配置するか、パスワードを再設定してください。"),
    .restoreBefore: Words(
      "What was there before is in {path}.",
      "復元前のデータは {path} にあります。", "", ""),
    .sendRestored: Words(
      "\"{subject}\" waited to be sent at {since}, the time of the backup that was restored: it may have been sent since.",
      "「{subject}」は、復元されたバックアップの時点 ({since}) で送信待ちでした。その後送信された可能性があります。",
      "Ask a recipient, then run: lockstep email resolve {email} --sent or --send-again",
      "受信者に確認し、次を実行してください: lockstep email resolve {email} --sent または --send-again"),
  ]
}
