/// Somebody with an address.
package struct Person: Sendable, Hashable {
  package let name: String
  package let address: String
}

/// The people of the demo: an organization and those it deals with.
package struct DemoWorld: Sendable {
  package let seed: UInt64
  package let users: [Person]
  package let queues: [Person]
  package let contacts: [Person]
  package let accounts: [Person]
  package let leads: [Person]
  package let strangers: [Person]

  package static func make(seed: UInt64) -> DemoWorld {
    DemoWorld(
      seed: seed,
      users: [
        Person(name: "Anna Berger", address: "anna.berger@contoso.example"),
        Person(name: "山田 太郎", address: "taro.yamada@contoso.example"),
        Person(name: "Peter Smith", address: "peter.smith@contoso.example"),
        Person(name: "佐藤 花子", address: "hanako.sato@contoso.example"),
      ],
      queues: [Person(name: "Support", address: "support@contoso.example")],
      contacts: [
        Person(name: "Jürgen Müller", address: "j.mueller@fabrikam.example"),
        Person(name: "鈴木 一郎", address: "ichiro.suzuki@nishi.example"),
        Person(name: "Marie Dupont", address: "marie@litware.example"),
        Person(name: "田中 美咲", address: "misaki.tanaka@higashi.example"),
        Person(name: "John O'Neil", address: "john.oneil@northwind.example"),
        Person(name: "Žofie Nováková", address: "zofie@adventure.example"),
        Person(name: "高橋 健", address: "ken.takahashi@minami.example"),
        Person(name: "Lucía Fernández", address: "lucia@proseware.example"),
        Person(name: "Olaf Størmer", address: "olaf@fjord.example"),
        Person(name: "渡辺 直子", address: "naoko@kita.example"),
        Person(name: "Susan Hill", address: "susan.hill@wingtip.example"),
        Person(name: "Gábor Kiss", address: "gabor@tailspin.example"),
      ],
      accounts: [
        Person(name: "Fabrikam", address: "info@fabrikam.example"),
        Person(name: "西商事株式会社", address: "info@nishi.example"),
        Person(name: "Litware", address: "office@litware.example"),
        Person(name: "Northwind", address: "orders@northwind.example"),
      ],
      leads: [
        Person(name: "Clara Jung", address: "clara@startup.example"),
        Person(name: "伊藤 誠", address: "makoto.ito@shinki.example"),
        Person(name: "Mark Wood", address: "mark@woodworks.example"),
        Person(name: "Ines Costa", address: "ines@praia.example"),
      ],
      strangers: [
        Person(name: "Best Offers", address: "win@lottery.example"),
        Person(name: "News Robot", address: "noreply@newsletter.example"),
        Person(name: "Unknown Caller", address: "someone@elsewhere.example"),
      ])
  }
}

/// A message and the mailbox it lies in.
package struct GeneratedMessage: Sendable {
  package let mailbox: String
  package let bytes: [UInt8]
  package let kind: MessageKind
}

/// What kind of message it is.
package enum MessageKind: String, CaseIterable, Sendable {
  case plain, html, iso2022jp, shiftJIS, eucJP, utf8Japanese, latin1, latin9, windows1252, answer, attachments,
    japaneseFileName, inlineImage, autoReply, bounce, invitation, mailingList, stranger, internalMail, shared
  case withoutMessageID, unknownCharset, truncated, nullBytes, rawHeader, badDate, doubledHeaders, withoutFrom,
    emptyBody

  /// Whether something is wrong with it on purpose.
  package var isBroken: Bool {
    switch self {
    case .withoutMessageID, .unknownCharset, .truncated, .nullBytes, .rawHeader, .badDate, .doubledHeaders,
      .withoutFrom:
      true
    default: false
    }
  }
}
