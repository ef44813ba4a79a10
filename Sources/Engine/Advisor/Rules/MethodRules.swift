import CRMModel

extension Rule {
  /// S6.9, B18: one organization, two ways of synchronizing appointments, contacts and tasks.
  static let methods: [Rule] = [
    Rule(
      "mixed-methods", .recommends, ["S6.9"], units: [89, 90],
      Label(
        "We recommend that you do not use a configuration that mixes Outlook synchronization and server-side "
          + "synchronization of appointments, contacts, and tasks in the same organization.",
        "Outlook 同期と、同じ組織の予定、取引先担当者、タスクの サーバー側同期 を組み合わせた構成は使用しないように推奨します。"),
      .adviseMixedMethods
    ) { snapshot in
      guard let (outlook, server) = snapshot.mixedMethods else { return [] }
      return [Cause(.organization, ["outlook": .list(outlook), "server": .list(server)])]
    }
  ]

  /// S7: two known issues and a rule, with what becomes of them here.
  static let knownIssues: [Rule] = [
    Rule(
      "known-issue-invitee", .notSupported, isNotice: true, ["S7.1"],
      units: [91, 92, 93, 94, 95, 96, 97, 98, 99],
      Label(
        "Appointment records aren't created in CRM when tracked by an invitee.", "招待者によって追跡されるときに、予定レコードが CRM で作成されません"),
      .adviseKnownIssueInvitee
    ) { snapshot in snapshot.mixedMethods == nil ? [] : [Cause(.organization)] },
    Rule(
      "known-issue-status", .notSupported, isNotice: true, ["S7.2"], units: [100, 101, 102, 103, 104, 105, 106],
      Label("The status field isn't shown in CRM for Outlook.", "状態フィールドが Outlook 用 CRM に表示されない"),
      .adviseKnownIssueStatus
    ) { snapshot in snapshot.usesServerForACT ? [Cause(.organization)] : [] },
    Rule(
      "one-way-service-appointments", .plainFact, isNotice: true, ["S7.3"], units: [107, 108, 109],
      Label(
        "Changes made to a service appointment in Dynamics CRM for Outlook aren't synchronized to Dynamics 365.",
        "Outlook 用 Dynamics CRM でサービスの予定に変更を加えると、その変更は Dynamics 365 には同期されません。"),
      .adviseOneWay
    ) { snapshot in snapshot.usesServerForACT ? [Cause(.organization)] : [] },
  ]
}

extension Snapshot {
  var usesServerForACT: Bool { activeMailboxes.contains(where: \.usesServerForACT) }

  /// Who synchronizes by Outlook and who by server, where both exist. Methods for email do not matter.
  var mixedMethods: (outlook: [String], server: [String])? {
    let outlook = activeMailboxes.filter(\.usesOutlookForACT).map(\.address)
    let server = activeMailboxes.filter(\.usesServerForACT).map(\.address)
    return outlook.isEmpty || server.isEmpty ? nil : (outlook, server)
  }
}
