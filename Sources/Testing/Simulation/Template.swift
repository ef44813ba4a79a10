import CRMModel
import MailGeneration
import SQLStore

/// The database every scenario starts from: an organization with a user's and a queue's mailbox. Made once, since
/// making the tables takes longer than most scenarios.
struct Template: Sendable {
  struct Mailbox: Sendable {
    let record: Record
    let address: String
  }

  let image: [UInt8]
  let organization: GUID
  let profile: Record
  let mailboxes: [Mailbox]

  /// - Parameters:
  ///   - resendsInDoubt: What the profile does about a doubt: send once more, or hold.
  ///   - pageSize: Octets of a page of the database; nil for what the product chooses.
  init(on disk: Disk, resendsInDoubt: Bool = false, pageSize: Int? = nil) throws(SyncFailure) {
    disk.reset(seed: 0, database: nil)
    if let pageSize, !disk.makeDatabase(pageSize: pageSize) { throw SyncFailure(.storage, .storeFailed) }
    var random = SeededRandom(seed: 5)
    let at = Instant(seconds: 1_799_990_000)
    func newID() -> GUID { GUID(milliseconds: UInt64(at.microseconds / 1000), random: (random.next(), random.next())) }
    let organization = Record(Organization.table, id: newID())
    var user = Record(SystemUser.table, id: newID())
    user[SystemUser.internalemailaddress] = "anna@contoso.example"
    var settings = Record(UserSettings.table, id: user.id)
    settings[UserSettings.incomingemailfilteringmethod] = .allEmail
    var queue = Record(Queue.table, id: newID())
    queue[Queue.emailaddress] = "support@contoso.example"
    queue[Queue.incomingemailfilteringmethod] = .allEmail
    queue[Table.ownerid] = user.reference
    var profile = Record(EmailServerProfile.table, id: newID())
    profile[EmailServerProfile.name] = "Simulated"
    profile[EmailServerProfile.incomingserverlocation] = "127.0.0.1"
    profile[EmailServerProfile.outgoingserverlocation] = "127.0.0.1"
    profile[EmailServerProfile.incomingportnumber] = 110
    profile[EmailServerProfile.outgoingportnumber] = 587
    profile[EmailServerProfile.ls_incomingkind] = .pop3
    profile[EmailServerProfile.ls_outgoingkind] = .smtp
    profile[EmailServerProfile.ls_incomingsecurity] = ConnectionSecurity.none
    profile[EmailServerProfile.ls_outgoingsecurity] = ConnectionSecurity.none
    profile[EmailServerProfile.ls_indoubtpolicy] = resendsInDoubt ? .resend : .hold
    var mailboxes: [Mailbox] = []
    for (owner, address) in [(user, "anna@contoso.example"), (queue, "support@contoso.example")] {
      var mailbox = Record(CRMModel.Mailbox.table, id: newID())
      mailbox[CRMModel.Mailbox.emailaddress] = address
      mailbox[CRMModel.Mailbox.username] = address
      mailbox[CRMModel.Mailbox.regardingobjectid] = owner.reference
      mailbox[CRMModel.Mailbox.emailserverprofile] = profile.reference
      mailbox[CRMModel.Mailbox.incomingemaildeliverymethod] = .serverSide
      mailbox[CRMModel.Mailbox.outgoingemaildeliverymethod] = .serverSide
      mailbox[CRMModel.Mailbox.enabledforincomingemail] = true
      mailbox[CRMModel.Mailbox.enabledforoutgoingemail] = true
      mailbox[CRMModel.Mailbox.emailrouteraccessapproval] = .approved
      mailbox[CRMModel.Mailbox.allowemailconnectortousecredentials] = true
      mailbox[CRMModel.Mailbox.ls_frombeginning] = true
      mailbox[CRMModel.Mailbox.processanddeleteemails] = owner.table == Queue.table
      mailboxes.append(Mailbox(record: mailbox, address: address))
    }
    var unit = UnitOfWork(id: newID(), at: at)
    for row in [organization, user, settings, queue, profile] + mailboxes.map(\.record) { unit.insert(row) }
    do {
      let core = try SQLiteCore(path: Disk.database, schema: .organization, vfs: disk.vfs)
      guard case .committed = core.commit(unit) else { throw SyncFailure(.item, .storeFailed) }
    }
    // Closing the last connection brings everything into the one file.
    image = disk.image
    self.organization = organization.id
    self.profile = profile
    self.mailboxes = mailboxes
  }
}

/// The databases of a campaign.
struct Templates: Sendable {
  /// Pages of most scenarios. What is written and lost is the pages of a commit: small ones make a scenario faster, and
  /// there are more of them for a crash to part.
  static let pageSize = 1024
  /// Every so manieth seed has the pages of the product.
  static let productEvery: UInt64 = 8

  private let small: [Template]
  private let product: [Template]

  init(on disk: Disk) throws(SyncFailure) {
    small = [
      try Template(on: disk, pageSize: Templates.pageSize),
      try Template(on: disk, resendsInDoubt: true, pageSize: Templates.pageSize),
    ]
    product = [try Template(on: disk), try Template(on: disk, resendsInDoubt: true)]
  }

  subscript(plan: Plan) -> Template {
    (plan.seed % Templates.productEvery == 0 ? product : small)[plan.resendsInDoubt ? 1 : 0]
  }
}
