import Advisor
import CRMModel
import Foundation
import NIOConcurrencyHelpers
import Testing

@testable import LockstepServer

/// Advice about what is stored, its fixes, and what they do to passwords.
@Suite struct AdviceTests {
  private final class World: Sendable {
    let folder: URL
    let deployment: Deployment

    init(_ kind: Organization.Kind, tenant: String? = nil) async throws {
      let number = NIOLockedValueBox<UInt64>(1)
      let surroundings = Surroundings(
        now: { Instant(seconds: 1_795_000_000) }, monotonicSeconds: { 0 },
        randomNumber: {
          number.withLockedValue {
            $0 += 2
            return $0
          }
        }, pause: { _ in })
      folder = FileManager.default.temporaryDirectory.appendingPathComponent("lockstep-advice-" + UUID().uuidString)
      let data = DataFolder(folder.path)
      _ = try await Deployment.create(
        data, organization: "Contoso", kind: kind, tenant: tenant, masterKeyFile: nil, language: .english, surroundings)
      deployment = try await Deployment.open(data, organization: nil, masterKeyFile: nil, surroundings)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func findings() async throws -> [String] {
      Advisor.advise(try await Advice(deployment).snapshot()).filter { !$0.isNotice }.map(\.id)
    }

    func write(_ table: Table, _ id: GUID, _ cells: [String: Value]) async throws {
      var unit = UnitOfWork(id: deployment.surroundings.newID(), at: deployment.surroundings.now())
      unit.update(table, id, cells)
      try await deployment.store.mustCommit(unit)
    }

    func secrets() async throws -> Int { try await deployment.store.count(Query(StoredSecret.table)) }
  }

  private static let tenant = "11111111-1111-1111-1111-111111111111"

  @Test func anOrganizationOnlineBeginsWithItsProfile() async throws {
    let world = try await World(.online, tenant: Self.tenant)
    let profile = try #require(try await Profiles(world.deployment).list().first)
    #expect(profile[EmailServerProfile.name] == RecommendedProfiles.builtInName)
    #expect(profile[EmailServerProfile.ls_isbuiltin] == true)
    #expect(world.deployment.organization[Organization.defaultemailserverprofileid] == profile.reference)
    #expect(try await world.findings().isEmpty)
    _ = try await Directory(world.deployment).createUser(name: "Anna", address: "anna@crm.example")
    let mailbox = try await Directory(world.deployment).mailbox("anna@crm.example")
    #expect(mailbox[Mailbox.emailserverprofile] == profile.reference)
    #expect(try await World(.onPremises).findings().isEmpty)
  }

  /// A password was given for a server and a mechanism: a fix that changes either erases it. REL S05
  @Test func aFixThatCouldRedirectAPasswordErasesIt() async throws {
    let world = try await World(.onPremises)
    var answers = RecommendedAnswers()
    answers.location = "mail.crm.example"
    answers.username = "service"
    answers.password = Secret("hidden")
    try await RecommendedProfiles(world.deployment).create("B", .oneCredential, answers)
    _ = try await Directory(world.deployment).createUser(name: "Anna", address: "anna@crm.example")
    var settings = MailboxSettings()
    settings.profile = "B"
    settings.password = Secret("hidden too")
    try await Directory(world.deployment).change("anna@crm.example", settings)
    #expect(try await world.secrets() == 2)
    let profile = try await Profiles(world.deployment).find("B")
    let same = EmailServerProfile.usesamesettingsforoutgoingconnections.definition.name
    let impersonation = EmailServerProfile.incominguseimpersonation.definition.name
    // Impersonation changes nothing about where the password goes.
    try await world.write(EmailServerProfile.table, profile.id, [impersonation: false.value])
    let harmless = try await Advice(world.deployment).fix("b-impersonation")
    #expect(harmless.map(\.erased) == [nil])
    #expect(try await world.secrets() == 2)
    try await world.write(EmailServerProfile.table, profile.id, [same: false.value])
    let fixed = try await Advice(world.deployment).fix("b-same-settings@B")
    #expect(fixed.map(\.erased) == ["B"])
    #expect(try await world.secrets() == 0)
    let after = try await Profiles(world.deployment).find("B")
    #expect(after[EmailServerProfile.isincomingpasswordset] == false)
    #expect(try await Directory(world.deployment).mailbox("anna@crm.example")[Mailbox.ispasswordset] == false)
    #expect(try await world.findings() == ["b-password@B"])
  }

  @Test func aFixOfNothingIsRefused() async throws {
    let world = try await World(.onPremises)
    await #expect(throws: SyncFailure(.gone, .adviseUnknown, ["id": "b-password"])) {
      _ = try await Advice(world.deployment).fix("b-password")
    }
    try await RecommendedProfiles(world.deployment).create("B", .oneCredential, RecommendedAnswers())
    await #expect(throws: SyncFailure(.configuration, .adviseNotFixable, ["id": "b-password"])) {
      _ = try await Advice(world.deployment).fix("b-password")
    }
  }

  @Test func aPreviewChangesNothingAndTellsWhatTheChangeDoes() async throws {
    let world = try await World(.onPremises)
    let kinds = OrganizationKind(world.deployment)
    try await RecommendedProfiles(world.deployment).create("A", .online, RecommendedAnswers())
    let preview = try await kinds.change(to: .online, tenant: Self.tenant, isPreview: true)
    #expect(try await kinds.current().kind == .onPremises)
    #expect(try await Profiles(world.deployment).list().count == 1)
    let change = try await kinds.change(to: .online, tenant: Self.tenant, isPreview: false)
    #expect(preview.appearing.map(\.id) == ["online-other-profile@A"])
    #expect(preview.vanishing.map(\.id) == ["hybrid-exchange-online@A"])
    #expect(change.appearing.map(\.id) == preview.appearing.map(\.id))
    #expect(try await world.findings() == change.appearing.map(\.id))
    // A second time nothing comes and nothing goes.
    let again = try await kinds.change(to: .online, tenant: nil, isPreview: false)
    #expect(again.appearing.isEmpty && again.vanishing.isEmpty && again.tenant == Self.tenant)
    _ = try await kinds.change(to: .onPremises, tenant: nil, isPreview: false)
    #expect(try await Profiles(world.deployment).list().count == 1)
    #expect(try await kinds.current().tenant == nil)
  }

  /// The built-in profile that mailboxes use stays when the organization moves, as a profile like others.
  @Test func aUsedBuiltInProfileStays() async throws {
    let world = try await World(.online, tenant: Self.tenant)
    _ = try await Directory(world.deployment).createUser(name: "Anna", address: "anna@crm.example")
    _ = try await OrganizationKind(world.deployment).change(to: .onPremises, tenant: nil, isPreview: false)
    let profiles = try await Profiles(world.deployment).list()
    #expect(profiles.map { $0[EmailServerProfile.ls_isbuiltin] } == [false])
    // Back online, a new one gets another name.
    _ = try await OrganizationKind(world.deployment).change(to: .online, tenant: nil, isPreview: false)
    let names = try await Profiles(world.deployment).list().compactMap { $0[EmailServerProfile.name] }
    #expect(names == ["Microsoft Exchange Online", "Microsoft Exchange Online (2)"])
  }

  /// The row the document's script changes, by either of its names.
  @Test(arguments: Advice.insecureEntry) func theSwitchIsSeenByBothNames(name: String) async throws {
    let world = try await World(.onPremises)
    let configuration = world.deployment.configuration
    var unit = UnitOfWork(id: world.deployment.surroundings.newID(), at: world.deployment.surroundings.now())
    let rows = try await configuration.rows(
      Query(DeploymentProperties.table, where: DeploymentProperties.columnname == name))
    if let row = rows.first {
      unit.update(DeploymentProperties.table, row.id, [DeploymentProperties.bitcolumn.definition.name: true.value])
    } else {
      var row = Record(DeploymentProperties.table, id: world.deployment.surroundings.newID())
      row[DeploymentProperties.columnname] = name
      row[DeploymentProperties.bitcolumn] = true
      unit.insert(row)
    }
    try await configuration.mustCommit(unit)
    #expect(try await world.findings() == ["insecure-entry"])
  }
}
