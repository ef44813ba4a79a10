import CRMModel
import SQLStore
import SyncEngine

/// One seed from start to verdict.
struct Scenario {
  /// Jobs of the scheduler after which a scenario counts as endless.
  static let maximumSteps = 2_000_000
  /// Seconds of virtual time within which everything has to come to rest when the faults have stopped: the longest
  /// pause of a mailbox, then that of an email or a message by a clock that was set back twice, then a resending.
  static let patience = 12_000.0
  /// Seconds between two looks whether it has.
  static let look = 300.0

  /// One in so many pauses and ends of a process comes when it has allowed last bytes, and calls until then.
  static let pausesPerDot = 3
  static let crashesPerDot = 4
  static let callsOfDot = 12

  let world: World

  /// - Returns: Problems, none of which should exist.
  func run() -> [String] {
    let world = self.world
    let done = world.scheduler.run(maximumSteps: Scenario.maximumSteps) { () async -> Bool in
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await Service(world: world).run(nil) }
        for action in world.plan.actions {
          await world.scheduler.wait(action.at - world.scheduler.time)
          perform(action.kind, &group)
        }
        await world.scheduler.wait(world.plan.end - world.scheduler.time)
        heal()
        await rest()
        await passAgain()
        world.isOver = true
        for node in world.nodes { node.stop() }
      }
      return true
    }
    if done == nil {
      world.object("endless: \(world.scheduler.steps) steps in \(Int(world.scheduler.time)) s")
      for node in world.nodes where !node.isDead { node.die() }
    } else {
      Oracle(world: world).judge()
    }
    world.core = nil
    world.disk.crash(.nothing)
    if let damage = world.disk.damage { world.object("database: \(damage)") }
    return world.problems
  }

  // MARK: - Actions

  private func perform(_ kind: Action.Kind, _ group: inout TaskGroup<Void>) {
    world.note("action")
    switch kind {
    case .deliver(let letter): deliver(letter)
    case .send(let sending): Person(world: world).send(sending)
    case .edit(let number): Person(world: world).edit(number)
    case .settle(let wasSent): Person(world: world).settle(wasSent: wasSent)
    case .crash(let crash):
      world.note(.crash)
      let loss = Disk.Loss(rawValue: crash.loss) ?? .nothing
      world.deathsToCome = crash.again.map { (calls: $0, loss: loss) }
      if crash.isOfDisk {
        world.disk.crash(after: crash.after, loss)
      } else if crash.after % Scenario.crashesPerDot == 0 {
        // If last bytes are allowed before the process ends anyway, it ends in the midst of them.
        world.deathsAtDot.append((1 + crash.after / Scenario.crashesPerDot % Scenario.callsOfDot, loss))
        world.node?.fuse = (crash.after + 200, loss)
      } else {
        world.node?.fuse = (crash.after, loss)
      }
    case .restart:
      world.note(.restart)
      world.node?.stop()
    case .pause(let seconds):
      let world = self.world
      if seconds % Scenario.pausesPerDot == 0 {
        group.addTask {
          guard let node = await world.pauseAtDot(seconds: seconds) else { return }
          await replace(node, seconds: seconds)
        }
      } else if let node = world.node, !node.isDead {
        node.pause(seconds: Double(seconds))
        group.addTask { await replace(node, seconds: seconds) }
      }
    case .clock(let seconds):
      world.note(.clock)
      world.scheduler.clockError += seconds
    case .outage(let isPOP3, let seconds):
      world.note(.outage)
      world.setAway(isPOP3: isPOP3, until: world.scheduler.time + Double(seconds))
    case .disk(let fault, let after, let times):
      world.disk.fail(Disk.Fault(rawValue: fault) ?? .full, after: after, times: times)
      world.note(fault == Disk.Fault.full.rawValue ? .diskFull : .diskError)
    case .newEpoch(let mailbox):
      world.note(.newEpoch)
      world.maildrops.beginEpoch(mailbox)
    case .duplicateID(let mailbox):
      world.note(.duplicateIDs)
      world.maildrops.duplicateID(mailbox)
    case .reuseID(let mailbox):
      guard let id = world.maildrops.freeIDs[mailbox].popLast() else { return }
      world.note(.reusedIDs)
      let number = 100 + world.truth.contents.count
      deliver(Letter(form: .plain, mailbox: mailbox, number: number, length: 50), id)
    case .remove(let mailbox): world.maildrops.remove(mailbox)
    }
  }

  /// Another process takes the place of one that stands still.
  private func replace(_ node: Node, seconds: Int) async {
    guard !node.isDead, !node.isSuperseded, node === world.node, let core = world.core else { return }
    world.note(.pause)
    node.isSuperseded = true
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await Service(world: world).run(core) }
      await world.scheduler.wait(Double(seconds) + 30)
      node.stop()
    }
  }

  private func deliver(_ letter: Letter, _ id: String? = nil) {
    let content = letter.content(
      world.truth, to: world.template.mailboxes[letter.mailbox].address,
      answering: world.submission.copies.last.map { Truth.field("Message-ID", of: $0.bytes) },
      at: world.scheduler.now)
    let known = world.truth.contents.firstIndex { $0.marker == content.marker }
    if known == nil { world.truth.contents.append(content) }
    world.truth.deliveries.append(
      Truth.Delivery(content: known ?? world.truth.contents.count - 1, mailbox: letter.mailbox))
    world.maildrops.deliver(
      content.bytes, delivery: world.truth.deliveries.count - 1, to: letter.mailbox, uid: id)
  }

  // MARK: - After the faults

  private func heal() {
    world.note("healed")
    world.isFaulty = false
    world.disk.heal()
    world.deathsToCome = []
    world.forgetDots()
    for node in world.nodes { node.fuse = nil }
    world.setAway(isPOP3: true, until: 0)
    world.setAway(isPOP3: false, until: 0)
    world.maildrops.heal()
  }

  private func rest() async {
    let start = world.scheduler.time
    var unrest: String? = "nothing was looked at"
    while world.scheduler.time - start < Scenario.patience {
      await world.scheduler.wait(Scenario.look)
      unrest = sleeper ?? Oracle(world: world).unrest()
      if unrest == nil { return }
    }
    world.object("no rest: \(unrest ?? "")\(Oracle(world: world).failedJobs())")
  }

  /// A process that stood still when another took its place, and will go on with what it had begun: it opens a maildrop
  /// that the other one is reading.
  private var sleeper: String? {
    world.nodes.first { $0.isSuperseded && !$0.hasEnded }.map { "node \($0.number) stands still" }
  }

  /// Twice more, with nothing left to do but to see what was deleted last: the second may write nothing but how the
  /// jobs went.
  private func passAgain() async {
    guard world.problems.isEmpty, await pass() else { return }
    guard let before = Oracle(world: world).versions() else { return world.object("third pass: cannot be read") }
    guard await pass() else { return }
    guard let after = Oracle(world: world).versions() else { return world.object("third pass: cannot be read") }
    for (table, rows) in after.sorted(by: { $0.key < $1.key }) where before[table] != rows {
      let changed = rows.subtracting(before[table] ?? []).sorted().joined(separator: ", ")
      world.object("third pass: writes \(table): \(changed)")
    }
  }

  private func pass() async -> Bool {
    guard let asked = Person(world: world).requestJobs() else {
      world.object("third pass: cannot be asked for")
      return false
    }
    let start = world.scheduler.time
    while !Oracle(world: world).haveRun(since: asked) {
      guard world.scheduler.time - start < Scenario.patience else {
        world.object("third pass: never ends")
        return false
      }
      await world.scheduler.wait(20)
    }
    return true
  }
}

/// What keeps a process running: starts another one whenever one ends.
struct Service {
  let world: World

  /// - Parameter core: The store, if it is open already because another process gave up its place.
  func run(_ given: SQLiteCore?) async {
    var given = given
    await withTaskGroup(of: Void.self) { group in
      while !world.isOver {
        guard let core = given ?? open() else {
          await world.scheduler.wait(10)
          continue
        }
        given = nil
        let node = Node(number: world.nodes.count + 1, world: world)
        world.nodes.append(node)
        world.node = node
        if world.isFaulty, !world.deathsToCome.isEmpty {
          let (calls, loss) = world.deathsToCome.removeFirst()
          node.fuse = (calls, loss)
        }
        world.note("started", node.number)
        group.addTask { await node.serve(core) }
        await node.waitForEnd()
        world.note("ended", node.number)
        if node.isSuperseded || world.isOver { return }
        if !node.isDead {
          // A process that ended takes its locks and its open files with it.
          world.core = nil
          world.endProcesses()
          world.disk.crash(.nothing)
        }
        await world.scheduler.wait(1 + Double(world.number(below: 4)))
      }
    }
  }

  private func open() -> SQLiteCore? {
    do throws(SyncFailure) {
      let core = try world.openCore()
      try core.renewLog()
      if world.disk.didCrash {
        world.crashedInDisk()
        return nil
      }
      if let unit = world.lastCommitted, try !core.isCommitted(unit) {
        world.object("durability: a committed unit is gone after a restart")
      }
      return core
    } catch {
      world.note("store does not open")
      if world.disk.didCrash { world.crashedInDisk() }
      world.core = nil
      world.disk.crash(.nothing)
      return nil
    }
  }
}
