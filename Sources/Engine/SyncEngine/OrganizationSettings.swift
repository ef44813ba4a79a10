package import CRMModel

/// The settings of the organization that decide about mail, read once per pass.
package struct OrganizationSettings: Sendable, Equatable {
  package var id: GUID
  package var language: Language
  package var correlates: Bool
  package var tokenOnly: Bool
  package var smartMatching: Bool
  package var ignoresHeadersForCorrelation: Bool
  package var forwardsAreNoReplies: Bool
  package var trackingPrefix: String
  package var hashMaxCount: Int
  /// What is cut out of subjects; nil for the default, leading words with a colon.
  package var subjectPattern: SubjectPattern?
  package var hashDeltaSubjectCount: Int
  package var hashMinAddressCount: Int
  package var ignoresInternalEmail: Bool
  package var rejectsInternalOnlyIfSentCopyExists: Bool
  package var deliversInternalEmailToQueues: Bool
  package var ignoresInternalEmailFromQueues: Bool
  package var unresolvesMultipleMatches: Bool
  package var queueItemsForRecipients: Bool
  package var queueItemForReadingMailbox: Bool
  package var queueItemForTrackedEmail: Bool
  package var autoCreate: AutoCreate
  /// Endings separated by semicolons, with or without a dot; taken apart only where there is an attachment.
  package var blockedAttachments: String
  package var maximumAttachmentSize: Int
  package var allowsUnresolvedRecipients: Bool
  package var approvesUserEmail: Bool
  package var approvesQueueEmail: Bool
  package var alertsForInformation: Bool
  package var alertsForWarnings: Bool
  package var alertsForErrors: Bool
  /// Mail received earlier is read by nobody. 8005E244
  package var earliestStart: Instant?

  static let defaultKeywords = String(Organization.hashfilterkeywords.definition.defaultValue) ?? ""

  package init(_ record: Record) {
    id = record.id
    language = record[Organization.languagecode] == 1041 ? .japanese : .english
    correlates = record[Organization.emailcorrelationenabled] ?? true
    tokenOnly = record[Organization.ls_tokenonly] ?? false
    smartMatching = !(record[Organization.ls_disablesmartmatching] ?? true)
    ignoresHeadersForCorrelation =
      record[Organization.ls_ignoreconversationindexandinreplytoforcorrelation] ?? false
    forwardsAreNoReplies = record[Organization.ls_donotcorrelateforwardedemailsasreplies] ?? false
    trackingPrefix = record[Organization.trackingprefix] ?? "CRM:"
    hashMaxCount = record[Organization.hashmaxcount] ?? 20
    let keywords = record[Organization.hashfilterkeywords] ?? OrganizationSettings.defaultKeywords
    subjectPattern = keywords == OrganizationSettings.defaultKeywords ? nil : try? SubjectPattern(keywords)
    hashDeltaSubjectCount = record[Organization.hashdeltasubjectcount] ?? 0
    hashMinAddressCount = record[Organization.hashminaddresscount] ?? 2
    ignoresInternalEmail = record[Organization.ignoreinternalemail] ?? false
    rejectsInternalOnlyIfSentCopyExists = record[Organization.ls_ignoreinternalemaildetectionenhancement] ?? true
    deliversInternalEmailToQueues = record[Organization.ls_donotignoreinternalemailtoqueues] ?? true
    ignoresInternalEmailFromQueues = record[Organization.ls_ignoreinternalemailfromqueues] ?? false
    unresolvesMultipleMatches = record[Organization.unresolveemailaddressifmultiplematch] ?? false
    queueItemsForRecipients = record[Organization.ls_createqueueitemsforacceptingqueuerecipients] ?? true
    queueItemForReadingMailbox = record[Organization.ls_createqueueitemforsynchronizingmailbox] ?? true
    queueItemForTrackedEmail =
      record[Organization.ls_ssscreateadditionalqueueitemsforalreadytrackedemail] ?? false
    autoCreate = record[Organization.ls_autocreate] ?? .none
    blockedAttachments = record[Organization.blockedattachments] ?? ""
    maximumAttachmentSize = record[Organization.maxuploadfilesize] ?? 5_242_880
    allowsUnresolvedRecipients = record[Organization.allowunresolvedpartiesonemailsend] ?? true
    approvesUserEmail = record[Organization.requireapprovalforuseremail] ?? true
    approvesQueueEmail = record[Organization.requireapprovalforqueueemail] ?? true
    alertsForInformation = record[Organization.generatealertsforinformation] ?? true
    alertsForWarnings = record[Organization.generatealertsforwarnings] ?? true
    alertsForErrors = record[Organization.generatealertsforerrors] ?? true
    earliestStart = record[Organization.ls_earliestemailfrom]
  }

  /// Whether attachments with this ending, in small letters, are left out.
  func blocks(ending: some StringProtocol) -> Bool {
    blockedAttachments.split(separator: ";").contains { blocked in
      (blocked.first == "." ? blocked.dropFirst() : blocked).lowercased() == ending
    }
  }

  /// The columns read here that an administrator sets: what synchronization obeys.
  package static let columns: [ColumnDefinition] = [
    Organization.emailcorrelationenabled.definition,
    Organization.ls_tokenonly.definition,
    Organization.ls_disablesmartmatching.definition,
    Organization.ls_ignoreconversationindexandinreplytoforcorrelation.definition,
    Organization.ls_donotcorrelateforwardedemailsasreplies.definition,
    Organization.trackingprefix.definition,
    Organization.hashmaxcount.definition,
    Organization.hashfilterkeywords.definition,
    Organization.hashdeltasubjectcount.definition,
    Organization.hashminaddresscount.definition,
    Organization.ignoreinternalemail.definition,
    Organization.ls_ignoreinternalemaildetectionenhancement.definition,
    Organization.ls_donotignoreinternalemailtoqueues.definition,
    Organization.ls_ignoreinternalemailfromqueues.definition,
    Organization.unresolveemailaddressifmultiplematch.definition,
    Organization.ls_createqueueitemsforacceptingqueuerecipients.definition,
    Organization.ls_createqueueitemforsynchronizingmailbox.definition,
    Organization.ls_ssscreateadditionalqueueitemsforalreadytrackedemail.definition,
    Organization.ls_autocreate.definition,
    Organization.blockedattachments.definition,
    Organization.maxuploadfilesize.definition,
    Organization.allowunresolvedpartiesonemailsend.definition,
    Organization.requireapprovalforuseremail.definition,
    Organization.requireapprovalforqueueemail.definition,
    Organization.generatealertsforinformation.definition,
    Organization.generatealertsforwarnings.definition,
    Organization.generatealertsforerrors.definition,
    Organization.ls_earliestemailfrom.definition,
    Organization.ls_mailboxstatisticspersistencetimeindays.definition,
    Organization.ls_tracelogpersistencetimeindays.definition,
    Organization.trackingtokenidbase.definition,
    Organization.trackingtokeniddigits.definition,
    Organization.maximumtrackingnumber.definition,
    Organization.emailconnectionchannel.definition,
  ]

  /// Settings about email that Dataverse has and nothing here obeys yet: written and read like the others, and said to be
  /// without effect. feature map 4.4
  package static let keptColumns: [ColumnDefinition] = [
    Organization.emailsendpollingperiod.definition,
    Organization.defaultemailsettings.definition,
    Organization.incomingemailexchangeemailretrievalbatchsize.definition,
    Organization.isemailserverprofilecontentfilteringenabled.definition,
    Organization.isfolderbasedtrackingenabled.definition,
    Organization.maxfolderbasedtrackingmappings.definition,
    Organization.ismailboxforcedunlockingenabled.definition,
    Organization.ismailboxinactivebackoffenabled.definition,
    Organization.mailboxintermittentissueminrange.definition,
    Organization.mailboxpermanentissueminrange.definition,
    Organization.maxverboseloggingmailbox.definition,
    Organization.maxverboseloggingsynccycles.definition,
    Organization.notifymailboxownerofemailserverlevelalerts.definition,
    Organization.resolvesimilarunresolvedemailaddress.definition,
  ]

  /// Columns on which the stored keys of subjects depend.
  package static let keyColumns: Set<String> = [
    Organization.hashfilterkeywords.definition.name, Organization.hashmaxcount.definition.name,
  ]
}
