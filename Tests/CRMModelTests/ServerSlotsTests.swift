import Testing

@testable import CRMModel

@Suite struct ServerSlotsTests {
  private func profile(_ type: EmailServerProfile.ServerType?, _ slots: ServerSlots? = nil) -> Record {
    var row = Record(EmailServerProfile.table, id: GUID(high: 1, low: 1))
    row[EmailServerProfile.servertype] = type
    row[EmailServerProfile.ls_incomingkind] = slots?.incoming
    row[EmailServerProfile.ls_outgoingkind] = slots?.outgoing
    row[EmailServerProfile.ls_actkind] = slots?.act
    return row
  }

  @Test(arguments: EmailServerProfile.ServerType.allCases)
  func writingATypeSetsTheKinds(type: EmailServerProfile.ServerType) {
    for earlier in [nil, profile(.imapsmtp, ServerSlots(.imapsmtp)), profile(.exchange, ServerSlots(.exchange))] {
      var row = earlier ?? profile(nil)
      row[EmailServerProfile.servertype] = type
      EmailServerProfile.settleServerType(&row, since: earlier)
      #expect(ServerSlots(of: row) == ServerSlots(type))
      #expect(row[EmailServerProfile.servertype] == type)
    }
  }

  @Test func writingKindsSetsTheTypeThatMatches() {
    let before = profile(.pop3smtp, ServerSlots(.pop3smtp))
    var row = before
    row[EmailServerProfile.ls_incomingkind] = .imap
    EmailServerProfile.settleServerType(&row, since: before)
    #expect(row[EmailServerProfile.servertype] == .imapsmtp)
    var mixture = row
    mixture[EmailServerProfile.ls_actkind] = .dav
    EmailServerProfile.settleServerType(&mixture, since: row)
    #expect(mixture[EmailServerProfile.servertype] == .pop3smtp)
    #expect(mixture[EmailServerProfile.ls_incomingkind] == .imap)
    // A hybrid stays one as long as its kinds are those of a hybrid.
    var hybrid = profile(.hybridServer, ServerSlots(.hybridServer))
    EmailServerProfile.settleServerType(&hybrid, since: hybrid)
    #expect(hybrid[EmailServerProfile.servertype] == .hybridServer)
  }

  @Test func kindsWinOverATypeWrittenBesideThem() {
    let before = profile(.pop3smtp, ServerSlots(.pop3smtp))
    var row = before
    row[EmailServerProfile.servertype] = .exchange
    row[EmailServerProfile.ls_incomingkind] = .imap
    EmailServerProfile.settleServerType(&row, since: before)
    #expect(row[EmailServerProfile.ls_incomingkind] == .imap)
    #expect(row[EmailServerProfile.servertype] == .imapsmtp)
  }
}

@Suite struct RawKeepingTests {
  @Test(arguments: ["no", "always", "days:1", "days:3650"])
  func isReadAndWritten(text: String) { #expect(RawKeeping(text)?.text == text) }

  @Test(arguments: ["", "days:0", "days:3651", "days:", "days:-1", "Days:1", "yes", "days:1.5"])
  func nothingElseIs(text: String) { #expect(RawKeeping(text) == nil) }
}
