import Advisor
import CRMModel

/// Organizations for the rules: made by hand, changed by closures.
enum AdvisorWorld {
  static let tenant = "11111111-1111-1111-1111-111111111111"
  static let otherTenant = "22222222-2222-2222-2222-222222222222"
  static let today = Instant(seconds: Instant.days(year: 2026, month: 11, day: 27) * 86_400)

  static func id(_ number: UInt64) -> GUID { GUID(high: 0, low: number) }

  /// A profile as the document's table has it.
  static func profile(
    _ setUp: RecommendedSetUp, name: String = "P", _ change: (inout Record) -> Void = { _ in }
  ) -> AdvisedProfile {
    let profile = slots(ServerSlots(setUp == .online ? .hybridOnline : .exchange), name: name) { row in
      for (column, value) in setUp.profileCells { row[column] = value }
      row[EmailServerProfile.ls_setup] = setUp
      if setUp != .online {
        row[EmailServerProfile.incomingserverlocation] = "https://mail.contoso.test/EWS/Exchange.asmx"
      }
      if setUp == .oneCredential {
        row[EmailServerProfile.incomingusername] = "service"
        row[EmailServerProfile.isincomingpasswordset] = true
      }
      change(&row)
    }
    return profile
  }

  static func slots(_ slots: ServerSlots, name: String = "P", _ change: (inout Record) -> Void = { _ in })
    -> AdvisedProfile
  {
    var row = Record(EmailServerProfile.table, id: id(UInt64(name.utf8.reduce(7) { $0 &* 31 &+ Int($1) })))
    row[EmailServerProfile.name] = name
    row[EmailServerProfile.ls_incomingkind] = slots.incoming
    row[EmailServerProfile.ls_outgoingkind] = slots.outgoing
    row[EmailServerProfile.ls_actkind] = slots.act
    change(&row)
    return AdvisedProfile(row)
  }

  static func mail(_ host: String, _ change: (inout Record) -> Void = { _ in }) -> AdvisedProfile {
    slots(ServerSlots(.pop3smtp)) { row in
      row[EmailServerProfile.incomingserverlocation] = host
      row[EmailServerProfile.outgoingserverlocation] = host
      change(&row)
    }
  }

  static var builtIn: AdvisedProfile {
    profile(.online, name: "Microsoft Exchange Online") { $0[EmailServerProfile.ls_isbuiltin] = true }
  }

  static func mailbox(
    _ address: String, of profile: AdvisedProfile? = nil, act: Mailbox.ActDeliveryMethod = .none, waiting: Int = 0,
    _ change: (inout Record) -> Void = { _ in }
  ) -> AdvisedMailbox {
    var row = Record(Mailbox.table, id: id(UInt64(address.utf8.reduce(11) { $0 &* 31 &+ Int($1) })))
    row[Mailbox.emailaddress] = address
    row[Mailbox.emailserverprofile] = profile?.row.reference
    row[Mailbox.incomingemaildeliverymethod] = .serverSide
    row[Mailbox.actdeliverymethod] = act
    row[Mailbox.allowemailconnectortousecredentials] = true
    row[Mailbox.username] = address
    row[Mailbox.ispasswordset] = true
    change(&row)
    return AdvisedMailbox(row, waiting: waiting)
  }

  /// An organization with these profiles and, if it is online, the built-in one.
  static func organization(
    _ kind: Organization.Kind, _ profiles: [AdvisedProfile] = [], mailboxes: [AdvisedMailbox] = [],
    _ change: (inout Snapshot) -> Void = { _ in }
  ) -> Snapshot {
    var snapshot = Snapshot(today: today, kind: kind, profiles: profiles, mailboxes: mailboxes)
    if kind == .online {
      snapshot.tenant = tenant
      if !profiles.contains(where: \.isBuiltIn) { snapshot.profiles.append(builtIn) }
      snapshot.defaultProfile = builtIn.row.id
    }
    change(&snapshot)
    return snapshot
  }

  /// Rules that found something; notices left out.
  static func findings(_ snapshot: Snapshot) -> [String] {
    Advisor.advise(snapshot).filter { !$0.isNotice }.map(\.rule)
  }

  static func notices(_ snapshot: Snapshot) -> [String] {
    Advisor.advise(snapshot).filter(\.isNotice).map(\.rule)
  }
}
