import MailGeneration

/// Something that happens at a moment of a scenario.
package struct Action: Sendable, CustomStringConvertible {
  package enum Kind: Sendable {
    case deliver(Letter)
    case send(Sending)
    /// A user edits a record: which, by a number.
    case edit(Int)
    /// A user settles a doubt.
    case settle(wasSent: Bool)
    case crash(Crash)
    case restart
    /// The node stops for so many seconds while another one takes over.
    case pause(seconds: Int)
    case clock(seconds: Double)
    case outage(isPOP3: Bool, seconds: Int)
    case disk(Int, after: Int, times: Int)
    case newEpoch(mailbox: Int)
    case duplicateID(mailbox: Int)
    case reuseID(mailbox: Int)
    case remove(mailbox: Int)
  }

  package struct Crash: Sendable {
    /// After so many calls of the node, or in the middle of such a write or sync.
    let after: Int
    let isOfDisk: Bool
    let loss: Int
    /// Calls into the recovery after which the node dies again, one for each death.
    let again: [Int]
  }

  let at: Double
  let kind: Kind

  package var description: String { "\(Int(at)) s: \(kind)" }
}

/// A message for a mailbox.
package struct Letter: Sendable {
  package enum Form: Int, Sendable, CaseIterable {
    case plain
    case attachment
    /// The same octets as an earlier one.
    case copy
    /// The Message-ID of an earlier one, another text.
    case sameMessageID
    /// An answer to an email that went out.
    case answer
    case withoutSender
    case odd
  }

  let form: Form
  let mailbox: Int
  let number: Int
  let length: Int
}

/// An email that a user hands over for sending.
package struct Sending: Sendable {
  let number: Int
  let mailbox: Int
  let recipients: [Recipient]
  let length: Int
  /// The server refuses its content for good.
  let isPoison: Bool

  enum Recipient: Int, Sendable {
    case good
    /// Refused for good.
    case unknown
    /// Refused a few times, then taken.
    case greylisted
  }
}

/// The whole of a scenario but for what its generator decides on the way.
package struct Plan: Sendable {
  package let seed: UInt64
  package var swarm: Swarm
  package var actions: [Action]
  /// When the faults stop.
  let end: Double
  let resendsInDoubt: Bool

  static let mailboxes = 2

  /// - Parameter excluded: Faults that no scenario has.
  package init(seed: UInt64, excluding excluded: Set<Fault> = []) {
    self.seed = seed
    var random = SeededRandom(seed: seed &* 0x2545_F491_4F6C_DD1D &+ 1)
    let swarm = Swarm(&random, excluding: excluded)
    self.swarm = swarm
    let end = Double(300 + random.number(below: 2400))
    self.end = end
    resendsInDoubt = random.number(below: 2) == 0
    var actions: [Action] = []
    func moment(_ random: inout SeededRandom) -> Double { Double(random.number(below: Int(end * 10))) / 10 }
    var works: [Double] = [0]
    for number in 0..<(1 + random.number(below: 9)) {
      let form = random.number(below: 2) == 0 ? .plain : random.pick(Letter.Form.allCases)
      // Half of the mail waits there from the start.
      let at = random.number(below: 2) == 0 ? 0 : moment(&random)
      works.append(at)
      actions.append(
        Action(
          at: at,
          kind: .deliver(
            Letter(
              form: form, mailbox: random.number(below: Plan.mailboxes), number: number,
              length: random.number(below: 4) == 0 ? random.number(below: 9000) : random.number(below: 300)))))
    }
    for number in 0..<random.number(below: 5) {
      let at = moment(&random)
      works.append(at)
      var recipients: [Sending.Recipient] = [random.number(below: 12) == 0 ? .unknown : .good]
      while recipients.count < 3, random.number(below: 3) == 0 {
        recipients.append(random.pick([.good, .unknown, swarm.contains(.greylisting) ? .greylisted : .good]))
      }
      actions.append(
        Action(
          at: at,
          kind: .send(
            Sending(
              number: number, mailbox: random.number(below: Plan.mailboxes), recipients: recipients,
              length: random.number(below: 6) == 0 ? 70_000 + random.number(below: 60_000) : random.number(below: 800),
              isPoison: random.number(below: 15) == 0))))
    }
    func add(_ fault: Fault, upTo count: Int, _ make: (inout SeededRandom) -> (Double, Action.Kind)) {
      guard swarm.contains(fault) else { return }
      for _ in 0..<(1 + random.number(below: count)) {
        let (at, kind) = make(&random)
        actions.append(Action(at: at, kind: kind))
      }
    }
    add(.crash, upTo: 5) { random in
      let isOfDisk = random.number(below: 2) == 0
      let again = (0..<(random.number(below: 3) == 0 ? 1 + random.number(below: 4) : 0)).map { _ in
        1 + random.number(below: 60)
      }
      let crash = Action.Crash(
        after: 1 + random.number(below: isOfDisk ? 120 : 300), isOfDisk: isOfDisk,
        loss: random.number(below: Disk.Loss.allCases.count), again: again)
      return (random.pick(works) + Double(random.number(below: 20)) / 10, .crash(crash))
    }
    add(.pause, upTo: 2) { random in
      (random.pick(works) + Double(random.number(below: 30)) / 10, .pause(seconds: 60 + random.number(below: 1500)))
    }
    add(.restart, upTo: 2) { (moment(&$0), .restart) }
    add(.clock, upTo: 2) { random in
      let year = 365.0 * 86_400
      return (moment(&random), .clock(seconds: random.pick([year, -year, 3600, -3600, -40, 86_400 * 3])))
    }
    add(.outage, upTo: 2) { random in
      (moment(&random), .outage(isPOP3: random.number(below: 2) == 0, seconds: 60 + random.number(below: 2400)))
    }
    add(.diskFull, upTo: 2) {
      (moment(&$0), .disk(Disk.Fault.full.rawValue, after: 1 + $0.number(below: 60), times: 1 + $0.number(below: 400)))
    }
    add(.diskError, upTo: 2) { random in
      let fault = random.pick([Disk.Fault.failedWrite, .failedSync, .failedSync, .failedRead])
      return (
        random.pick(works) + Double(random.number(below: 20)) / 10,
        .disk(fault.rawValue, after: 1 + random.number(below: 60), times: 1 + random.number(below: 3))
      )
    }
    add(.newEpoch, upTo: 2) { (moment(&$0), .newEpoch(mailbox: $0.number(below: Plan.mailboxes))) }
    add(.duplicateIDs, upTo: 2) { (moment(&$0), .duplicateID(mailbox: $0.number(below: Plan.mailboxes))) }
    add(.reusedIDs, upTo: 2) { (moment(&$0), .reuseID(mailbox: $0.number(below: Plan.mailboxes))) }
    add(.removedByOthers, upTo: 2) { (moment(&$0), .remove(mailbox: $0.number(below: Plan.mailboxes))) }
    add(.edits, upTo: 3) { random in
      (random.pick(works) + Double(random.number(below: 30)) / 10, .edit(random.number(below: 1000)))
    }
    add(.settlement, upTo: 2) { (moment(&$0), .settle(wasSent: $0.number(below: 2) == 0)) }
    self.actions = actions.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(
      \.element)
  }
}
