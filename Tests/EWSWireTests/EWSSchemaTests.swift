import Foundation
import Testing

@testable import EWSWire

/// Whatever the writer writes, both generations of the Exchange schema take.
@Suite(.enabled(if: EWSSpecifications.folder != nil, "without the schemas"))
struct EWSSchemaTests {
  /// One request of each operation, and more of those with much in them.
  static func requests(seed: UInt64, dialect: EWSDialect) throws -> [(name: String, bytes: [UInt8])] {
    var g = EWSGenerator(seed: seed, dialect: dialect)
    var made: [(String, [UInt8])] = []
    func add(_ operation: some EWSOperation) throws {
      let (impersonation, timeZone) = g.header()
      let body = try EWSRequest(operation, dialect: dialect, impersonation: impersonation, timeZone: timeZone).body()
      made.append((type(of: operation).name, try #require(body.bytes)))
    }
    try add(
      ConvertId(
        g.list { .init($0.word(ConvertId.Format.self), id: $0.token(), mailbox: $0.address()) },
        to: g.word(ConvertId.Format.self)))
    try add(GetFolder(g.list { $0.folder() }, shape: g.folderShape()))
    try add(
      FindFolder(
        in: g.list { $0.folder() }, traversal: g.word(FindFolder.Traversal.self), shape: g.folderShape(),
        offset: g.int(-1...900), maximum: g.int(-1...900), restriction: g.maybe { $0.restriction() }))
    try add(SyncFolderHierarchy(root: g.folder(), state: g.maybe { $0.token() }, shape: g.folderShape()))
    try add(
      SyncFolderItems(
        g.folder(), state: g.maybe { $0.token() }, shape: g.shape(), ignored: g.list(0...3) { $0.itemID() },
        maximumChanges: g.int(-5...900), scope: g.maybe { $0.word(SyncFolderItems.Scope.self) }))
    try add(
      FindItem(
        in: g.list { $0.folder() }, traversal: g.word(FindItem.Traversal.self), shape: g.shape(),
        view: g.bool()
          ? .page(offset: g.int(-1...900), maximum: g.int(-1...900))
          : .calendar(from: g.dateTime(), to: g.dateTime(), maximum: g.maybe { $0.int(0...900) }),
        restriction: g.maybe { $0.restriction() },
        order: g.list(0...3) { FindItem.Order($0.path(), ascending: $0.bool()) }))
    try add(GetItem(g.list { $0.item() }, shape: g.shape()))
    for _ in 0..<6 {
      try add(
        CreateItem(
          g.list { $0.anyItem() }, in: g.maybe { $0.folder() },
          disposition: g.maybe { $0.word(CreateItem.MessageDisposition.self) },
          invitations: g.maybe { $0.word(CreateItem.Invitations.self) }))
    }
    try add(
      CreateItem(
        contents: [
          .response(
            g.oneOf([.accept, .tentativelyAccept, .decline]), to: g.versionedID(), body: g.maybe { $0.body() }),
          .cancellation(of: g.versionedID(), body: g.maybe { $0.body() }),
        ], disposition: .sendAndSaveCopy))
    try add(CreateItem.draft(mime: g.content(), properties: g.list(0...3) { $0.extendedProperty() }))
    try add(SendItem(g.list { $0.versionedID() }, savingCopiesIn: g.maybe { $0.folder() }))
    for _ in 0..<4 {
      try add(
        UpdateItem(
          g.list { $0.change() }, g.word(UpdateItem.ConflictResolution.self),
          disposition: g.maybe { $0.word(CreateItem.MessageDisposition.self) },
          invitations: g.maybe { $0.word(UpdateItem.Invitations.self) },
          suppressesReadReceipts: dialect.isNew ? g.maybe { $0.bool() } : nil))
    }
    try add(
      DeleteItem(
        g.list { $0.item() }, g.word(DeleteItem.Kind.self), cancellations: g.word(DeleteItem.Cancellations.self),
        taskOccurrences: g.word(DeleteItem.TaskOccurrences.self)))
    try add(MoveItem(g.list { $0.item() }, to: g.folder()))
    try add(CopyItem(g.list { $0.item() }, to: g.folder()))
    var folder = EWSFolder(
      g.text(), elementName: g.oneOf(["Folder", "CalendarFolder", "ContactsFolder", "TasksFolder"]))
    folder.folderClass = g.maybe { $0.text() }
    folder.extendedProperties = g.list(0...2) { $0.extendedProperty() }
    try add(CreateFolder([folder], in: g.folder()))
    try add(CreateAttachment(g.list { $0.attachment() }, to: g.itemID()))
    try add(
      GetAttachment(
        g.list { $0.token() }, includesMIME: g.bool(), body: g.maybe { $0.word(EWSItemShape.Body.self) },
        properties: g.list(0...2) { $0.path() }))
    let watermark = g.maybe { $0.token() }
    for delivery: Subscribe.Delivery in [
      .streaming, .pull(minutes: g.int(-5...2_000), watermark: watermark),
      .push(url: "https://x.example/?a&b", minutes: g.int(-5...2_000), watermark: watermark),
    ] {
      try add(
        Subscribe(
          g.maybe { $0.list { $0.folder() } }, events: g.list { $0.word(Subscribe.EventType.self) }, delivery: delivery)
      )
    }
    try add(Unsubscribe(g.token()))
    try add(GetEvents(g.token(), watermark: g.token()))
    try add(GetStreamingEvents(g.list { $0.token() }, minutes: g.int(-5...90)))
    try add(GetUserConfiguration(g.text() + "x", in: g.folder(), g.list { $0.word(GetUserConfiguration.Part.self) }))
    var settings = EWSUserConfiguration(g.text() + "x", in: g.folder())
    settings.dictionary = g.maybe { g in
      g.list(0...3) { .init(.init("String", [$0.text()]), .init("Integer32", ["\($0.int(-9...9))"])) }
    }
    settings.xmlData = g.maybe { $0.bytes() }
    settings.binaryData = g.maybe { $0.bytes() }
    try add(UpdateUserConfiguration(settings))
    try add(
      ResolveNames(g.text() + "x", scope: g.word(ResolveNames.Scope.self), returnsFullContactData: g.bool()))
    try add(GetServerTimeZones(g.list(0...2) { _ in "Tokyo Standard Time" }, returnsFullData: g.bool()))
    made.append(("SendNotificationResult", try #require(try SendNotification(goesOn: g.bool()).body().bytes)))
    return made
  }

  /// Runs xmllint once over all files; answers what it says against any of them.
  static func complaints(_ folder: URL, _ names: [String], schema: String) throws -> String {
    let specifications = try #require(EWSSpecifications.folder)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [
        "xmllint", "--nonet", "--noout", "--schema",
        specifications.appendingPathComponent("xsd/\(schema)/ews-soap.xsd").path,
      ] + names
    process.currentDirectoryURL = folder
    let output = folder.appendingPathComponent("xmllint-\(schema)")
    try Data().write(to: output)
    process.standardError = try FileHandle(forWritingTo: output)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let words = try String(contentsOf: output, encoding: .utf8)
    #expect(words.contains("validates") || words.contains("fails"), "xmllint does not run: \(words.prefix(300))")
    if process.terminationStatus == 0 { return "" }
    let lines = words.split(separator: "\n").filter { $0.contains("error") || $0.hasSuffix(" fails to validate") }
    return lines.prefix(20).joined(separator: "\n")
  }

  @Test(arguments: EWSDialect.allCases) func everyRequestSatisfiesTheSchemas(_ dialect: EWSDialect) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ews-\(dialect)-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var names: [String] = []
    var operations: Set<String> = []
    for seed in 1...25 as ClosedRange<UInt64> {
      for (index, request) in try Self.requests(seed: seed, dialect: dialect).enumerated() {
        let name = "\(seed)-\(index)-\(request.name).xml"
        try Data(request.bytes).write(to: folder.appendingPathComponent(name))
        names.append(name)
        operations.insert(request.name)
      }
    }
    // Nothing the table knows is left untried.
    let known = Set(EWSSchema.shared.roots.keys).subtracting([
      "ExchangeImpersonation", "TimeZoneContext", "RequestServerVersion",
    ])
    #expect(operations == known)
    // Exchange 2010 knows nothing of later dialects.
    for schema in dialect.isNew ? ["SE-15.2.2562.17"] : ["2010_SP2", "SE-15.2.2562.17"] {
      let complaints = try Self.complaints(folder, names, schema: schema)
      #expect(complaints.isEmpty, "\(schema): \(complaints)")
    }
  }

  /// The judge is one: it refuses what the controls have wrong.
  @Test func xmllintRefusesTheControls() throws {
    let folder = try #require(EWSSpecifications.folder).appendingPathComponent("ews-examples")
    let output = FileManager.default.temporaryDirectory.appendingPathComponent("ews-controls-\(getpid())")
    try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: output) }
    for name in ["98-negative-order-request.xml", "99-negative-contact-order-request.xml"] {
      try FileManager.default.copyItem(
        at: folder.appendingPathComponent(name), to: output.appendingPathComponent(name))
      #expect(try Self.complaints(output, [name], schema: "2010_SP2").contains("fails"))
    }
  }

  /// The committed tables are what the script makes of the schemas.
  @Test func theTablesAreUpToDate() throws {
    let process = Process()
    process.executableURL = EWSSpecifications.root.appendingPathComponent("scripts/generate-ews-tables")
    process.arguments = ["--check"]
    process.environment = ProcessInfo.processInfo.environment.merging([
      "LOCKSTEP_EWS_SCHEMAS": try #require(EWSSpecifications.folder).path
    ]) { $1 }
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "run scripts/generate-ews-tables")
  }

  /// The order of the brief's list is the order of the table.
  @Test func theOrderIsThatOfTheList() throws {
    let list = try String(
      contentsOf: #require(EWSSpecifications.folder).appendingPathComponent("ews-element-order.md"), encoding: .utf8)
    var type: String?
    var compared = 0
    for line in list.split(separator: "\n") {
      if line.hasPrefix("**") {
        type = line.dropFirst(2).split(separator: "*").first.map(String.init)
        continue
      }
      guard let kind = type.flatMap({ EWSSchema.shared.kinds[$0] }), line.contains(",") else { continue }
      var last = 0
      for part in line.components(separatedBy: ", ") {
        let element = part.prefix { $0.isLetter && $0.isASCII || $0.isNumber && $0.isASCII }
        guard let child = kind.children[String(element)] else { continue }
        #expect(child.rank >= last, "\(type ?? ""): \(element)")
        #expect(child.isNew == part.contains("¹³"), "\(type ?? ""): \(element)")
        last = child.rank
        compared += 1
      }
      type = nil
    }
    #expect(compared > 250)
  }
}
