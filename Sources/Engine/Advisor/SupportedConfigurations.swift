package import CRMModel

/// The page of supported configurations, made from the rules: what the document says, and what becomes of it here.
package enum SupportedConfigurations {
  package static let title = Label(
    "Best practices and important information about server-side synchronization", "サーバー側同期に関するベスト プラクティスと重要な情報")

  /// The page in Markdown.
  package static func page(in language: Language) -> String {
    func say(_ label: Label) -> String { label.text(in: language) }
    var lines = ["# " + say(title), "", say(source), ""]
    func section(_ mark: String, _ head: Label, _ body: [String]) {
      lines += ["\(mark) " + say(head), ""] + (body.isEmpty ? [] : body + [""])
    }
    section("##", bestPractices, items(Rule.builtInProfile, language))
    for setUp in RecommendedSetUp.allCases {
      section("###", setUp.label, [say(reason(setUp)), ""] + table(setUp.profileRows, language))
      if !setUp.mailboxRows.isEmpty { lines += [say(eachMailbox), ""] + table(setUp.mailboxRows, language) + [""] }
    }
    lines += items(Rule.sharedAccounts, language) + [""]
    section("##", insecureChannels, items(Rule.channels, language))
    section("##", potentialIssues, [])
    section("###", online, items(Rule.exchangeOnline, language))
    section(
      "###", unsupported,
      items(Rule.unsupported + Rule.encryption, language)
        + ["", MessageCode.adviseInsteadOfRouter.placeholderText(in: language)])
    section("###", note, items(Rule.methods, language))
    section("###", knownIssues, items(Rule.knownIssues, language))
    section("##", since, items(Rule.datedFacts, language))
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: - Parts

  /// One item for each rule: the document's sentence with its force, below it what the Advisor says. Lists within the
  /// document stay nested.
  private static func items(_ rules: [Rule], _ language: Language) -> [String] {
    var lines: [String] = []
    var parent: Substring?
    for rule in rules {
      let sentence =
        (rule.sentence ?? Label(rule.code.placeholderText(in: .english), rule.code.placeholderText(in: .japanese)))
        .text(in: language).split(separator: "\n")
      var indent = ""
      if sentence.count > 1 {
        if parent != sentence[0] { lines.append("- " + sentence[0]) }
        indent = "  "
      }
      parent = sentence.count > 1 ? sentence[0] : nil
      let force = rule.force.label.text(in: language)
      lines.append("\(indent)- \(sentence.last ?? "") (\(force); `\(rule.id)`)")
      if rule.sentence != nil { lines.append("\(indent)  - " + rule.code.placeholderText(in: language)) }
      let remedy = rule.code.placeholderRemedy(in: language)
      if !remedy.isEmpty { lines.append("\(indent)  - " + remedy) }
    }
    return lines
  }

  private static func table(_ rows: [SetUpRow], _ language: Language) -> [String] {
    func say(_ label: Label) -> String { label.text(in: language) }
    var lines = ["| \(say(SetUpWords.setting)) | \(say(SetUpWords.recommendation)) |", "|---|---|"]
    var head: Label?
    for row in rows {
      if let next = row.head, next != head { lines.append("| **\(say(next))** | |") }
      head = row.head
      lines.append("| \(say(row.setting)) | \(say(row.recommended)) |")
    }
    return lines
  }

  private static func reason(_ setUp: RecommendedSetUp) -> Label {
    switch setUp {
    case .online:
      Label(
        "For an organization online and Exchange Online in the same tenant. Make or repair it with "
          + "`lockstep profile create --recommended online`.",
        "オンライン組織と同じテナントの Exchange Online で使用します。作成または修復: `lockstep profile create --recommended online`")
    case .oneCredential:
      Label(
        "One account for all mailboxes is easier to maintain. It must have access to all of them and the right to "
          + "impersonate. Make it with `lockstep profile create --recommended one-credential`.",
        "1 つのアカウントを使用すると維持が容易になりますが、すべてのメールボックスにアクセスでき、偽装権限を持つアカウントが必要です。"
          + "作成: `lockstep profile create --recommended one-credential`")
    case .individual:
      Label(
        "The alternative to one account: more work to maintain, but security does not hang on a single account. Make it "
          + "with `lockstep profile create --recommended individual`.",
        "単一アカウントに代わる方法です。保守の作業は多くなりますが、単一アカウントにセキュリティが集中しません。"
          + "作成: `lockstep profile create --recommended individual`")
    }
  }

  private static let source = Label(
    "Source: Microsoft, \"Best practices and important information about server-side synchronization\", published in "
      + "November 2016, for Dynamics CRM 2015. This page is made from the rules of `lockstep advise`; under each sentence "
      + "stands what the command says. Words in capitals stand for names.",
    "出典: Microsoft「サーバー側同期に関するベスト プラクティスと重要な情報」、公開日: 2016年11月、対象: Dynamics CRM 2015。"
      + "このページは `lockstep advise` の規則から生成されます。各文の下は、コマンドが表示する内容です。大文字の語は名前を表します。")
  private static let bestPractices = Label(
    "Best practices for configuring server-side synchronization", "サーバー側同期の構成のためのベスト プラクティス")
  private static let eachMailbox = Label(
    "In each user's mailbox, use the following settings.", "各ユーザーのメールボックスで以下の設定を行います。")
  private static let insecureChannels = Label(
    "Allowing email credentials over an unsecured channel (on-premises only)",
    "セキュリティで保護されていないチャンネルでの電子メールの資格情報を許可する方法 (設置型のみ)")
  private static let potentialIssues = Label("Potential issues and resolutions", "潜在的な問題と解決方法")
  private static let online = Label("Using CRM Online with Exchange Online", "CRM Online + Exchange Online の使用")
  private static let unsupported = Label("Unsupported email service configurations", "未対応の電子メールサービス構成")
  private static let note = Label("Note", "注意")
  private static let knownIssues = Label("Known issues", "既知の問題")
  private static let since = Label("What the document could not know", "文書の公開後に変わったこと")
}

extension MessageCode {
  /// The sentence with the names of its parameters in capitals.
  fileprivate func placeholderText(in language: Language) -> String {
    Message(self, placeholders(language == .japanese ? words.japanese : words.english)).text(in: language)
  }

  fileprivate func placeholderRemedy(in language: Language) -> String {
    Message(self, placeholders(language == .japanese ? words.japaneseRemedy : words.englishRemedy)).remedy(in: language)
  }

  private func placeholders(_ template: String) -> [String: String] {
    var names: [String: String] = [:]
    for part in template.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
      guard let end = part.firstIndex(of: "}") else { continue }
      names[String(part[..<end])] = part[..<end].uppercased()
    }
    return names
  }
}
