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
  package var blockedExtensions: Set<String>
  package var maximumAttachmentSize: Int
  package var allowsUnresolvedRecipients: Bool
  package var approvesUserEmail: Bool
  package var approvesQueueEmail: Bool
  package var alertsForInformation: Bool
  package var alertsForWarnings: Bool
  package var alertsForErrors: Bool

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
    blockedExtensions = Set(
      (record[Organization.blockedattachments] ?? "").lowercased().split(separator: ";").map {
        $0.trimmingPrefix(".").description
      })
    maximumAttachmentSize = record[Organization.maxuploadfilesize] ?? 5_242_880
    allowsUnresolvedRecipients = record[Organization.allowunresolvedpartiesonemailsend] ?? true
    approvesUserEmail = record[Organization.requireapprovalforuseremail] ?? true
    approvesQueueEmail = record[Organization.requireapprovalforqueueemail] ?? true
    alertsForInformation = record[Organization.generatealertsforinformation] ?? true
    alertsForWarnings = record[Organization.generatealertsforwarnings] ?? true
    alertsForErrors = record[Organization.generatealertsforerrors] ?? true
  }
}
