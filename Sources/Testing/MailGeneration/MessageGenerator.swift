extension DemoWorld {
  private static let subjects = [
    "Question about our order", "Invoice for October", "Meeting next week", "Support case: login fails",
    "Updated offer", "Delivery date", "Thank you for your visit", "Contract draft",
  ]
  private static let german = ["Rückfrage zum Angebot", "Grüße aus München", "Prüfung der Rechnung", "Lösung für Köln"]
  private static let japanese = ["お見積りの件", "打ち合わせの日程について", "請求書を送付いたします", "サポートのお問い合わせ"]
  private static let paragraphs = [
    "could you please confirm the delivery date? We need the parts in our Hamburg plant.",
    "thank you for the offer. We would like to discuss the price for larger numbers.",
    "attached you find the signed contract. Please send a copy to our accounting department.",
    "since yesterday some of our users cannot sign in. Could somebody have a look?",
  ]
  private static let japaneseText = "いつもお世話になっております。\nお見積りの件、ご確認をお願いいたします。\nよろしくお願いいたします。\n"
  private static let germanText =
    "Guten Tag,\nanbei die Prüfung für München. Der Preis beträgt 1.200 € bzw. wie besprochen.\nSchöne Grüße\n"

  /// Messages of every kind, spread over the mailboxes; the same seed and moment give the same bytes.
  package func messages(count: Int, now: Int64) -> [GeneratedMessage] {
    var random = SeededRandom(seed: seed)
    let kinds = MessageKind.allCases
    var messages: [GeneratedMessage] = []
    var earlier: [(id: String, subject: String)] = []
    var index = 0
    while messages.count < count {
      let kind = kinds[index % kinds.count]
      let recipient = random.pick(users + queues)
      let age = Int64(count - index) * 600 + Int64(random.number(below: 300))
      let at = now - age * 1_000_000
      let bytes = message(kind, index: index, to: recipient, at: at, earlier: &earlier, &random)
      if kind == .shared {
        for user in users.prefix(3) {
          messages.append(GeneratedMessage(mailbox: user.address, bytes: bytes, kind: kind))
        }
      } else {
        messages.append(GeneratedMessage(mailbox: recipient.address, bytes: bytes, kind: kind))
      }
      index += 1
    }
    return messages
  }

  private func sender(_ kind: MessageKind, _ recipient: Person, _ random: inout SeededRandom) -> Person {
    switch kind {
    case .stranger, .mailingList: random.pick(strangers)
    case .internalMail: random.pick(users.filter { $0 != recipient })
    case .bounce: Person(name: "Mail Delivery System", address: "mailer-daemon@contoso.example")
    default: random.number(below: 6) == 0 ? random.pick(accounts + leads) : random.pick(contacts)
    }
  }

  private func message(
    _ kind: MessageKind, index: Int, to recipient: Person, at: Int64, earlier: inout [(id: String, subject: String)],
    _ random: inout SeededRandom
  ) -> [UInt8] {
    let from = sender(kind, recipient, &random)
    let domain = from.address.split(separator: "@").last.map(String.init) ?? "example.com"
    let id = "<demo.\(index).\(random.next() % 100_000)@\(domain)>"
    let number = index + 100
    var subject = "\(random.pick(DemoWorld.subjects)) (\(number))"
    var draft = Draft()
    draft.add(
      "Received", "from mx.\(domain) by mail.contoso.example with ESMTP id \(number);\r\n \(MailTime.text(at))")
    var fields: [(String, String)] = []
    let body = "Dear \(recipient.name),\n\(random.pick(DemoWorld.paragraphs))\n\nKind regards\n\(from.name)\n"
    let boundary = "=_demo_\(index)_\(random.next() % 1_000_000)"
    var content = Draft()
    switch kind {
    case .iso2022jp, .shiftJIS, .eucJP:
      let charset = kind == .iso2022jp ? "ISO-2022-JP" : kind == .shiftJIS ? "Shift_JIS" : "EUC-JP"
      subject = Encoding.header(random.pick(DemoWorld.japanese) + " \(number)", charset: charset)
      content.text(
        DemoWorld.japaneseText, charset: charset,
        encoding: kind == .iso2022jp ? "7bit" : kind == .eucJP ? "8bit" : "base64")
    case .utf8Japanese:
      subject = Encoding.header(random.pick(DemoWorld.japanese) + " \(number)")
      content.text(DemoWorld.japaneseText, charset: "UTF-8", encoding: "base64")
    case .latin1:
      subject = Encoding.header(random.pick(DemoWorld.german) + " \(number)", charset: "ISO-8859-1")
      content.text(
        DemoWorld.germanText.filter { $0 != "€" }, charset: "ISO-8859-1", encoding: "quoted-printable")
    case .latin9:
      subject = Encoding.header(random.pick(DemoWorld.german) + " \(number)", charset: "ISO-8859-15")
      content.text(DemoWorld.germanText, charset: "ISO-8859-15", encoding: "8bit")
    case .windows1252:
      subject = Encoding.header(random.pick(DemoWorld.german) + " \(number)", charset: "WINDOWS-1252")
      content.text(DemoWorld.germanText + "“quoted” – dash\n", charset: "WINDOWS-1252", encoding: "quoted-printable")
    case .html, .inlineImage:
      let html =
        "<html><body><p>Dear \(recipient.name),</p><p><b>\(random.pick(DemoWorld.paragraphs))</b></p></body></html>\n"
      let plain = Part.text(body, charset: "UTF-8", encoding: "quoted-printable")
      let rich = Part.text(html, charset: "UTF-8", encoding: "quoted-printable", type: "text/html")
      if kind == .html {
        content.multipart("alternative", boundary: boundary, [plain, rich])
      } else {
        let image = Part.file(
          DemoWorld.file("\u{89}PNG", &random), type: "image/png; name=\"logo.png\"",
          disposition: "inline; filename=\"logo.png\"", extra: [("Content-ID", "<logo.\(index)@\(domain)>")])
        content.multipart("related", boundary: boundary, [rich, image])
      }
    case .attachments:
      content.multipart(
        "mixed", boundary: boundary,
        [
          .text(body, charset: "UTF-8", encoding: "quoted-printable"),
          .file(
            DemoWorld.file("%PDF-1.4\n", &random), type: "application/pdf; name=\"offer.pdf\"",
            disposition: "attachment; filename=\"offer-\(number).pdf\""),
          .file(
            DemoWorld.file("MZ", &random), type: "application/octet-stream",
            disposition: "attachment; filename=\"setup.exe\""),
        ])
    case .japaneseFileName:
      subject = Encoding.header("資料を添付します \(number)")
      content.multipart(
        "mixed", boundary: boundary,
        [
          .text(DemoWorld.japaneseText, charset: "UTF-8"),
          .file(
            DemoWorld.file("text\n", &random), type: "text/plain",
            disposition: "attachment;\r\n filename*=UTF-8''%E8%B3%87%E6%96%99-\(number).txt"),
        ])
    case .answer:
      if let original = earlier.isEmpty ? nil : random.pick(earlier) {
        subject = "Re: " + original.subject
        fields += [("In-Reply-To", original.id), ("References", original.id)]
      }
      content.text("> quoted\n" + body, charset: "US-ASCII", encoding: "7bit")
    case .autoReply:
      subject = "Out of office: back on Monday"
      fields += [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk")]
      content.text("I am out of the office.\n", charset: "US-ASCII", encoding: "7bit")
    case .bounce:
      subject = "Undelivered Mail Returned to Sender"
      fields += [("Auto-Submitted", "auto-replied"), ("Return-Path", "<>")]
      let status =
        "Reporting-MTA: dns; mail.contoso.example\n\nFinal-Recipient: rfc822; gone@\(domain)\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n"
      content.multipart(
        "report", boundary: boundary, parameters: "; report-type=delivery-status",
        [
          .text("The message could not be delivered.\n", charset: "US-ASCII", encoding: "7bit"),
          Part(fields: [("Content-Type", "message/delivery-status")], body: Array(status.replacingLineEnds.utf8)),
          Part(
            fields: [("Content-Type", "text/rfc822-headers")],
            body: Array("Message-ID: <lost.\(index)@contoso.example>\r\nSubject: lost\r\n".utf8)),
        ])
    case .invitation:
      subject = "Invitation: review \(number)"
      let calendar =
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//demo//EN\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:event-\(number)@\(domain)\nDTSTAMP:20260301T080000Z\nDTSTART:20260310T090000Z\nDTEND:20260310T100000Z\nSUMMARY:Review \(number)\nORGANIZER:mailto:\(from.address)\nATTENDEE:mailto:\(recipient.address)\nEND:VEVENT\nEND:VCALENDAR\n"
      content.multipart(
        "alternative", boundary: boundary,
        [
          .text(body, charset: "UTF-8", encoding: "quoted-printable"),
          .text(calendar, charset: "UTF-8", type: "text/calendar", extra: "; method=REQUEST"),
        ])
    case .mailingList:
      fields += [("List-Id", "News <news.\(domain)>"), ("Precedence", "list")]
      content.text(body, charset: "US-ASCII", encoding: "7bit")
    case .unknownCharset:
      content.text("caf\u{e9}\n", charset: "ISO-8859-1", encoding: "8bit")
      content.fields = content.fields.map {
        $0.name == "Content-Type" ? ($0.name, "text/plain; charset=x-nobody-knows") : $0
      }
    case .truncated:
      content.multipart(
        "mixed", boundary: boundary,
        [
          .text(body, charset: "UTF-8"),
          .file(
            DemoWorld.file("cut", &random), type: "application/zip", disposition: "attachment; filename=\"cut.zip\""),
        ])
      content.body.removeLast(content.body.count / 3)
    case .nullBytes:
      content.text("before\u{0}after\n", charset: "US-ASCII", encoding: "7bit")
    case .emptyBody: content.add("MIME-Version", "1.0")
    default: content.text(body, charset: "UTF-8", encoding: "quoted-printable")
    }
    if kind == .rawHeader { subject = "Grüße ohne Kodierung \(number)" }
    if kind != .withoutFrom { draft.add("From", Draft.mailbox(from)) }
    if kind == .shared {
      draft.add("To", users.prefix(3).map { Draft.mailbox($0) }.joined(separator: ",\r\n "))
    } else {
      draft.add("To", Draft.mailbox(recipient))
    }
    draft.add("Subject", subject)
    if kind == .doubledHeaders { draft.add("Subject", "another subject") }
    draft.add("Date", kind == .badDate ? "yesterday at noon" : MailTime.text(at - 20_000_000))
    if kind != .withoutMessageID { draft.add("Message-ID", id) }
    for field in fields { draft.add(field.0, field.1) }
    draft.fields += content.fields
    draft.body = content.body
    if kind == .plain || kind == .html { earlier.append((id, subject)) }
    return draft.bytes
  }

  private static func file(_ start: String, _ random: inout SeededRandom) -> [UInt8] {
    Array(start.utf8) + (0..<(500 + random.number(below: 3000))).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  // MARK: - Answers

  /// What a person would answer: the subject as it is with "Re:", the headers of an answer unless they are dropped.
  package func reply(to original: [UInt8], from person: Person, now: Int64, index: Int, dropsHeaders: Bool) -> [UInt8] {
    var draft = Draft()
    let id = DemoWorld.field("Message-ID", of: original) ?? ""
    let domain = person.address.split(separator: "@").last.map(String.init) ?? "example.com"
    draft.add("Received", "from mx.\(domain) by mail.contoso.example with ESMTP;\r\n \(MailTime.text(now))")
    draft.add("From", Draft.mailbox(person))
    draft.add("To", DemoWorld.field("From", of: original) ?? "")
    draft.add("Subject", "Re: " + (DemoWorld.field("Subject", of: original) ?? ""))
    draft.add("Date", MailTime.text(now))
    draft.add("Message-ID", "<answer.\(index).\(now)@\(domain)>")
    if !dropsHeaders {
      draft.add("In-Reply-To", id)
      draft.add("References", id)
    }
    draft.text("Thank you, we accept.\n\n\(person.name)\n", charset: "UTF-8", encoding: "quoted-printable")
    return draft.bytes
  }

  /// A field as it is written, with its folding.
  private static func field(_ name: String, of message: [UInt8]) -> String? {
    let text = String(decoding: message, as: UTF8.self)
    var value: String?
    for line in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
      if line.isEmpty { break }
      if let found = value {
        guard line.first == " " || line.first == "\t" else { return found }
        value = found + "\r\n" + line
      } else if line.lowercased().hasPrefix(name.lowercased() + ":") {
        value = String(line.dropFirst(name.count + 1).drop(while: \.isWhitespace))
      }
    }
    return value
  }
}
