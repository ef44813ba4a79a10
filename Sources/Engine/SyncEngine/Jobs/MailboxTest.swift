import CRMModel

/// Test & Enable: proves a mailbox before it runs. feature map 6.1, 8005E232 and following
struct MailboxTest {
  /// How long the test message is looked for, in seconds; afterwards it is a warning and a later pass looks again.
  static let patience = 120.0
  static let pollPause = 2.0

  let mailbox: Record
  let profile: Record
  let address: String
  let surroundings: Surroundings
  let openSource: @Sendable () async throws(SyncFailure) -> any MailSource
  let openSink: @Sendable () async throws(SyncFailure) -> any MailSink
  let render: @Sendable (OutgoingMail) throws(SyncFailure) -> [UInt8]
  let effectiveStart: Instant?

  func run() async -> TestResult {
    var result = TestResult()
    let incoming = mailbox[Mailbox.incomingemaildeliverymethod] == .serverSide
    let outgoing = mailbox[Mailbox.outgoingemaildeliverymethod] == .serverSide
    let token = "\(surroundings.newID())"
    if outgoing { await submit(token, &result) }
    if incoming {
      if outgoing, !result.hasFailed(.outgoing) {
        await find(token, &result)
      } else {
        await look(&result)
      }
    }
    return result
  }

  private func step(
    _ workload: SyncJob.Workload, _ code: MessageCode, _ result: inout TestResult,
    _ body: () async throws(SyncFailure) -> [String: String]
  ) async -> Bool {
    let start = surroundings.monotonicSeconds()
    func milliseconds() -> Int { Int((surroundings.monotonicSeconds() - start) * 1000) }
    do throws(SyncFailure) {
      let parameters = try await body()
      result.steps.append(
        .init(
          workload: workload, verdict: .success, milliseconds: milliseconds(), message: Message(code, parameters)))
      return true
    } catch {
      result.steps.append(
        .init(workload: workload, verdict: .failure, milliseconds: milliseconds(), message: error.message))
      return false
    }
  }

  // MARK: - Outgoing

  private func submit(_ token: String, _ result: inout TestResult) async {
    var opened: (any MailSink)?
    let connected = await step(.outgoing, .testOutgoingConnected, &result) { () async throws(SyncFailure) in
      opened = try await openSink()
      return ["host": profile[EmailServerProfile.outgoingserverlocation] ?? ""]
    }
    guard connected, let sink = opened else { return }
    _ = await step(.outgoing, .testMessageSubmitted, &result) { () async throws(SyncFailure) in
      var mail = OutgoingMail(
        messageID: "<\(token)@\(address.split(separator: "@").last ?? "localhost")>", date: surroundings.now(),
        from: MailAddress(address: address))
      mail.to = [MailAddress(address: address)]
      mail.subject = "Lockstep: Test & Enable"
      mail.body = "\(token)\n"
      mail.testToken = token
      let bytes = try render(mail)
      let envelope = try await sink.prepare(
        PreparedMail(sender: address, recipients: [address], bytes: bytes))
      guard envelope.isOpen else {
        throw SyncFailure(
          .permission, .testMessageRefused, ["reply": envelope.refused.first?.reply ?? "", "mailbox": address])
      }
      let delivery = try await sink.finish()
      guard delivery.verdict == .accepted else {
        throw SyncFailure(.permission, .testMessageRefused, ["reply": delivery.reply, "mailbox": address])
      }
      return ["reply": delivery.reply]
    }
    await sink.close()
  }

  // MARK: - Incoming

  private func look(_ result: inout TestResult) async {
    var found: (source: any MailSource, listing: MailListing)?
    _ = await connectAndList(&result, into: &found)
    guard let found else { return }
    _ = await step(.incoming, .testFirstBytesRead, &result) { () async throws(SyncFailure) in
      if let last = found.listing.suffix(1).first { _ = try await found.source.headers(of: [last]) }
      return ["count": String(found.listing.count)]
    }
    await countEarlier(found.source, found.listing, &result)
    await found.source.abandon()
  }

  private func connectAndList(
    _ result: inout TestResult, into found: inout (source: any MailSource, listing: MailListing)?
  ) async -> Bool {
    var opened: (any MailSource)?
    let connected = await step(.incoming, .testIncomingConnected, &result) { () async throws(SyncFailure) in
      opened = try await openSource()
      return ["host": profile[EmailServerProfile.incomingserverlocation] ?? ""]
    }
    guard connected, let source = opened else { return false }
    var listing: MailListing?
    let listed = await step(.incoming, .testListed, &result) { () async throws(SyncFailure) in
      let items = try await source.list()
      listing = items
      return ["count": String(items.count)]
    }
    guard listed, let listing else {
      await source.abandon()
      return false
    }
    found = (source, listing)
    return true
  }

  /// Says how many messages the start date leaves out.
  private func countEarlier(_ source: any MailSource, _ listing: MailListing, _ result: inout TestResult) async {
    guard let start = effectiveStart, listing.count > 0 else { return }
    _ = await step(.incoming, .testLeavesOut, &result) { () async throws(SyncFailure) in
      var earlier = 0
      let sample = listing.suffix(1000)
      guard let headers = try await source.headers(of: sample) else {
        return ["start": start.rfc3339, "earlier": "?", "count": String(listing.count)]
      }
      for mail in headers.values where (mail.received ?? start) < start && mail.testToken == nil { earlier += 1 }
      earlier += listing.count - sample.count
      return ["start": start.rfc3339, "earlier": String(earlier), "count": String(listing.count)]
    }
  }

  /// Polls for the message that was submitted, reads it and deletes exactly it.
  private func find(_ token: String, _ result: inout TestResult) async {
    var first: (source: any MailSource, listing: MailListing)?
    guard await connectAndList(&result, into: &first), let first else { return }
    await countEarlier(first.source, first.listing, &result)
    let start = surroundings.monotonicSeconds()
    var session: (source: any MailSource, listing: MailListing)? = first
    var checked: Set<String> = []
    while true {
      do throws(SyncFailure) {
        if let (source, listing) = session, let item = try await item(with: token, source, listing, &checked) {
          _ = await step(.incoming, .testMessageFound, &result) { () async throws(SyncFailure) in
            try await source.delete([item])
            try await source.close()
            return ["seconds": String(Int(surroundings.monotonicSeconds() - start))]
          }
          return
        }
      } catch {
        result.steps.append(
          .init(
            workload: .incoming, verdict: .failure,
            milliseconds: Int((surroundings.monotonicSeconds() - start) * 1000), message: error.message))
        await session?.source.abandon()
        return
      }
      await session?.source.abandon()
      session = nil
      let waited = surroundings.monotonicSeconds() - start
      guard waited < MailboxTest.patience, !Task.isCancelled else {
        result.steps.append(
          .init(
            workload: .incoming, verdict: .warning, milliseconds: Int(waited * 1000),
            message: Message(.testMessageNotSeen, ["seconds": String(Int(waited)), "mailbox": address])))
        result.awaited = TestResult.Awaited(token: token, since: surroundings.now())
        return
      }
      await surroundings.pause(MailboxTest.pollPause)
      // A failure to look again is no failure of the mailbox as long as there is time: the next look may succeed.
      if let source = try? await openSource(), let listing = try? await source.list() { session = (source, listing) }
    }
  }

  /// The message that carries the token; only messages not looked at before are read.
  private func item(
    with token: String, _ source: any MailSource, _ listing: MailListing, _ checked: inout Set<String>
  ) async throws(SyncFailure) -> RemoteItem? {
    // Newest last: a test message is among the last few.
    let candidates = listing.suffix(50).filter { !checked.contains($0.id) }
    guard !candidates.isEmpty else { return nil }
    for item in candidates { checked.insert(item.id) }
    if let headers = try await source.headers(of: candidates) {
      return headers.first { $0.value.testToken == token }?.key
    }
    for fetched in try await source.fetch(candidates, suspects: [], spill: .none) {
      if case .success(let mail) = fetched.mail, mail.testToken == token { return fetched.item }
    }
    return nil
  }
}
