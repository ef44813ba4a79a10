import CRMModel
import SQLStore
import SyncEngine

/// What people do with records, through the store and nothing else.
struct Person {
  let world: World

  private func commit(_ unit: UnitOfWork) -> Bool? {
    guard let core = world.core else { return nil }
    let outcome = core.commit(unit)
    if world.disk.didCrash {
      world.crashedInDisk()
      return nil
    }
    switch outcome {
    case .committed:
      world.lastCommitted = unit.id
      return true
    case .refused: return false
    case .unknown: return nil
    }
  }

  private func rows(_ query: Query) -> [Record] {
    guard let core = world.core else { return [] }
    let rows = try? core.rows(query)
    if world.disk.didCrash { world.crashedInDisk() }
    return rows ?? []
  }

  private func unit() -> UnitOfWork { UnitOfWork(id: world.newID(), at: world.scheduler.now) }

  /// Hands an email over for sending.
  func send(_ sending: Sending) {
    let mailbox = world.template.mailboxes[sending.mailbox]
    var email = Record(Email.table, id: world.newID())
    let marker = "email \(sending.number)" + (sending.isPoison ? " poison" : "")
    email[Email.subject] = marker
    email[Email.description] = String(
      repeating: "A line of text, and another one.\n", count: sending.length / 33 + 1)
    email[Email.statecode] = .completed
    email[Email.statuscode] = .pendingSend
    email[Email.directioncode] = true
    email[Email.messageid] = "<\(email.id)@contoso.example>"
    email[Email.sendermailboxid] = mailbox.record.reference
    var unit = self.unit()
    unit.insert(email)
    var recipients: [String] = []
    for (index, recipient) in sending.recipients.enumerated() {
      let name = recipient == .good ? "good" : recipient == .unknown ? "unknown" : "grey"
      let address = "\(name).\(sending.number).\(index)@customer.example"
      recipients.append(address)
      var party = Record(ActivityParty.table, id: world.newID())
      party[ActivityParty.activityid] = email.reference
      party[ActivityParty.participationtypemask] = index == 0 ? .to : .cc
      party[ActivityParty.addressused] = address
      unit.insert(party)
    }
    // When no answer came it may have been stored all the same.
    guard world.core != nil, commit(unit) != false else { return }
    world.truth.submitted.append(
      Truth.Submitted(id: email.id, marker: marker, messageID: email[Email.messageid] ?? "", recipients: recipients))
  }

  func edit(_ number: Int) {
    let emails = rows(Query(Email.table).ordered(by: Table.versionnumber))
    guard !emails.isEmpty else { return }
    let email = emails[number % emails.count]
    var edited = email
    edited[Email.category] = "edited \(number)"
    // What is on its way is not for editing.
    let waits = email[Email.directioncode] == true && email[Email.statuscode] == .pendingSend
    if waits { edited[Email.description] = (email[Email.description] ?? "") + "\nEdited.\n" }
    var unit = self.unit()
    unit.update(edited, from: email)
    world.note(.edits)
    if waits, let place = world.truth.submitted.firstIndex(where: { $0.id == email.id }) {
      world.truth.submitted[place].wasEdited = true
    }
    _ = commit(unit)
  }

  /// Says of the first doubtful email what became of it.
  func settle(wasSent: Bool) {
    let doubtful = rows(
      Query(SendAttempt.table, where: SendAttempt.phase == .inDoubt).ordered(by: Table.versionnumber))
    guard let attempt = doubtful.first, let id = attempt[SendAttempt.emailid]?.id,
      let email = rows(Query(Email.table, where: .equal(Email.table.primaryKey, .guid(id)))).first,
      email[Email.statuscode] == .sending,
      let place = world.truth.submitted.firstIndex(where: { $0.id == id })
    else { return }
    guard let answers = answers(DoubtfulEmail.queries(about: email.reference)) else { return }
    let doubt = DoubtfulEmail(email: email, answers: answers)
    guard doubt.canBeResolved else { return }
    var unit = self.unit()
    doubt.resolve(attempt, wasSent: wasSent, world.scheduler.now, into: &unit)
    guard commit(unit) != false else { return }
    world.note(.settlement)
    if wasSent {
      world.truth.submitted[place].settledAsSent += 1
    } else {
      world.truth.submitted[place].settledAsNotSent += 1
    }
  }

  /// Nil if that cannot be read.
  private func answers(_ queries: [Query]) -> [[Record]]? {
    let answers = try? world.core?.rows(queries)
    if world.disk.didCrash { world.crashedInDisk() }
    return answers
  }

  /// Asks for every job now; answers when.
  func requestJobs() -> Instant? {
    let now = world.scheduler.now
    var unit = self.unit()
    for job in rows(Query(SyncJob.table)) where job[SyncJob.workload] != .test {
      unit.update(SyncJob.table, job.id, [SyncJob.dueon.definition.name: now.value])
    }
    return commit(unit) == true ? now : nil
  }
}
